using System.Text.RegularExpressions;

namespace Helpline.Dialogs.Lint;

/// <summary>How hard a text is to read.</summary>
internal static partial class Readability
{
    /// <summary>The sentences, each as its words. A colon, a semicolon and a new line end one too; a placeholder is a word.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Sentences(string text) =>
        [.. Ends().Split(Phrasebook.Placeholder().Replace(text, "x")).Select(sentence => Words().Matches(sentence).Select(word => word.Value).ToList()).Where(words => words.Count > 0)];

    /// <summary>The school year that an English text is for: the Flesch-Kincaid grade (Kincaid and others, 1975).</summary>
    public static double Grade(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        var words = sentences.SelectMany(sentence => sentence).ToList();
        return (0.39 * words.Count / sentences.Count) + (11.8 * words.Sum(Syllables) / words.Count) - 15.59;
    }

    /// <summary>About the syllables of an English word: its runs of vowels, without endings that are not spoken.</summary>
    private static int Syllables(string word) => Math.Max(1, Vowels().Count(Silent().Replace(word.ToLowerInvariant().Replace("some", "som", StringComparison.Ordinal), "")));

    [GeneratedRegex(@"[.!?:;۔؟؛…]['""”’)]*(?=\s|$)|\n")]
    private static partial Regex Ends();

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*")]
    private static partial Regex Words();

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();

    [GeneratedRegex("(?<=[^l])e$|(?<=[^sxzhcg])es$|(?<=[^td])ed$")]
    private static partial Regex Silent();
}
