using Bunit;
using Helpline.Console.Desk;
using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;
using Helpline.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Console.Tests.Desk;

public sealed class LevelHistoryTests : ConsoleTest
{
    public LevelHistoryTests() => Services.AddSingleton(new LiveDialogs(TestLibrary.Engine, TestLibrary.Triage));

    [Fact]
    public void History_IsTriagesRisesAndCounsellorsChangesInTheirOrder()
    {
        var view = View(
            [Heard(0, RiskLevel.Low), Heard(1, RiskLevel.High), Heard(2, RiskLevel.Medium), Said(3), Heard(5, RiskLevel.Low), Heard(6, RiskLevel.Medium)],
            [new LevelChangeLine(Noon.AddMinutes(4), "Amna", RiskLevel.High, RiskLevel.None, "a joke"), new LevelChangeLine(Noon.AddMinutes(7), null, RiskLevel.Medium, RiskLevel.Imminent, "no joke")]);

        LevelHistory.Of(view).ShouldBe(
        [
            new LevelStep(Noon, "Triage", RiskLevel.Low, null),
            new LevelStep(Noon.AddMinutes(1), "Triage", RiskLevel.High, null),
            new LevelStep(Noon.AddMinutes(4), "Amna", RiskLevel.None, "a joke"),
            new LevelStep(Noon.AddMinutes(5), "Triage", RiskLevel.Low, null),
            new LevelStep(Noon.AddMinutes(6), "Triage", RiskLevel.Medium, null),
            new LevelStep(Noon.AddMinutes(7), null, RiskLevel.Imminent, "no joke"),
        ]);
    }

    [Fact]
    public void History_WithoutACounsellorsChange_IsEmpty() => LevelHistory.Of(View([Heard(0, RiskLevel.High)], [])).ShouldBeEmpty();

    [Fact]
    public void Facts_ShowTheHistoryWithNamesTimesAndReasons()
    {
        var facts = Facts(View([Heard(0, RiskLevel.High)], [new LevelChangeLine(Noon.AddMinutes(4), "Amna", RiskLevel.High, RiskLevel.Low, "یہ مذاق تھا"), new LevelChangeLine(Noon.AddMinutes(5), null, RiskLevel.Low, RiskLevel.High, "no")]));

        var steps = facts.FindAll($"{TestId("level-history")} li");
        steps.Select(step => step.QuerySelector(".risk")!.GetAttribute("data-level")).ShouldBe(["high", "low", "high"]);
        steps.Select(step => step.QuerySelector(".quiet")!.TextContent).ShouldBe(["Triage, 12:00", "Amna, 12:04", "A counsellor, 12:05"]);
        steps[0].QuerySelectorAll("p").ShouldBeEmpty();
        steps[1].QuerySelector("p")!.TextContent.ShouldBe("یہ مذاق تھا");
        (steps[1].QuerySelector("p")!.GetAttribute("lang"), steps[1].QuerySelector("p")!.GetAttribute("dir")).ShouldBe(("ur", "auto"));
    }

    [Fact]
    public void Facts_WithoutAChange_ShowNoHistory() => Facts(View([Heard(0, RiskLevel.High)], [])).FindAll(TestId("level-history")).ShouldBeEmpty();

    [Fact]
    public void Facts_SayHowMuchDangerItWasInTheEnd()
    {
        var closed = View([], []);
        closed = closed with { Handoff = closed.Handoff! with { ClosingLevel = RiskLevel.None } };

        Facts(closed).Find("dl").TextContent.ShouldContain("No danger");
        Facts(View([], [])).Find("dl").TextContent.ShouldNotContain("How much danger it was");
    }

    private static TranscriptLine Heard(int minute, RiskLevel level) =>
        new(minute, TranscriptAuthor.Child, null, "words", Noon.AddMinutes(minute), Assessment: new RiskAssessment(level, []));

    private static TranscriptLine Said(int minute) => new(minute, TranscriptAuthor.Bot, null, "words", Noon.AddMinutes(minute));

    private static ConversationView View(IReadOnlyList<TranscriptLine> lines, IReadOnlyList<LevelChangeLine> changes) => new(
        new ConversationId(Guid.NewGuid()),
        "7K2Q",
        ChannelNames.Twilio,
        "en",
        LifecycleState.WithCounsellor,
        RiskLevel.High,
        new Handoff(1, HandoffState.Taken, "triage", Danger.Abuse, RiskLevel.High, Noon),
        null,
        Discreet: false,
        OptedOut: false,
        0,
        lines,
        changes);

    private IRenderedComponent<ConversationFacts> Facts(ConversationView view) =>
        Render<ConversationFacts>(parameters => parameters.Add(facts => facts.View, view).Add(facts => facts.Zone, TimeZoneInfo.Utc));
}
