using System.Globalization;
using Helpline.Dialogs.Format;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Helpline.Dialogs;

/// <summary>
/// A strict look at one YAML file: no anchors, no tags, no duplicate keys, no unknown keys, everything a string. Mistakes are collected, not
/// thrown, so that an author sees all of them at once.
/// </summary>
internal sealed class YamlFile
{
    /// <summary>Characters; more is refused before parsing.</summary>
    public const int LargestFile = 512 * 1024;

    /// <summary>The most minutes, hours or days that a time counts.</summary>
    private const int LongestDuration = 366;

    private readonly DialogSource _source;
    private readonly List<DialogProblem> _problems;

    private YamlFile(DialogSource source, List<DialogProblem> problems)
    {
        _source = source;
        _problems = problems;
    }

    /// <summary>The file's name without folders and ending: the flow's, the phrases' prefix, the lexicon's language.</summary>
    public string Name => Path.GetFileNameWithoutExtension(_source.Path);

    public string FilePath => _source.Path;

    public YamlMappingNode? Root { get; private set; }

    public static YamlFile Load(DialogSource source, List<DialogProblem> problems)
    {
        var file = new YamlFile(source, problems);
        if (source.Text.Length > LargestFile)
        {
            problems.Add(new DialogProblem(source.Path, 1, 1, $"the file has {source.Text.Length} characters; split it, {LargestFile} is the limit"));
            return file;
        }

        var scanner = new Scanner(new StringReader(source.Text));
        try
        {
            var stream = new YamlStream();
            stream.Load(new ShallowParser(new Parser(scanner)));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
                file.Root = root;
            else
                problems.Add(new DialogProblem(source.Path, 1, 1, "the file must be one YAML mapping (key: value lines)"));
        }
        catch (YamlException error)
        {
            var (line, column) = IndentingTab(source.Text) ?? (error.Start.Line, error.Start.Column); // the parser does not say where a tab is
            problems.Add(new DialogProblem(source.Path, line, column, $"not valid YAML: {error.Message}"));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException) // what YamlDotNet throws at signs that it cannot place, such as a colon within [ ]
        {
            problems.Add(new DialogProblem(source.Path, scanner.CurrentPosition.Line, scanner.CurrentPosition.Column, "not valid YAML: a sign stands here that has a meaning of its own; put the text in quotes"));
        }

        return file;
    }

    public void Problem(YamlNode node, string message) => Problem(At(node), message);

    public void Problem(Place place, string message) => _problems.Add(new DialogProblem(place.File, place.Line, place.Column, message));

    public Place At(YamlNode node) => new(_source.Path, node.Start.Line, node.Start.Column);

    /// <summary>Complains about keys that a mapping cannot have, and about those that stand without what they belong to.</summary>
    public void Check(YamlNode? node, Shape.Mapping shape)
    {
        foreach (var (key, _) in Entries(node).Where(entry => !shape.Names.Contains(entry.Key.Value)))
            Problem(key, $"unknown key '{key.Value}'; the keys here are {string.Join(", ", shape.Names)}");
        foreach (var (key, beside) in shape.Beside)
        {
            if (Child(node, key) is { } alone && Child(node, beside) is null)
                Problem(alone, $"{key} without {beside}: it stands beside {beside} only");
        }
    }

