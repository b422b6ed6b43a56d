namespace Helpline.Risk;

/// <summary>Takes the features of a text, one by one.</summary>
internal interface IFeatureSink
{
    /// <param name="feature">Below <see cref="TextFeatures.Count"/>.</param>
    void Add(int feature);
}

/// <summary>
/// What <see cref="TextModel"/> sees of a text: words, their spelling keys, pairs of keys that stand next to each other or one apart, and runs of
/// three to five letters, each hashed into one of a fixed number of features ("feature hashing", Weinberger et al. 2009). Linear in the text,
/// allocates nothing.
/// </summary>
internal static class TextFeatures
{
    public const int Bits = 18;
    public const int Count = 1 << Bits;

    private const int ShortestRun = 3;
    private const int LongestRun = 5;

    /// <summary>The features of a run of words.</summary>
    public static void Extract<TSink>(NormalText text, int start, int end, ref TSink sink)
        where TSink : IFeatureSink
    {
        Span<char> key = stackalloc char[SpellingKey.Longest];
        ulong last = Mix(1), lastButOne = Mix(2);
        foreach (var word in text.Words[start..end])
        {
            var letters = text.Of(word);
            var exact = Hash(letters, 11);
            sink.Add(Feature(exact));
            var current = exact;
            if (!word.IsSign)
            {
                var isArabic = SpellingKey.IsArabic(letters);
                var length = isArabic ? SpellingKey.Arabic(letters, key) : SpellingKey.Roman(letters, key);
                if (!isArabic)
                    length = SpellingKey.WithoutNasal(key[..length]);
                current = Hash(key[..length], 13);
                sink.Add(Feature(current));
                AddRuns(isArabic ? key[..length] : letters, ref sink);
            }

            sink.Add(Feature(Pair(last, current, 17)));
            sink.Add(Feature(Pair(lastButOne, current, 19)));
            (lastButOne, last) = (last, current);
        }

        sink.Add(Feature(Pair(last, Mix(3), 17)));
    }

    private static void AddRuns<TSink>(ReadOnlySpan<char> letters, ref TSink sink)
        where TSink : IFeatureSink
    {
        // The word's beginning and end count as letters.
        for (var start = -1; start < letters.Length; start++)
        {
            var hash = Mix(23);
            for (var i = start; i < start + LongestRun && i <= letters.Length; i++)
            {
                hash = Mix(hash ^ (i < 0 || i == letters.Length ? ' ' : letters[i]));
                if (i - start + 1 >= ShortestRun)
                    sink.Add(Feature(hash));
            }
        }
    }

    private static ulong Hash(ReadOnlySpan<char> letters, ulong kind)
    {
        var hash = Mix(kind);
        foreach (var letter in letters)
            hash = Mix(hash ^ letter);
        return hash;
    }

    private static ulong Pair(ulong first, ulong second, ulong kind) => Mix((first * 31) ^ second ^ (kind << 56));

    /// <summary>The finaliser of MurmurHash3's 64-bit variant, shortened.</summary>
    private static ulong Mix(ulong value)
    {
        value ^= value >> 33;
        value = (value + 0x9E3779B97F4A7C15) * 0xFF51AFD7ED558CCD;
        return value ^ (value >> 29);
    }

    private static int Feature(ulong hash) => (int)(hash >> (64 - Bits));
}
