using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using Helpline.Risk;

namespace Helpline.Benchmarks;

/// <summary>
/// What triage costs for a message of 160 characters: with the shipped lexicons, with ten times as many words and phrases (nine more languages; or the
/// same languages with nine more of every rare word), with the model, and beside it the plain alternative, one compiled regular expression with the same phrases as alternatives (each slot as its first word only, which flatters it).
/// </summary>
[MemoryDiagnoser]
public class TriageBenchmarks
{
    /// <summary>160 characters each: talk of school, the same in Roman Urdu, and a child in danger.</summary>
    private const string Harmless = "hello miss, i wanted to ask about the science homework for monday, my friend said we only need chapter five but sir told us to do the questions at the end too k";
    private const string Roman = "salam, mujhe ap se homework ka poochna tha, kal sir ne kaha tha ke chapter panch yaad karna hai lekin meri dost keh rahi hai ke sirf sawal likhne hain to kya kr";
    private const string Danger = "please dont tell anyone but a man i met online has my pictures and he says he wil send them to my family and my school if i dont give him cash by tomorrow nite";

    /// <summary>Consonants that the spelling keys keep apart: a word with one of them put in is another word.</summary>
    private const string Marks = "bdfglmprt";

    /// <summary>How many words of a language its phrases use all the time.</summary>
    private const int Frequent = 60;

    private Triage _triage = null!;
    private Triage _moreLanguages = null!;
    private Triage _moreWords = null!;
    private Triage _withModel = null!;
    private Regex _regex = null!;

    public static IEnumerable<string> Messages => [Harmless, Roman, Danger];

    [ParamsSource(nameof(Messages))]
    public string Message { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        var lexicons = Shipped.Library().Lexicons;
        _triage = new Triage(lexicons);
        _moreLanguages = new Triage([.. lexicons, .. Marks.SelectMany(mark => lexicons.Select(lexicon => Copy(lexicon, mark, _ => true)))]);
        _moreWords = new Triage(lexicons.Select(WithMoreWords));
        using var model = File.OpenRead(Path.Combine(Shipped.Root, "dialogs", "risk", "model.bin"));
        _withModel = new Triage(lexicons, TextModel.Load(model));
        var phrases = lexicons.SelectMany(lexicon => lexicon.Rules.SelectMany(rule => rule.Patterns).Select(pattern => Plain(pattern, lexicon))).Distinct();
        _regex = new Regex($@"\b(?:{string.Join('|', phrases)})\b", RegexOptions.Compiled | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    }

    [Benchmark(Baseline = true)]
    public RiskAssessment Triaged() => _triage.Assess(Message);

    [Benchmark]
    public RiskAssessment NineMoreLanguages() => _moreLanguages.Assess(Message);

    [Benchmark]
    public RiskAssessment TenTimesTheWords() => _moreWords.Assess(Message);

    [Benchmark]
    public RiskAssessment WithModel() => _withModel.Assess(Message);

    [Benchmark]
    public bool OneRegularExpression() => _regex.IsMatch(Message);

    /// <summary>The lexicon with nine more words and phrases for each that it has, but for its most frequent words: those are in the new phrases as well.</summary>
    private static Lexicon WithMoreWords(Lexicon lexicon)
    {
        var frequent = lexicon.Rules.SelectMany(rule => rule.Patterns).SelectMany(pattern => pattern.Source.Split(' ').Distinct())
            .CountBy(word => word).OrderByDescending(word => word.Value).Take(Frequent).Select(word => word.Key).ToHashSet();
        var copies = Marks.Select(mark => Copy(lexicon, mark, word => !frequent.Contains(word))).Prepend(lexicon).ToList();
        var words = lexicon.Words.Keys.ToDictionary(slot => slot, slot => (IReadOnlyList<string>)[.. copies.SelectMany(copy => copy.Words[slot]).Distinct()]);
        IReadOnlyList<Pattern> All(Func<Lexicon, IReadOnlyList<Pattern>> of) => [.. copies.SelectMany(of).DistinctBy(pattern => pattern.Source).Select(pattern => Pattern.Parse(pattern.Source, words))];
        return lexicon with
        {
            Words = words,
            Dismissals = All(copy => copy.Dismissals),
            Frames = [.. lexicon.Frames.Select((frame, i) => frame with { Patterns = All(copy => copy.Frames[i].Patterns) })],
            Rules = [.. lexicon.Rules.Select((rule, i) => rule with { Patterns = All(copy => copy.Rules[i].Patterns) })],
        };
    }

    /// <summary>The lexicon of a language that does not exist: words that sound otherwise, the same shape.</summary>
    private static Lexicon Copy(Lexicon lexicon, char mark, Func<string, bool> changes)
    {
        string Other(string word) => word.Length > 1 && word is not "..." && changes(word) ? $"{word[..^1]}{mark}{word[^1]}" : word;
        string OtherEntry(string entry) => string.Join(' ', entry.Split(' ').Select(Other));
        var words = lexicon.Words.ToDictionary(slot => slot.Key, slot => (IReadOnlyList<string>)[.. slot.Value.Select(OtherEntry)]);
        Pattern OtherPattern(Pattern pattern) => Pattern.Parse(string.Join(' ', pattern.Source.Split(' ').Select(part => part.StartsWith('{') ? part : Other(part))), words);
        return lexicon with
        {
            Language = $"{mark}{lexicon.Language}",
            Words = words,
            Clauses = [.. lexicon.Clauses.Select(OtherEntry)],
            Negation = lexicon.Negation with { Words = [.. lexicon.Negation.Words.Select(Other)] },
            Dismissals = [.. lexicon.Dismissals.Select(OtherPattern)],
            Frames = [.. lexicon.Frames.Select(frame => frame with { Patterns = [.. frame.Patterns.Select(OtherPattern)] })],
            Rules = [.. lexicon.Rules.Select(rule => rule with { Patterns = [.. rule.Patterns.Select(OtherPattern)] })],
        };
    }

    private static string Plain(Pattern pattern, Lexicon lexicon) => string.Join(@"\W+", pattern.Source.Split(' ').Select(part => part switch
    {
        "..." => @"(?:\w+\W+){0,3}?",
        ['{', ..] => Regex.Escape(lexicon.Words[part.TrimEnd('?')[1..^1]][0].Trim('=', '*')),
        _ => Regex.Escape(part.TrimEnd('?').Trim('=', '*')),
    })).Replace(@"\W+(?:\w+\W+){0,3}?\W+", @"\W+(?:\w+\W+){0,3}?", StringComparison.Ordinal);
}
