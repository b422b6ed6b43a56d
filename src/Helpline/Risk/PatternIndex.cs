namespace Helpline.Risk;

/// <summary>Finds the matches of many patterns in a message, trying at each token only those patterns that can start with it.</summary>
internal sealed class PatternIndex<T>
{
    private readonly Dictionary<string, List<(Pattern Pattern, T Value)>> _byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(Pattern Pattern, T Value)>> _byPrefix = new(StringComparer.Ordinal);

    public void Add(Pattern pattern, T value)
    {
        foreach (var (text, isPrefix) in pattern.FirstWords().Distinct())
        {
            var index = isPrefix ? _byPrefix : _byWord;
            if (!index.TryGetValue(text, out var list))
                index[text] = list = [];
            list.Add((pattern, value));
        }
    }

    /// <summary>Every match as its first token, the token after its last, and the pattern's value. One match may come twice.</summary>
    public IEnumerable<(int Start, int End, T Value)> Matches(IReadOnlyList<Token> tokens)
    {
        for (var start = 0; start < tokens.Count; start++)
        {
            foreach (var (pattern, value) in StartingWith(tokens[start].Normal))
            {
                var end = pattern.MatchAt(tokens, start);
                if (end > start)
                    yield return (start, end, value);
            }
        }
    }

    private IEnumerable<(Pattern Pattern, T Value)> StartingWith(string token)
    {
        if (_byWord.TryGetValue(token, out var exact))
        {
            foreach (var candidate in exact)
                yield return candidate;
        }

        var prefixes = _byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = 1; length <= token.Length; length++)
        {
            if (!prefixes.TryGetValue(token.AsSpan(0, length), out var candidates))
                continue;
            foreach (var candidate in candidates)
                yield return candidate;
        }
    }
}
