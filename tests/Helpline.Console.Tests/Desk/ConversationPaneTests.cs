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
