using System.Text.Json;
using Helpline.Risk;

namespace Helpline.Tests.Risk;

/// <summary>A model that may raise, and one that is only listened to.</summary>
public class ShadowTests
{
    private static readonly Triage Rules = TestLibrary.Triage;
    private static readonly TextModel Model = Raising("purple");
    private static readonly Triage InForce = new(TestLibrary.Engine.Library.Lexicons, Model);
    private static readonly Triage InShadow = new(TestLibrary.Engine.Library.Lexicons, Model, ModelMode.Shadow);

    [Theory]
    [InlineData("", RiskLevel.None)]
    [InlineData("homework", RiskLevel.None)]
    [InlineData("purple purple purple", RiskLevel.High)]
    [InlineData("they laugh", RiskLevel.Low)]
    [InlineData("purple purple", RiskLevel.None)] // an answer of a word or two is the rules' matter
    [InlineData("purple i cut", RiskLevel.High)]
    [InlineData("purple i want to die", RiskLevel.Imminent)]
    public void In_shadow_what_the_model_would_have_said_is_noted_and_nothing_else_changes(string text, RiskLevel withModel)
    {
        var rules = Rules.Assess(text);
        var shadow = InShadow.Assess(text);

        InForce.Assess(text).Level.ShouldBe(withModel);
        shadow.ShadowLevel.ShouldBe(withModel);
        (shadow.Level, shadow.Steps, shadow.Foremost).ShouldBe((rules.Level, rules.Steps, rules.Foremost));
        shadow.Evidence.ShouldBe(rules.Evidence);
    }

    [Fact]
    public void What_the_rules_said_on_the_ladder_is_kept_in_shadow()
    {
        var lexicon = Lexicon.Empty("x") with
        {
            Rules = [new RiskRule("x.time", Danger.Suicide, RiskLevel.None, RiskSteps.Time, Negatable: true, Framed: true, [Pattern.Parse("tonight", new Dictionary<string, IReadOnlyList<string>>())], [], [])],
        };

        var assessment = new Triage([lexicon], Model, ModelMode.Shadow).Assess("tonight");

        (assessment.Level, assessment.Steps, assessment.ShadowLevel).ShouldBe((RiskLevel.None, RiskSteps.Time, RiskLevel.None));
    }

    [Fact]
    public void Without_a_model_in_shadow_nothing_is_noted()
    {
        string[] texts = ["", "homework", "purple purple purple", "i want to die"];

        foreach (var triage in new[] { Rules, InForce, new Triage(TestLibrary.Engine.Library.Lexicons, Model, ModelMode.Off), new Triage(TestLibrary.Engine.Library.Lexicons, null, ModelMode.Shadow) })
            texts.ShouldAllBe(text => triage.Assess(text).ShadowLevel == null);
        new Triage(TestLibrary.Engine.Library.Lexicons, Model, ModelMode.Off).Assess("purple purple purple").Level.ShouldBe(RiskLevel.None);
    }

    [Fact]
    public void Where_neither_finds_anything_nothing_is_allocated()
    {
        const string Text = "what is the homework for monday";
        for (var i = 0; i < 100; i++)
            InShadow.Assess(Text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        InShadow.Assess(Text);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void What_was_noted_is_stored_with_the_assessment_and_older_ones_still_read()
    {
        var noted = InShadow.Assess("purple i cut");

        JsonSerializer.Deserialize<RiskAssessment>(JsonSerializer.Serialize(noted))!.ShadowLevel.ShouldBe(RiskLevel.High);
        JsonSerializer.Deserialize<RiskAssessment>("""{"Level":2,"Evidence":[],"Steps":0,"Foremost":null}""")!.ShouldSatisfyAllConditions(
            old => old.Level.ShouldBe(RiskLevel.Medium),
            old => old.ShadowLevel.ShouldBeNull());
    }

    /// <summary>A model that raises every message with the word to high, and says nothing of others.</summary>
    [Fact]
    public void A_dark_passage_in_a_long_message_is_not_outweighed_by_harmless_words_around_it()
    {
        var harmless = string.Join(' ', Enumerable.Repeat("homework", 200));

        InForce.Assess($"{harmless} purple purple purple purple purple {harmless}").Level.ShouldBe(RiskLevel.High);
        InForce.Assess(harmless).Level.ShouldBe(RiskLevel.None);
    }

    [Fact]
    public void Many_words_of_despair_weigh_more_than_the_darkest_of_them()
    {
        string Despair(int words) => string.Join(' ', Enumerable.Range(0, words).Select(word => word % 6 == 0 ? "purple" : "homework"));

        Rules.Score(Model, Despair(300)).ShouldBeGreaterThan(Rules.Score(Model, Despair(30)) + 1);
    }

    private static TextModel Raising(string word)
    {
        var weights = new float[TextModel.Features];
        foreach (var feature in Rules.FeaturesOf(word).Features)
            weights[feature] = 10;
        return TextModel.From(weights, -3, new float[Enum.GetValues<Danger>().Length * TextModel.DangerFeatures], TextModel.Trained.ToDictionary(language => language, _ => new TextModelThresholds(5, 5, 5)));
    }
}
