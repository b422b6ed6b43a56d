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
    [InlineData("aa ... bb ... cc", "aa x bb y z cc", 6)]
    [InlineData("a? ... b", "b", 1)]
    public void A_pattern_matches_a_run_of_words(string pattern, string text, int end)
    {
        var rule = new RiskRule("x.rule", Danger.Abuse, RiskLevel.High, RiskSteps.None, Negatable: true, Framed: true, [Pattern.Parse(pattern, Slots)], [], []);
        var triage = new Triage([Lexicon.Empty("x") with { Words = Slots, Rules = [rule] }]);

        var evidence = triage.Assess(text).Evidence;

        if (end < 0)
            evidence.ShouldBeEmpty();
        else
            text[..(evidence.ShouldHaveSingleItem().Start + evidence[0].Length)].Split(' ').Length.ShouldBe(end);
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
}
