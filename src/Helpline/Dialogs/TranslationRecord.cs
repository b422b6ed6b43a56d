using System.Security.Cryptography;
using System.Text;

namespace Helpline.Dialogs;

/// <summary>
/// From which text each phrase and label of a language was translated, as a mark of that text. It is kept beside the translations, in
/// <c>phrases/&lt;language&gt;/translated.yaml</c>, one line for each, so that it needs no history and its changes are as small as the text's.
/// </summary>
public sealed class TranslationRecord
{
    /// <summary>What the names of labels begin with.</summary>
    public const string Labels = "answers.";

    private const string Heading = """
        # yaml-language-server: $schema=../../schema/translated.schema.json
        # Written by 'dialogs translated': marks of the texts that the translations here were made from.

        """;

    private readonly SortedDictionary<string, string> _current;
    private readonly IReadOnlyDictionary<string, string> _recorded;

    internal TranslationRecord(string language, IEnumerable<KeyValuePair<string, string>> sources, IReadOnlyDictionary<string, string> recorded)
    {
        Language = language;
        _current = new SortedDictionary<string, string>(sources.ToDictionary(source => source.Key, source => Mark(source.Value)), StringComparer.Ordinal);
        _recorded = recorded;
    }

    public string Language { get; }

    /// <summary>What is translated: phrases (<c>flow.phrase</c>) and labels (<c>answers.yes</c>).</summary>
    public IReadOnlyCollection<string> Names => _current.Keys;

    /// <summary>What nothing is recorded of yet.</summary>
    public IEnumerable<string> New => Names.Where(name => !_recorded.ContainsKey(name));

    /// <summary>What was translated from another text than that which stands there now.</summary>
    public IEnumerable<string> Stale => Names.Where(name => _recorded.TryGetValue(name, out var mark) && mark != _current[name]);

    /// <summary>The file, with some translations recorded as made from the texts of now; what is not there any more falls out.</summary>
    public string Write(Func<string, bool> isRevised)
    {
        ArgumentNullException.ThrowIfNull(isRevised);
        var file = new StringBuilder(Heading.ReplaceLineEndings("\n"));
        foreach (var (name, current) in _current)
        {
            if ((isRevised(name) ? current : _recorded.GetValueOrDefault(name)) is { } mark)
                file.Append(name).Append(": \"").Append(mark).Append("\"\n");
        }

        return file.ToString();
    }

    private static string Mark(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Normalize())))[..8];
}
