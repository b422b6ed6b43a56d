using Helpline.Risk;

namespace Helpline.Tests.Risk;

public class SpellingKeyTests
{
    private static readonly RiskRule Rule = new("ur-Latn.rule", Danger.Abuse, RiskLevel.High, RiskSteps.None, Negatable: true, Framed: true, [], [], []);

    private static bool Finds(string language, string phrase, string text) => new Triage(
        [Lexicon.Empty(language) with { Rules = [Rule with { Patterns = [Pattern.Parse(phrase, new Dictionary<string, IReadOnlyList<string>>())] }] }]).Assess(text).Level == RiskLevel.High;

    [Theory]
    [InlineData("nahi", "nahi nai nhi nahin nahii nae")]
    [InlineData("kar", "kar kr karr")]
    [InlineData("hun", "hun hoon hon hn huun")]
    [InlineData("tasveer", "tasveer tasweer taswir tasvir tsveer tsvr")]
    [InlineData("zindagi", "zindagi zindgi zndgi zndagi zindagee")]
    [InlineData("blackmail", "blackmail blakmail blckml blackmel blckmail")]
    [InlineData("rahe", "rahe rhe rahay")]
    [InlineData("khudkushi", "khudkushi khudkushee khdkshi khudkshi")]
    [InlineData("mujhe", "mujhe muje mjhe mujhay")]
    public void A_word_of_Roman_Urdu_stands_for_its_family_of_spellings(string word, string family)
    {
        foreach (var spelling in family.Split(' '))
            Finds("ur-Latn", word, spelling).ShouldBeTrue(spelling);
    }

    [Theory]
    [InlineData("kha", "ka")]
    [InlineData("marna", "karna")]
    [InlineData("zindagi", "bandagi")]
    [InlineData("khudkushi", "khushi")]
    [InlineData("=khudkush", "khudkushi")]
    [InlineData("blackmail", "email")]
    public void Other_words_are_not_of_the_family(string word, string other) => Finds("ur-Latn", word, other).ShouldBeFalse();

    [Theory]
    [InlineData("ضرورت", "زرورت")]
    [InlineData("مجھے", "مجے")]
    [InlineData("صاحب", "ساہب")]
    [InlineData("میں", "مین")]
    [InlineData("تصویر", "تسویر")]
    [InlineData("آئے", "آے")]
    public void Urdu_letters_that_sound_alike_are_one(string word, string typed) => Finds("ur", word, typed).ShouldBeTrue();

    [Theory]
    [InlineData("kill", "killll")]
    [InlineData("feel", "feeeel")]
    [InlineData("please", "pleeease")]
    [InlineData("die", "d1e")]
    [InlineData("suicide", "s u i c i d e")]
    [InlineData("suicide", "$uicide")]
    public void English_words_are_found_stretched_spaced_and_disguised(string word, string typed) => Finds("en", word, typed).ShouldBeTrue();

    [Fact]
    public void English_words_are_not_bent_to_their_sound() => Finds("en", "rape", "rip").ShouldBeFalse();

    [Fact]
    public void An_emoji_is_a_word() => Finds("en", "🔪 me", "🔪me").ShouldBeTrue();
}
