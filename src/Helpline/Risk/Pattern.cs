using System.Collections.Immutable;

namespace Helpline.Risk;

/// <summary>
/// A phrase of a lexicon: words, <c>{slots}</c> (any of several runs of words), <c>...</c> gaps of up to three words, <c>begin*</c>,
/// <c>=exact</c> (this spelling and no other of its family), and optional <c>word?</c>. It matches a run of words anywhere in a message.
/// </summary>
public sealed record Pattern
{
    /// <summary>The most words that a <c>...</c> spans.</summary>
    public const int LongestGap = 3;

    private Pattern(string source, ImmutableArray<Element> elements)
    {
        Source = source;
        Elements = elements;
    }

    /// <summary>The phrase as written.</summary>
    public string Source { get; }

    internal ImmutableArray<Element> Elements { get; }

    /// <summary>Reads a phrase.</summary>
    /// <param name="source">The phrase, as in the lexicon.</param>
    /// <param name="slots">The slots it may name.</param>
    /// <exception cref="FormatException">The phrase is empty, names an unknown slot, or starts or ends with a gap.</exception>
    public static Pattern Parse(string source, IReadOnlyDictionary<string, IReadOnlyList<string>> slots)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(slots);
        var elements = source.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => Read(part, source, slots)).ToImmutableArray();
        if (elements.All(element => element.IsOptional || element.IsGap))
            throw new FormatException($"the phrase '{source}' has no word that must be there");
        if (elements[0].IsGap || elements[^1].IsGap)
            throw new FormatException($"the phrase '{source}' starts or ends with '...'; a gap stands between words");
        return new Pattern(source, elements);
    }

    private static IEnumerable<Element> Read(string part, string source, IReadOnlyDictionary<string, IReadOnlyList<string>> slots)
    {
        if (part == "...")
            return [new Element(null, null, IsOptional: false)];
        var isOptional = part.EndsWith('?');
        var body = isOptional ? part[..^1] : part;
        if (body is ['{', .., '}'])
        {
            return slots.ContainsKey(body[1..^1])
                ? [new Element(body[1..^1], null, isOptional)]
                : throw new FormatException($"the phrase '{source}' names the slot '{body[1..^1]}', which 'words' does not have");
        }

        return LexiconWord.Read(body).Select(word => new Element(null, word, isOptional));
    }

    /// <summary>A slot, a word, or neither: a gap.</summary>
    internal readonly record struct Element(string? Slot, LexiconWord? Word, bool IsOptional)
    {
        public bool IsGap => Slot is null && Word is null;
    }
}