    /// <summary>The entries of a mapping in file order; complains about anything that is not a plain mapping.</summary>
    public IEnumerable<(YamlScalarNode Key, YamlNode Value)> Entries(YamlNode? node)
    {
        if (node is null)
            yield break;
        if (node is not YamlMappingNode mapping)
        {
            Problem(node, "expected a mapping (key: value lines) here");
            yield break;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value.Length: > 0 } name)
                Problem(key, "a key must be a plain word");
            else if (IsPlain(key) && IsPlain(value))
                yield return (name, value);
        }
    }

    public static YamlNode? Child(YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    /// <summary>The text of a scalar that must be there.</summary>
    public string Text(YamlNode? node, YamlNode owner, string what)
    {
        if (node is YamlScalarNode { Value.Length: > 0 } scalar && IsPlain(scalar))
            return scalar.Value;
        Problem(node ?? owner, $"{what} is missing or not a text");
        return "";
    }

    /// <summary>A list of texts, or a single text for a list of one. Empty if the node is null.</summary>
    public IReadOnlyList<(string Text, Place At)> Texts(YamlNode? node, string what)
    {
        if (node is null)
            return [];
        var items = node is YamlSequenceNode list && IsPlain(list) ? list.Children : [node];
        return [.. items.Select(item => (Text: Text(item, node, what), At: At(item))).Where(item => item.Text.Length > 0)];
    }

    public bool Flag(YamlNode? node, bool absent)
    {
        switch (node)
        {
            case null: return absent;
            case YamlScalarNode { Value: "true" }: return true;
            case YamlScalarNode { Value: "false" }: return false;
            default:
                Problem(node, "expected true or false");
                return absent;
        }
    }

    /// <summary>The items of a list of mappings. Empty if the node is null.</summary>
    public IEnumerable<YamlNode> Items(YamlNode? node)
    {
        if (node is YamlSequenceNode list && IsPlain(list))
            return list.Children;
        if (node is not null)
            Problem(node, "expected a list (lines that begin with '- ') here");
        return [];
    }

    /// <summary>A whole number within limits.</summary>
    /// <param name="absent">What a number that is not there means; null: it must be there.</param>
    public int Number(YamlNode? node, YamlNode owner, string what, int from, int to, int? absent = null)
    {
        if (node is null && absent is { } normal)
            return normal;
        var text = Text(node, owner, what);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
            return number;
        if (text.Length > 0)
            Problem(node!, $"'{text}' is no whole number from {from.ToString(CultureInfo.InvariantCulture)}{(to == int.MaxValue ? " on" : $" to {to.ToString(CultureInfo.InvariantCulture)}")}");
        return from;
    }

    /// <summary>A time such as 10m, 2h or 3d.</summary>
    public TimeSpan Duration(YamlNode? node, YamlNode owner, string what)
    {
        var text = Text(node, owner, what);
        if (text.Length == 0)
            return TimeSpan.Zero;
        if (int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= LongestDuration)
        {
            switch (text[^1])
            {
                case 'm': return TimeSpan.FromMinutes(count);
                case 'h': return TimeSpan.FromHours(count);
                case 'd': return TimeSpan.FromDays(count);
            }
        }

        Problem(node!, $"'{text}' is no time; write 10m, 2h or 3d");
        return TimeSpan.Zero;
    }

    /// <summary>An enum value written in snake_case.</summary>
    public T Choice<T>(YamlNode? node, YamlNode owner, string what)
        where T : struct, Enum
    {
        var text = Text(node, owner, what);
        if (text.Length == 0)
            return default;
        if (SnakeCase.Parse<T>(text) is { } value)
            return value;
        Problem(node!, $"'{text}' is not a {what}; it is one of {string.Join(", ", Enum.GetValues<T>().Select(SnakeCase.Of))}");
        return default;
    }

    private static (long Line, long Column)? IndentingTab(string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line[..^line.TrimStart().Length].IndexOf('\t') is var tab and >= 0)
                return (number, tab + 1);
        }

        return null;
    }

    private bool IsPlain(YamlNode node)
    {
        if (!node.Anchor.IsEmpty)
            Problem(node, "anchors (&name) and aliases (*name) are not allowed; write the text again or give it a phrase of its own");
        else if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            Problem(node, "tags (!name) are not allowed");
        else
            return true;
        return false;
    }
}

/// <summary>A place in a file, for errors that are found after reading.</summary>
internal readonly record struct Place(string File, long Line, long Column)
{
    public DialogProblem Problem(string message) => new(File, Line, Column, message);

    public DialogProblem Warning(string message) => Problem(message) with { IsWarning = true };
}
