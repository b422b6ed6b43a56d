using CsCheck;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Tests.Risk;

public class TriageTests
{
    private static readonly Triage Triage = TestLibrary.Triage;

    [Theory]
    [InlineData("I will kill myself", RiskLevel.Imminent, Danger.Suicide)]
    [InlineData("gonna HURT all of myself!!", RiskLevel.Imminent, Danger.Suicide)]
    [InlineData("he threatens to show my pictures", RiskLevel.High, Danger.SexualExploitation)]
    [InlineData("send nudes", RiskLevel.High, Danger.SexualExploitation)]
    [InlineData("i cut", RiskLevel.Medium, Danger.SelfHarm)]
    [InlineData("they laugh", RiskLevel.Low, Danger.Cyberbullying)]
    [InlineData("میں مرنا چاہتی ہوں", RiskLevel.Imminent, Danger.Suicide)]
    [InlineData("main marna chahta hun", RiskLevel.Imminent, Danger.Suicide)]
    public void All_lexicons_read_every_message(string text, RiskLevel level, Danger danger)
    {
        var assessment = Triage.Assess(text);

        assessment.Level.ShouldBe(level);
        assessment.Foremost.ShouldBe(danger);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("😀")]
    [InlineData("what is the homework")]
    public void A_harmless_message_has_no_level_and_no_evidence(string text)
    {
        var assessment = Triage.Assess(text);

        assessment.Level.ShouldBe(RiskLevel.None);
        assessment.Evidence.ShouldBeEmpty();
        assessment.Foremost.ShouldBeNull();
    }

    [Theory]
    [InlineData("i do not want to die", false)]
    [InlineData("i dont really want to die", false)]
    [InlineData("never said i want to die", false)] // three words before: within reach
    [InlineData("never have i said i want to die", true)] // four words before: out of reach
    [InlineData("want to die not", false)]
    [InlineData("want to die i did not", true)] // three after, and two is the reach
    [InlineData("kill not myself", false)] // in a gap of the phrase
    [InlineData("main marna nahi chahti", false)]
    [InlineData("main nahi marna chahti", false)]
    [InlineData("main marna chahti nahi", false)]
    [InlineData("میں مرنا چاہتا ہوں نہیں", false)]
    [InlineData("نہیں میں مرنا چاہتا ہوں", true)] // Urdu negates after the verb: before 0
    public void A_negating_word_within_reach_cancels(string text, bool found) =>
        Triage.Assess(text).Evidence.Any().ShouldBe(found);

    [Fact]
    public void A_negation_of_one_language_does_not_cancel_a_match_of_another()
    {
        // "not" negates English only; the lexicon of Roman Urdu has its own words.
        Triage.Assess("not marna chahta").Level.ShouldBe(RiskLevel.Imminent);
    }

    [Fact]
    public void A_rule_that_is_not_negatable_is_found_behind_a_negation()
    {
        Triage.Assess("i do not eat").Evidence.ShouldHaveSingleItem().Rule.ShouldBe("en.alone");
        Triage.Assess("i never do not eat").Evidence.ShouldHaveSingleItem().Rule.ShouldBe("en.alone");
    }

    [Theory]
    [InlineData("i kill time by myself", RiskLevel.None)]
    [InlineData("kill the boss myself", RiskLevel.None)] // the match overlaps what is dismissed
    [InlineData("kill time, then kill myself", RiskLevel.Imminent)] // the other one stands
    public void A_dismissal_masks_its_span_and_no_more(string text, RiskLevel level) =>
        Triage.Assess(text).Level.ShouldBe(level);

    [Fact]
    public void Evidence_points_into_the_original_text()
    {
        const string text = "😀 Please — I’ll k!ll   MYSELF, they laugh";

        var assessment = Triage.Assess(text);

        assessment.Evidence.Select(item => (item.Rule, item.Level, text.Substring(item.Start, item.Length))).ShouldBe(
        [
            ("en.suicide", RiskLevel.Imminent, "k!ll   MYSELF"),
            ("en.laughing", RiskLevel.Low, "they laugh"),
        ]);
        assessment.Level.ShouldBe(RiskLevel.Imminent);
    }

