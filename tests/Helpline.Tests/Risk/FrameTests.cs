using Helpline.Risk;

namespace Helpline.Tests.Risk;

/// <summary>Negation, clauses, frames, shorthand: what is meant beside what is said.</summary>
public class FrameTests
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoSlots = new Dictionary<string, IReadOnlyList<string>>();

    private static readonly Triage Triage = new(
    [
        Lexicon.Empty("en") with
        {
            Shorthand = new Dictionary<string, string> { ["kms"] = "kill myself", ["2nite"] = "tonight" },
            Clauses = ["but", "and now"],
            Negation = new NegationScope(["not", "dont"], 3, 1),
            Frames =
            [
                Frame("fiction", FrameReach.Clause, RiskLevel.None, "in the movie"),
                Frame("past", FrameReach.Message, RiskLevel.Medium, "years ago"),
                Frame("school", FrameReach.Message, RiskLevel.None, "essay") with { Dangers = [Danger.ForcedMarriage] },
            ],
            Rules =
            [
                Rule("suicide", Danger.Suicide, RiskLevel.High, RiskSteps.Thought, "kill myself", "want to die"),
                Rule("means", Danger.Suicide, RiskLevel.Medium, RiskSteps.Means, "have pills"),
                Rule("time", Danger.Suicide, RiskLevel.None, RiskSteps.Time, "tonight"),
                Rule("marriage", Danger.ForcedMarriage, RiskLevel.High, RiskSteps.None, "forced to marry"),
                Rule("always", Danger.Abuse, RiskLevel.High, RiskSteps.None, "he hits me") with { Framed = false },
            ],
        },
    ]);

    private static RiskFrame Frame(string id, FrameReach reach, RiskLevel most, string phrase) => new($"en.{id}", reach, most, [], [Pattern.Parse(phrase, NoSlots)], []);

    private static RiskRule Rule(string id, Danger danger, RiskLevel level, RiskSteps step, params string[] phrases) =>
        new($"en.{id}", danger, level, step, Negatable: true, Framed: true, [.. phrases.Select(phrase => Pattern.Parse(phrase, NoSlots))], [], []);

    [Theory]
    [InlineData("i dont want to die", RiskLevel.None)]
    [InlineData("i dont care but i want to die", RiskLevel.High)] // negation ends with its clause
    [InlineData("i dont know. i want to die", RiskLevel.High)]
    [InlineData("in the movie they want to die", RiskLevel.None)]
    [InlineData("they want to die in the movie", RiskLevel.None)]
    [InlineData("i saw it in the movie, i want to die", RiskLevel.High)] // the cry is a clause of its own
    [InlineData("in the movie they laugh but i want to die", RiskLevel.High)]
    [InlineData("years ago i felt bad. want to die i said", RiskLevel.Medium)]
    [InlineData("my essay: forced to marry", RiskLevel.None)]
    [InlineData("my essay is late, i want to die", RiskLevel.High)] // that frame speaks of another danger
    [InlineData("in the movie he hits me", RiskLevel.High)] // nothing takes that rule back
    public void What_stands_near_decides_what_is_meant(string text, RiskLevel level) => Triage.Assess(text).Level.ShouldBe(level);

    [Fact]
    public void A_frame_speaks_of_its_own_languages_rules_only()
    {
        // A word of another language, or one that only sounds like it, must not take a cry for help back.
        var rules = Lexicon.Empty("en") with { Rules = [Rule("suicide", Danger.Suicide, RiskLevel.High, RiskSteps.None, "want to die")] };
        var other = Lexicon.Empty("ur-Latn") with { Frames = [Frame("fiction", FrameReach.Message, RiskLevel.None, "film")] };

        new Triage([rules, other]).Assess("film i want to die").Level.ShouldBe(RiskLevel.High);
        new Triage([rules with { Frames = other.Frames }]).Assess("film i want to die").Level.ShouldBe(RiskLevel.None);
    }

    [Fact]
    public void Shorthand_is_read_as_what_it_stands_for_and_shown_as_it_was_typed()
    {
        var evidence = Triage.Assess("gonna kms 2nite").Evidence;

        evidence[0].ShouldBe(new RiskEvidence(RiskAssessment.Ladder, Danger.Suicide, RiskLevel.Imminent, 6, 3));
        evidence[1].ShouldBe(new RiskEvidence("en.suicide", Danger.Suicide, RiskLevel.High, 6, 3));
    }

    [Theory]
    [InlineData(RiskSteps.None, RiskLevel.None)]
    [InlineData(RiskSteps.Time, RiskLevel.None)]
    [InlineData(RiskSteps.Means, RiskLevel.Medium)]
    [InlineData(RiskSteps.Thought, RiskLevel.High)]
    [InlineData(RiskSteps.Plan, RiskLevel.High)]
    [InlineData(RiskSteps.Thought | RiskSteps.Plan, RiskLevel.High)]
    [InlineData(RiskSteps.Thought | RiskSteps.Means, RiskLevel.Imminent)]
    [InlineData(RiskSteps.Thought | RiskSteps.Time, RiskLevel.Imminent)]
    [InlineData(RiskSteps.Means | RiskSteps.Time, RiskLevel.Imminent)]
    public void Steps_of_the_ladder_add_up(RiskSteps steps, RiskLevel level) => RiskLadder.LevelOf(steps).ShouldBe(level);

    [Fact]
    public void The_ladder_is_climbed_over_several_messages()
    {
        var first = Triage.Assess("i have pills");
        var second = Triage.Assess("tonight", new RiskContext(first.Steps));

        (first.Level, first.Steps).ShouldBe((RiskLevel.Medium, RiskSteps.Means));
        second.Level.ShouldBe(RiskLevel.Imminent);
        second.Evidence.ShouldHaveSingleItem().Rule.ShouldBe(RiskAssessment.Ladder);
        Triage.Assess("tonight").Level.ShouldBe(RiskLevel.None, "by itself it says nothing");
        Triage.Assess("good night", new RiskContext(first.Steps)).Level.ShouldBe(RiskLevel.None, "a message that says nothing of it climbs nothing");
    }

    [Fact]
    public void What_is_taken_back_is_no_step() => Triage.Assess("i dont have pills, tonight").Steps.ShouldBe(RiskSteps.Time);

    [Theory]
    [InlineData("what is the homework for tomorrow, sir said chapter five")]
    [InlineData("کل کا ہوم ورک کیا ہے")]
    [InlineData("😀😀")]
    public void Where_nothing_is_found_nothing_is_allocated(string text)
    {
        for (var i = 0; i < 50; i++)
            Triage.Assess(text); // buffers grow once
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            Triage.Assess(text);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
