using Helpline.Console.Operations;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Operations;

public sealed class ChannelHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChannelActivity Busy = new("twilio", Now, Inbound: 40, LastSent: Now, Sent: 100, Failed: 0, Unsent: 0);

    [Fact]
    public void Of_Traffic_IsOk() => ChannelHealth.Of(Busy, null, Now).Level.ShouldBe(HealthLevel.Ok);

    [Fact]
    public void Of_NoTrafficForAnHour_IsQuiet() =>
        ChannelHealth.Of(Busy with { Inbound = 0, Sent = 0 }, null, Now).ShouldBe(new ChannelHealth(HealthLevel.Quiet, "Quiet", "no traffic in the last hour"));

    [Theory]
    [InlineData(10, "OK")]
    [InlineData(11, "Failing")]
    public void Of_Failures_AreTolerableUpToOneInTen(int failed, string word) =>
        ChannelHealth.Of(Busy with { Failed = failed, Sent = 90 }, null, Now).Word.ShouldBe(word);

    [Fact]
    public void Of_OnlyFailures_IsNotSending() =>
        ChannelHealth.Of(Busy with { Failed = 7, Sent = 0 }, null, Now).ShouldBe(new ChannelHealth(HealthLevel.NotSending, "Not sending", "all 7 messages of the last hour failed"));

    [Fact]
    public void Of_AMessageThatHasWaitedLong_IsNotSending()
    {
        var oldest = Now - TimeSpan.FromMinutes(3);

        ChannelHealth.Of(Busy with { Unsent = 2, LastSent = oldest.AddMinutes(-1) }, oldest, Now)
            .ShouldBe(new ChannelHealth(HealthLevel.NotSending, "Not sending", "2 messages wait and nothing has been sent for 3 min 00 s"));
    }

    [Fact]
    public void Of_AnotherChannelsOldMessage_DoesNotBlameThisOne() =>
        ChannelHealth.Of(Busy with { Unsent = 2, LastSent = Now }, Now - TimeSpan.FromMinutes(3), Now).Level.ShouldBe(HealthLevel.Ok);
}
