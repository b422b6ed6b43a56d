using System.Globalization;
using Helpline.Risk;
using YamlDotNet.RepresentationModel;

namespace Helpline.Dialogs;

/// <summary>Reads <c>risk/&lt;language&gt;.yaml</c>.</summary>
internal static class LexiconReader
{
    public static void Read(YamlFile file, DialogDraft draft)
    {
        var root = file.Root!;
        _ = file.Entries(root, "language", "words", "negations", "dismiss", "rules").Count();
        var language = file.Text(YamlFile.Child(root, "language"), root, "language");
        if (language.Length > 0 && language != file.Name)
            file.Problem(YamlFile.Child(root, "language")!, $"the language is '{language}' but the file '{file.Name}.yaml'; give both the same name");

        var slots = file.Entries(YamlFile.Child(root, "words")).ToDictionary(
            slot => slot.Key.Value!,
            slot => (IReadOnlyList<string>)[.. file.Texts(slot.Value, "a word").Select(word => InNormalForm(file, word))]);
        var rules = new List<RiskRule>();
        if (YamlFile.Child(root, "rules") is YamlSequenceNode list)
            rules.AddRange(list.Children.Select(node => ReadRule(file, node, language, slots, draft)));
        else
            file.Problem(YamlFile.Child(root, "rules") ?? root, "rules must be a list");

        draft.Lexicons.Add(new Lexicon(language, ReadNegations(file, root), Patterns(file, YamlFile.Child(root, "dismiss"), slots), rules));
    }

    private static NegationScope ReadNegations(YamlFile file, YamlNode root)
    {
        var node = YamlFile.Child(root, "negations");
        if (node is null)
            return new NegationScope(new HashSet<string>(), 0, 0);
        _ = file.Entries(node, "words", "before", "after").Count();
        var words = file.Texts(YamlFile.Child(node, "words"), "a negation").ToList();
        foreach (var (text, at) in words.Where(word => word.Text.Contains(' ', StringComparison.Ordinal)))
            file.Problem(at, $"the negation '{text}' has more than one word; only single words are looked for");
        return new NegationScope(words.Select(word => InNormalForm(file, word)).ToHashSet(StringComparer.Ordinal), Count(file, node, "before"), Count(file, node, "after"));
    }

    private static int Count(YamlFile file, YamlNode owner, string key)
    {
        var text = file.Text(YamlFile.Child(owner, key), owner, key);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 10)
            return count;
        file.Problem(YamlFile.Child(owner, key) ?? owner, $"{key} is a number of words from 0 to 10");
        return 0;
    }

    private static RiskRule ReadRule(YamlFile file, YamlNode node, string language, IReadOnlyDictionary<string, IReadOnlyList<string>> slots, DialogDraft draft)
    {
        _ = file.Entries(node, "id", "danger", "level", "phrases", "examples", "counterexamples", "negatable").Count();
        var id = file.Text(YamlFile.Child(node, "id"), node, "id");
        if (!draft.Rules.TryAdd((language, id), file.At(node)))
            file.Problem(node, $"there are two rules '{id}'");
        if (YamlFile.Child(node, "phrases") is not YamlSequenceNode { Children.Count: > 0 })
            file.Problem(node, $"the rule '{id}' has no phrases; it would never find anything");
        if (YamlFile.Child(node, "level") is YamlScalarNode { Value: "none" } level)
            file.Problem(level, $"the rule '{id}' has the level none; put its phrases under dismiss instead");
        return new RiskRule(
            $"{language}.{id}",
            file.Choice<Danger>(YamlFile.Child(node, "danger"), node, "danger"),
            file.Choice<RiskLevel>(YamlFile.Child(node, "level"), node, "level"),
            file.Flag(YamlFile.Child(node, "negatable"), absent: true),
            Patterns(file, YamlFile.Child(node, "phrases"), slots),
            [.. file.Texts(YamlFile.Child(node, "examples"), "an example").Select(example => example.Text)],
            [.. file.Texts(YamlFile.Child(node, "counterexamples"), "a counterexample").Select(example => example.Text)]);
    }

    private static List<Pattern> Patterns(YamlFile file, YamlNode? node, IReadOnlyDictionary<string, IReadOnlyList<string>> slots)
    {
        var patterns = new List<Pattern>();
        foreach (var (text, at) in file.Texts(node, "a phrase"))
        {
            CheckNormalForm(file, text, at);
            try
            {
                patterns.Add(Pattern.Parse(text, slots));
            }
            catch (FormatException error)
            {
                file.Problem(at, error.Message);
            }
        }

        return patterns;
    }

    /// <summary>A phrase's own words must be as messages are after normalising, or it would silently never match.</summary>
    private static void CheckNormalForm(YamlFile file, string phrase, Place at)
    {
        foreach (var part in phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "..." && !part.StartsWith('{')))
            _ = InNormalForm(file, (part.TrimEnd('?'), at));
    }

    private static string InNormalForm(YamlFile file, (string Text, Place At) word)
    {
        var written = word.Text.TrimEnd('*');
        var normal = TextNormalizer.Normalize(written);
        if (written.Length == 0)
            file.Problem(word.At, "'*' alone would match every word; write the letters that words begin with before it");
        else if (normal != written)
            file.Problem(word.At, $"'{word.Text}' can never be found; write it in normal form: '{normal}'");
        return word.Text;
    }
}
