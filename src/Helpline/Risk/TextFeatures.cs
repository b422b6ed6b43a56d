namespace Helpline.Risk;

/// <summary>Takes the features of a text, one by one.</summary>
internal interface IFeatureSink
{
    /// <param name="feature">Below <see cref="TextFeatures.Count"/>.</param>
    void Add(int feature);
}

/// <summary>
/// What <see cref="TextModel"/> sees of a message: words, their spelling keys, pairs of keys that stand next to each other or one apart, runs of
/// three to five letters, the consonants that Urdu and Roman Urdu share, and the slots of the lexicons that its words fill; each hashed into one of a
/// fixed number of features ("feature hashing", Weinberger et al. 2009). Linear in the text, allocates nothing.
/// </summary>
internal static class TextFeatures
{
    public const int Bits = 19;
    public const int Count = 1 << Bits;

    private const int ShortestRun = 3;
    private const int LongestRun = 5;

    /// <summary>The features of a run of words.</summary>
    public static void Extract<TSink>(Reading reading, int start, int end, ref TSink sink)
        where TSink : IFeatureSink
    {
        AddWords(reading.Text, start, end, ref sink);
        for (var span = 0; span < reading.Spans; span++)
        {
            ref readonly var filled = ref reading[span];
            if (reading.SlotFeature(filled.Class) is >= 0 and var feature && reading.UnitAt(filled.Start).Word is var word && word >= start && word < end)
                sink.Add(feature);
        }
    }

    /// <summary>The feature of a lexicon's slot. Slots of one name are one in all languages.</summary>
    public static int OfSlot(string slot) => Feature(Hash(slot, 29));

    private static void AddWords<TSink>(NormalText text, int start, int end, ref TSink sink)
        where TSink : IFeatureSink
    {
        Span<char> key = stackalloc char[SpellingKey.Longest];
        Span<char> sound = stackalloc char[SpellingKey.Longest];
        var keys = new Pairs(17, 19);
        var sounds = new Pairs(37, 41);
        foreach (var word in text.Words[start..end])
        {
            var letters = text.Of(word);
            var exact = Hash(letters, 11);
            sink.Add(Feature(exact));
            var (current, heard) = (exact, exact);
            if (!word.IsSign)
            {
                var isArabic = SpellingKey.IsArabic(letters);
                var length = isArabic ? SpellingKey.Arabic(letters, key) : SpellingKey.Roman(letters, key);
                if (!isArabic)
                    length = SpellingKey.WithoutNasal(key[..length]);
                current = Hash(key[..length], 13);
                sink.Add(Feature(current));
                AddRuns(isArabic ? key[..length] : letters, ref sink);
                heard = Hash(sound[..SpellingKey.Consonants(key[..length], isArabic, sound)], 31);
            }

            sink.Add(Feature(heard));
            keys.Add(current, ref sink);
            sounds.Add(heard, ref sink);
        }

        keys.End(ref sink);
        sounds.End(ref sink);
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

    /// <summary>The finaliser of MurmurHash3's 64-bit variant, shortened.</summary>
    private static ulong Mix(ulong value)
    {
        value ^= value >> 33;
        value = (value + 0x9E3779B97F4A7C15) * 0xFF51AFD7ED558CCD;
        return value ^ (value >> 29);
    }

    private static int Feature(ulong hash) => (int)(hash >> (64 - Bits));

    /// <summary>Pairs of what stands next to each other, and one apart; the text's beginning and end count.</summary>
    private struct Pairs(ulong next, ulong apart)
    {
        private ulong _last = Mix(1);
        private ulong _lastButOne = Mix(2);

        public void Add<TSink>(ulong current, ref TSink sink)
            where TSink : IFeatureSink
        {
            sink.Add(Feature(Of(_last, current, next)));
            sink.Add(Feature(Of(_lastButOne, current, apart)));
            (_lastButOne, _last) = (_last, current);
        }

        public readonly void End<TSink>(ref TSink sink)
            where TSink : IFeatureSink => sink.Add(Feature(Of(_last, Mix(3), next)));

        private static ulong Of(ulong first, ulong second, ulong kind) => Mix((first * 31) ^ second ^ (kind << 56));
    }
}
