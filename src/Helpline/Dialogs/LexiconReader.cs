using System.Collections.Immutable;
using System.Globalization;
using Helpline.Dialogs.Format;
using Helpline.Risk;
using YamlDotNet.RepresentationModel;

namespace Helpline.Dialogs;

/// <summary>Reads <c>risk/&lt;language&gt;.yaml</c>. Words may be written as people write them; they are normalised as messages are.</summary>
internal static class LexiconReader
{
    public static void Read(YamlFile file, DialogDraft draft)
    {
        var root = file.Root!;
        file.Check(root, LexiconFormat.OfFile);
        var language = file.Text(YamlFile.Child(root, "language"), root, "language");
        if (language.Length > 0 && language != file.Name)
            file.Problem(YamlFile.Child(root, "language")!, $"the language is '{language}' but the file '{file.Name}.yaml'; give both the same name");

        var slots = file.Entries(YamlFile.Child(root, "words")).ToImmutableDictionary(
            slot => slot.Key.Value!,
            slot => (IReadOnlyList<string>)Words(file, slot.Value, "a word"));
        var rules = new List<RiskRule>();
        if (YamlFile.Child(root, "rules") is YamlSequenceNode list)
            rules.AddRange(list.Children.Select(node => ReadRule(file, node, language, slots, draft)));
        else
            file.Problem(YamlFile.Child(root, "rules") ?? root, "rules must be a list");

        draft.Lexicons.Add(new Lexicon(
            language,
            slots,
            ReadShorthand(file, root),
            Words(file, YamlFile.Child(root, "clauses"), "a word that begins a clause"),
            ReadNegations(file, root),
            Patterns(file, YamlFile.Child(root, "dismiss"), slots),
            ReadFrames(file, root, language, slots, draft),
            rules));
    }

    private static ImmutableDictionary<string, string> ReadShorthand(YamlFile file, YamlNode root)
    {
        var shorthand = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (key, value) in file.Entries(YamlFile.Child(root, "shorthand")))
        {
            if (LexiconWord.Read(key.Value!).Count() != 1)
                file.Problem(key, $"the shorthand '{key.Value}' is not one word; phrases of several words belong to 'words'");
            else
                shorthand[key.Value!] = file.Text(value, key, "what the shorthand stands for");
        }

