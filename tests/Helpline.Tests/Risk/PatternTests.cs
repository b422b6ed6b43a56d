using Helpline.Risk;

namespace Helpline.Tests.Risk;

public class PatternTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Slots = new()
    {
        ["end"] = ["kill", "hurt", "put an end to", "harm*"],
    };

    [Theory]
    [InlineData("kill me", "kill me", 2)]
    [InlineData("kill me", "kill me now", 2)]
    [InlineData("kill me", "kill", -1)]
    [InlineData("kill me", "kill us me", -1)]
    [InlineData("kill ... me", "kill me", 2)]
    [InlineData("kill ... me", "kill all of me", 4)]
    [InlineData("kill ... me", "kill one two three me", 5)]
    [InlineData("kill ... me", "kill one two three four me", -1)]
    [InlineData("kill ... me", "kill me and me", 4)]
    [InlineData("send him? nudes", "send nudes", 2)]
    [InlineData("send him? nudes", "send him nudes", 3)]
    [InlineData("send him? nudes", "send her nudes", -1)]
    [InlineData("die now?", "die now", 2)]
    [InlineData("die now?", "die later", 1)]
    [InlineData("threat*", "threatened", 1)]
    [InlineData("threat*", "threat", 1)]
    [InlineData("threat*", "thread", -1)]
    [InlineData("{end} myself", "hurt myself", 2)]
    [InlineData("{end} myself", "put an end to myself", 5)]
    [InlineData("{end} myself", "harming myself", 2)]
    [InlineData("{end} myself", "put an end myself", -1)]
    [InlineData("{end}? myself", "myself", 1)]
    [InlineData("a ... b ... c", "a x b y z c", 6)]
    [InlineData("a? ... b", "b", 1)]
    public void A_pattern_matches_a_run_of_tokens(string pattern, string text, int end) =>
        Pattern.Parse(pattern, Slots).MatchAt(TextNormalizer.Tokens(text), 0).ShouldBe(end);

    [Fact]
    public void A_match_starts_where_it_is_asked_to()
    {
        var tokens = TextNormalizer.Tokens("i will kill me");

        Pattern.Parse("kill me", Slots).MatchAt(tokens, 2).ShouldBe(4);
        Pattern.Parse("kill me", Slots).MatchAt(tokens, 1).ShouldBe(-1);
        Pattern.Parse("kill me", Slots).MatchAt(tokens, 4).ShouldBe(-1);
    }

    [Theory]
    [InlineData("", "no word that must be there")]
    [InlineData("a?", "no word that must be there")]
    [InlineData("a? ...", "no word that must be there")]
    [InlineData("... a", "starts or ends with '...'")]
    [InlineData("a ...", "starts or ends with '...'")]
    [InlineData("{who} b", "names the slot 'who'")]
    public void A_pattern_that_makes_no_sense_is_refused(string pattern, string why) =>
        Should.Throw<FormatException>(() => Pattern.Parse(pattern, Slots)).Message.ShouldContain(why);

    [Theory]
    [InlineData("kill me", "kill")]
    [InlineData("a? b? c", "a b c")]
    [InlineData("a? ... b", "a b")]
    [InlineData("{who} me", "her put")]
    [InlineData("kil* me", "kil*")]
    [InlineData("a? kil* me", "a kil*")]
    public void First_words_are_all_that_a_match_can_start_with(string pattern, string first) =>
        Pattern.Parse(pattern, new Dictionary<string, IReadOnlyList<string>> { ["who"] = ["her", "put an end"] })
            .FirstWords().Select(word => word.Text + (word.IsPrefix ? "*" : "")).Order().ShouldBe(first.Split(' '));
}
