using Helpline.Server.Commands;
using Helpline.Server.Startup;
using Helpline.Server.Workers;
using Microsoft.Extensions.Configuration;

namespace Helpline.Server.Tests.Pacing;

/// <summary>How fast the bot answers, as it is configured and as it changes in a rush.</summary>
public class PaceSettingsTests
{
    [Fact]
    public void What_is_set_holds()
    {
        var pace = new Pace(Read(("AnswersAtOnce", "7"), ("SecondsPerAnswer", "11"), ("LongestWaitSeconds", "120"), ("LoopSilenceMinutes", "15")));

        var limits = pace.Of("twilio").ShouldNotBeNull();

        (limits.AnswersAtOnce, limits.PerAnswer, limits.LongestWait, limits.LoopSilence, limits.Rush)
            .ShouldBe((7, TimeSpan.FromSeconds(11), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15), null));
        new Pace(Read(("Enabled", "false"))).Of("twilio").ShouldBeNull();
    }

    [Fact]
    public void All_that_is_out_of_range_is_named_with_its_range()
    {
        var message = Should.Throw<StartupException>(() => Read(("AnswersAtOnce", "0"), ("RushAbove", "-1"), ("SecondsPerAnswer", "30"))).Message;

        message.ShouldBe($"Pace:AnswersAtOnce is 0; it must be 5 to 1000.{Environment.NewLine}Pace:RushAbove is -1; it must be 10 to 1000000.");
    }

    [Fact]
    public void A_rush_is_a_channels_own_and_ends_at_half_of_what_begins_it()
    {
        var pace = new Pace(Read(("RushAbove", "100"), ("RushSecondsPerAnswer", "45")));
        pace.Learn("twilio", 100).ShouldBeFalse();
        pace.Learn("twilio", 101).ShouldBeTrue();

        pace.Of("twilio")!.Rush.ShouldBe(TimeSpan.FromSeconds(45));
        pace.Of("directline")!.Rush.ShouldBeNull();

        pace.Learn("twilio", 51).ShouldBeFalse();
        pace.Of("twilio")!.Rush.ShouldNotBeNull();
        pace.Learn("twilio", 50).ShouldBeTrue();
        pace.Of("twilio")!.Rush.ShouldBeNull();
    }

    private static PaceOptions Read(params (string Key, string? Value)[] settings) => PaceSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>($"Pace:{setting.Key}", setting.Value))).Build());
}