        return shorthand.ToImmutable();
    }

    private static NegationScope ReadNegations(YamlFile file, YamlNode root)
    {
        var node = YamlFile.Child(root, "negations");
        if (node is null)
            return new NegationScope([], 0, 0);
        file.Check(node, LexiconFormat.Negations);
        var words = file.Texts(YamlFile.Child(node, "words"), "a negation").ToList();
        foreach (var (text, at) in words.Where(word => LexiconWord.Read(word.Text).Count() != 1))
            file.Problem(at, $"the negation '{text}' has more than one word; only single words are looked for");
        return new NegationScope([.. words.Select(word => word.Text)], Count(file, node, "before"), Count(file, node, "after"));
    }

    private static int Count(YamlFile file, YamlNode owner, string key)
    {
        var text = file.Text(YamlFile.Child(owner, key), owner, key);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= LexiconFormat.FarthestNegation)
            return count;
        file.Problem(YamlFile.Child(owner, key) ?? owner, string.Create(CultureInfo.InvariantCulture, $"{key} is a number of words from 0 to {LexiconFormat.FarthestNegation}"));
        return 0;
    }

    private static List<RiskFrame> ReadFrames(YamlFile file, YamlNode root, string language, IReadOnlyDictionary<string, IReadOnlyList<string>> slots, DialogDraft draft)
    {
        var frames = new List<RiskFrame>();
        foreach (var node in file.Items(YamlFile.Child(root, "frames")))
        {
            file.Check(node, LexiconFormat.Frame);
            var id = file.Text(YamlFile.Child(node, "id"), node, "id");
            if (!draft.Rules.TryAdd((language, id), file.At(node)))
                file.Problem(node, $"there are two rules or frames '{id}'");
            if (YamlFile.Child(node, "phrases") is not YamlSequenceNode { Children.Count: > 0 })
                file.Problem(node, $"the frame '{id}' has no phrases; it would never change anything");
            frames.Add(new RiskFrame(
                $"{language}.{id}",
                file.Choice<FrameReach>(YamlFile.Child(node, "reach"), node, "reach"),
                file.Choice<RiskLevel>(YamlFile.Child(node, "most"), node, "level"),
                [.. Items(YamlFile.Child(node, "dangers")).Select(danger => file.Choice<Danger>(danger, node, "danger"))],
                Patterns(file, YamlFile.Child(node, "phrases"), slots),
                [.. file.Texts(YamlFile.Child(node, "examples"), "an example").Select(example => example.Text)]));
        }

        return frames;
    }

    private static RiskRule ReadRule(YamlFile file, YamlNode node, string language, IReadOnlyDictionary<string, IReadOnlyList<string>> slots, DialogDraft draft)
    {
        file.Check(node, LexiconFormat.Rule);
        var id = file.Text(YamlFile.Child(node, "id"), node, "id");
        if (!draft.Rules.TryAdd((language, id), file.At(node)))
            file.Problem(node, $"there are two rules '{id}'");
        if (YamlFile.Child(node, "phrases") is not YamlSequenceNode { Children.Count: > 0 })
            file.Problem(node, $"the rule '{id}' has no phrases; it would never find anything");
        var step = YamlFile.Child(node, "step") is { } given ? file.Choice<RiskSteps>(given, node, "step") : RiskSteps.None;
        if (YamlFile.Child(node, "level") is YamlScalarNode { Value: "none" } level && step == RiskSteps.None)
            file.Problem(level, $"the rule '{id}' has the level none and no step; put its phrases under dismiss instead");
        return new RiskRule(
            $"{language}.{id}",
            file.Choice<Danger>(YamlFile.Child(node, "danger"), node, "danger"),
            file.Choice<RiskLevel>(YamlFile.Child(node, "level"), node, "level"),
            step,
            file.Flag(YamlFile.Child(node, "negatable"), absent: true),
            file.Flag(YamlFile.Child(node, "framed"), absent: true),
            Patterns(file, YamlFile.Child(node, "phrases"), slots),
            [.. file.Texts(YamlFile.Child(node, "examples"), "an example").Select(example => example.Text)],
            [.. file.Texts(YamlFile.Child(node, "counterexamples"), "a counterexample").Select(example => example.Text)]);
    }

    private static IEnumerable<YamlNode> Items(YamlNode? node) => node is YamlSequenceNode list ? list.Children : node is null ? [] : [node];

    private static List<Pattern> Patterns(YamlFile file, YamlNode? node, IReadOnlyDictionary<string, IReadOnlyList<string>> slots)
    {
        var patterns = new List<Pattern>();
        foreach (var (text, at) in file.Texts(node, "a phrase"))
        {
            foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "..." && !part.StartsWith('{')))
                Check(file, part.TrimEnd('?'), at);
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

    private static List<string> Words(YamlFile file, YamlNode? node, string what)
    {
        var words = new List<string>();
        foreach (var (text, at) in file.Texts(node, what))
        {
            if (Check(file, text, at))
                words.Add(text);
        }

        return words;
    }

    /// <summary>A word of signs alone would never be found; a begin* of nothing would find everything.</summary>
    private static bool Check(YamlFile file, string word, Place at)
    {
        if (LexiconWord.Read(word).Any())
            return true;
        file.Problem(at, word.EndsWith('*')
            ? "'*' alone would match every word; write the letters that words begin with before it"
            : $"'{word}' can never be found: it has neither letters, digits nor a sign that means something");
        return false;
    }
}
