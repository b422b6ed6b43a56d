using System.Collections.Immutable;

namespace Helpline.Risk;

/// <summary>
/// A phrase of a lexicon, compiled: tokens, <c>{slots}</c> (any of several runs of tokens), <c>...</c> gaps of up to three tokens,
/// <c>prefix*</c> and optional <c>token?</c>. It matches a run of tokens anywhere in a message.
/// </summary>
public sealed class Pattern
{
    /// <summary>The most tokens that a <c>...</c> spans.</summary>
    public const int LongestGap = 3;

    private readonly ImmutableArray<Element> _elements;

    private Pattern(string source, ImmutableArray<Element> elements)
    {
        Source = source;
        _elements = elements;
    }

    /// <summary>The phrase as written.</summary>
    public string Source { get; }

    /// <summary>Compiles a phrase.</summary>
    /// <param name="source">The phrase, as in the lexicon.</param>
    /// <param name="slots">The slots it may name.</param>
    /// <exception cref="FormatException">The phrase is empty, names an unknown slot, or starts or ends with a gap.</exception>
    public static Pattern Parse(string source, IReadOnlyDictionary<string, IReadOnlyList<string>> slots)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(slots);
        var elements = source.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => ParseElement(part, source, slots)).ToImmutableArray();
        if (elements.IsEmpty || elements.All(element => element.Optional || element.Gap))
            throw new FormatException($"the phrase '{source}' has no word that must be there");
        if (elements[0].Gap || elements[^1].Gap)
            throw new FormatException($"the phrase '{source}' starts or ends with '...'; a gap stands between words");
        return new Pattern(source, elements);
    }

    /// <summary>The longest match that starts at the token <paramref name="start"/>, as the token after it; -1 if there is none.</summary>
    public int MatchAt(IReadOnlyList<Token> tokens, int start)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Match(tokens, start, 0);
    }

    /// <summary>The words that a match can start with; a message without any of them need not be tried.</summary>
    internal IEnumerable<(string Text, bool IsPrefix)> FirstWords()
    {
        foreach (var element in _elements)
        {
            foreach (var alternative in element.Alternatives)
                yield return (alternative[0].Text, alternative[0].Prefix);
            if (!element.Optional && !element.Gap) // a gap may span nothing: what stands behind it may come first
                yield break;
        }
    }

    private static Element ParseElement(string part, string source, IReadOnlyDictionary<string, IReadOnlyList<string>> slots)
    {
        if (part == "...")
            return new Element([], Optional: false, Gap: true);
        var optional = part.EndsWith('?');
        var body = optional ? part[..^1] : part;
        if (body is not ['{', .., '}'])
            return new Element([[Word.Parse(body)]], optional, Gap: false);
        var name = body[1..^1];
        if (!slots.TryGetValue(name, out var entries))
            throw new FormatException($"the phrase '{source}' names the slot '{name}', which 'words' does not have");
        return new Element([.. entries.Select(entry => entry.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Word.Parse).ToImmutableArray())], optional, Gap: false);
    }

    private int Match(IReadOnlyList<Token> tokens, int position, int element)
    {
        if (element == _elements.Length)
            return position;
        var best = -1;
        var current = _elements[element];
        if (current.Gap)
        {
            for (var skip = 0; skip <= LongestGap && position + skip <= tokens.Count; skip++)
                best = Math.Max(best, Match(tokens, position + skip, element + 1));
            return best;
        }

        foreach (var alternative in current.Alternatives)
        {
            if (Fits(tokens, position, alternative))
                best = Math.Max(best, Match(tokens, position + alternative.Length, element + 1));
        }

        return current.Optional ? Math.Max(best, Match(tokens, position, element + 1)) : best;
    }

    private static bool Fits(IReadOnlyList<Token> tokens, int position, ImmutableArray<Word> words)
    {
        if (position + words.Length > tokens.Count)
            return false;
        for (var i = 0; i < words.Length; i++)
            if (!words[i].Fits(tokens[position + i].Normal))
                return false;
        return true;
    }

    private sealed record Element(ImmutableArray<ImmutableArray<Word>> Alternatives, bool Optional, bool Gap);

    private readonly record struct Word(string Text, bool Prefix)
    {
        public static Word Parse(string text) => text.EndsWith('*') ? new Word(text[..^1], true) : new Word(text, false);

        public bool Fits(string token) => Prefix ? token.StartsWith(Text, StringComparison.Ordinal) : token == Text;
    }
}