    [Fact]
    public void The_longest_match_is_the_evidence()
    {
        const string text = "kill myself, really myself";

        Triage.Assess(text).Evidence.ShouldHaveSingleItem().Length.ShouldBe(text.Length);
    }

    [Fact]
    public void The_most_serious_evidence_comes_first_and_is_foremost()
    {
        var assessment = Triage.Assess("they laugh and i cut and he threatens to share my pictures");

        assessment.Evidence.Select(item => item.Level).ShouldBe([RiskLevel.High, RiskLevel.Medium, RiskLevel.Low]);
        assessment.Foremost.ShouldBe(Danger.SexualExploitation);
    }

    [Fact]
    public void An_optional_first_word_before_a_gap_may_be_absent()
    {
        var pattern = Pattern.Parse("please? ... help", new Dictionary<string, IReadOnlyList<string>>());
        var rule = new RiskRule("x.help", Danger.OtherChild, RiskLevel.Low, RiskSteps.None, Negatable: true, Framed: true, [pattern], [], []);
        var triage = new Triage([Lexicon.Empty("x") with { Rules = [rule] }]);

        triage.Assess("please do help").Level.ShouldBe(RiskLevel.Low);
        triage.Assess("help").Level.ShouldBe(RiskLevel.Low);
    }

    [Theory]
    [InlineData("forced شادی", RiskLevel.High)]
    [InlineData("مجھے forced marriage سے ڈر ہے", RiskLevel.None)]
    [InlineData("an essay on forced marriage", RiskLevel.None)]
    public void English_words_are_Urdus_only_among_Urdu_ones(string text, RiskLevel level)
    {
        var words = new Dictionary<string, IReadOnlyList<string>> { ["wedding"] = ["شادی", "marriage"] };
        var rule = new RiskRule("ur.forced", Danger.ForcedMarriage, RiskLevel.High, RiskSteps.None, Negatable: true, Framed: true, [Pattern.Parse("forced {wedding}", words)], [], []);

        new Triage([Lexicon.Empty(Languages.Urdu) with { Words = words, Rules = [rule] }]).Assess(text).Level.ShouldBe(level);
    }

    [Fact]
    public void No_lexicon_finds_nothing() => new Triage([]).Assess("kill myself").ShouldBe(RiskAssessment.Nothing);

    [Fact]
    public void The_longest_message_is_read_to_its_end()
    {
        const string words = "i want to kill the time they laugh ";
        const string end = "want to die";
        var text = string.Concat(Enumerable.Repeat(words, InboundMessage.LongestText / words.Length)) + end;
        text = text[^InboundMessage.LongestText..];

        var assessment = Triage.Assess(text);

        assessment.Level.ShouldBe(RiskLevel.Imminent);
        assessment.Evidence[0].Start.ShouldBe(text.Length - end.Length);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('!')]
    [InlineData('\u0301')]
    [InlineData('\u200D')]
    [InlineData('7')]
    public void One_character_repeated_to_the_limit_is_read(char character) =>
        Triage.Assess("kill myself " + new string(character, InboundMessage.LongestText)).Level.ShouldBe(RiskLevel.Imminent);

    [Fact]
    public void Evidence_lies_inside_any_text() =>
        Any.TextOf(30, "kill ", "hurt ", "myself ", "not ", "time ", "want to die", " they", " laugh", "i cut ", "😀", "…", "مرنا ", "چاہتا ", "\u200D", "’").Holds(text =>
        {
            var assessment = Triage.Assess(text);

            assessment.Evidence.ShouldAllBe(item => item.Start >= 0 && item.Length > 0 && item.Start + item.Length <= text.Length);
            assessment.Level.ShouldBe(assessment.Evidence.Select(item => item.Level).DefaultIfEmpty(RiskLevel.None).Max());
        });
}
