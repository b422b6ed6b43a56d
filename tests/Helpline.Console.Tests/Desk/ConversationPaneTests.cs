using Bunit;
using Helpline.Console.Desk;
using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Desk;

public sealed class ConversationPaneTests : ConsoleTest
{
    private static readonly CounsellorId Me = new("me");

    [Fact]
    public void Held_HasAReplyBox() => Pane(View(LifecycleState.WithCounsellor, Me)).FindAll(TestId("reply-text")).Count.ShouldBe(1);

    [Theory]
    [InlineData(LifecycleState.WithCounsellor, "Another counsellor holds this conversation now.")]
    [InlineData(LifecycleState.Waiting, "This conversation waits in the queue. Take it to answer.")]
    [InlineData(LifecycleState.Closed, "This conversation is closed (referred to another service).")]
    [InlineData(LifecycleState.Automated, "The bot is answering this child; no counsellor is called for.")]
    public void NotHeld_ExplainsAndShowsWhatWasNotSent(LifecycleState lifecycle, string words)
    {
        var pane = Pane(View(lifecycle, new CounsellorId("somebody else")), "Are you safe?");

        pane.FindAll(TestId("reply-text")).ShouldBeEmpty();
        pane.Find(TestId("no-reply")).TextContent.ShouldContain(words);
        pane.Find(".unsent").TextContent.ShouldBe("Are you safe?");
    }

    [Fact]
    public void Discreet_IsSaidAboveTheTranscript() =>
        Pane(View(LifecycleState.WithCounsellor, Me) with { Discreet = true }).Find(".discreet").TextContent.ShouldContain("Somebody else may read this phone.");

    [Theory]
    [InlineData(ChannelNames.WhatsApp, 23, false)]
    [InlineData(ChannelNames.WhatsApp, 24, true)]
    [InlineData(ChannelNames.Twilio, 24, false)]
    public void ClosedWindow_IsSaidBeforeTheCounsellorWrites(string channel, int hours, bool isSaid)
    {
        var pane = Pane(View(LifecycleState.WithCounsellor, Me) with { Channel = channel, LastHeardAt = Noon.AddHours(-hours) });

        pane.FindAll(TestId("reply-text")).Count.ShouldBe(1, "it may be written all the same");
        pane.FindAll(TestId("obstacle")).Select(one => one.TextContent).Any(text => text.Contains("more than 24 hours ago", StringComparison.Ordinal)).ShouldBe(isSaid);
    }

    [Fact]
    public void Nothing_StandsBetweenAnOrdinaryChildAndTheCounsellor() => Pane(View(LifecycleState.WithCounsellor, Me)).FindAll(TestId("obstacle")).ShouldBeEmpty();

    [Fact]
    public void SenderWhomNobodyCanAnswer_IsSaid() =>
        Pane(View(LifecycleState.WithCounsellor, Me) with { CanBeAnswered = false }).Find(TestId("obstacle")).TextContent.ShouldContain("Nobody can answer this sender");

    [Fact]
    public void OptedOut_IsSaid() =>
        Pane(View(LifecycleState.WithCounsellor, Me) with { OptedOut = true }).Find(TestId("obstacle")).TextContent.ShouldContain("STOP");

    [Theory]
    [InlineData(DeliveryCodes.CannotReceive, true)]
    [InlineData("30003", false)]
    public void Landline_IsSaidOnceTheNetworkHasSaidSo(string code, bool isSaid)
    {
        var view = View(LifecycleState.WithCounsellor, Me) with
        {
            Lines = [new TranscriptLine(1, TranscriptAuthor.Bot, null, "hello", Noon, Status: DeliveryStatus.Undelivered, ErrorCode: code), new TranscriptLine(2, TranscriptAuthor.Child, null, "hello?", Noon)],
        };
        Pane(view).FindAll(TestId("obstacle")).Count.ShouldBe(isSaid ? 1 : 0);
    }

    [Theory]
    [InlineData(ChannelNames.Twilio, "5 characters · 1 SMS segment · GSM-7")]
    [InlineData(ChannelNames.WhatsApp, "5 characters")]
    [InlineData(ChannelNames.DirectLine, "5 characters")]
    public void Segments_AreCountedWhereThereAreAny(string channel, string words) =>
        Pane(View(LifecycleState.WithCounsellor, Me) with { Channel = channel, LastHeardAt = Noon }, "hello").Find(TestId("segments")).TextContent.Trim().ShouldBe(words);

    [Fact]
    public void Transcript_SeparatesDaysOfTheReadersZone()
    {
        var karachi = TimeZoneInfo.CreateCustomTimeZone("pk", TimeSpan.FromHours(5), "pk", "pk");
        var view = View(LifecycleState.WithCounsellor, Me) with
        {
            Lines =
            [
                new TranscriptLine(1, TranscriptAuthor.Child, null, "before midnight", Noon.AddDays(-1).AddHours(6).AddMinutes(59)),
                new TranscriptLine(2, TranscriptAuthor.Child, null, "after midnight", Noon.AddDays(-1).AddHours(7)),
            ],
        };

        var pane = Render<ConversationPane>(parameters => parameters.Add(one => one.View, view).Add(one => one.WhyNot, "x").Add(one => one.Send, NotSent).Add(one => one.Zone, karachi));

        pane.FindAll(".day").Select(day => day.TextContent).ShouldBe(["Mon 23 Nov", "Today"]);
        pane.FindAll("time").Select(time => time.TextContent).ShouldBe(["23:59", "00:00"]);
    }

    private static Task<string?> NotSent(string text) => Task.FromResult<string?>("no");

    private static ConversationView View(LifecycleState lifecycle, CounsellorId holder) => new(
        new ConversationId(Guid.NewGuid()),
        "7K2Q",
        ChannelNames.Twilio,
        "en",
        lifecycle,
        RiskLevel.High,
        new Handoff(1, HandoffState.Taken, "triage", Danger.Abuse, RiskLevel.High, Noon) { Counsellor = holder, Outcome = lifecycle == LifecycleState.Closed ? HandoffOutcome.Referred : null },
        null,
        Discreet: false,
        OptedOut: false,
        0,
        [],
        []);

    private IRenderedComponent<ConversationPane> Pane(ConversationView view, string draft = "") => Render<ConversationPane>(parameters => parameters
        .Add(pane => pane.View, view)
        .Add(pane => pane.WhyNot, Holding.WhyNot(view, Me))
        .Add(pane => pane.Draft, draft)
        .Add(pane => pane.Send, NotSent)
        .Add(pane => pane.Zone, TimeZoneInfo.Utc));
}
