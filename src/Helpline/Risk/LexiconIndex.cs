namespace Helpline.Risk;

/// <summary>
/// All lexicons' words, numbered. A <em>class</em> is what a phrase asks for at one place: a word of one lexicon, or one of its slots. This says
/// which classes a word of a message belongs to, by its letters, by its spelling key in the lexicon's language, and by its first letters, and
/// which runs of words are entries of slots. Thread-safe once built.
/// </summary>
internal sealed class LexiconIndex
{
    private readonly Dictionary<string, int> _classes = new(StringComparer.Ordinal);
    private readonly WordTable _exact = new();
    private readonly WordTable _romanExact = new();
    private readonly WordTable _stretched = new();
    private readonly WordTable _roman = new();
    private readonly WordTable _skeletons = new();
    private readonly WordTable _arabic = new();
    private readonly WordTable _prefixes = new();
    private readonly Dictionary<(int Node, int Class), int> _runs = [];
    private readonly Dictionary<int, List<int>> _endsOfRuns = [];
    private readonly List<int> _slotFeatures = [];
    private int _nodes;
    private int _shortestPrefix = int.MaxValue;
    private int _longestPrefix;

    /// <summary>How many classes there are.</summary>
    public int Count => _classes.Count;

    /// <summary>The class of a word in phrases of a language.</summary>
    public int ClassOf(string language, in LexiconWord word)
    {
        var name = $"{language} {(word.IsExact ? "=" : "")}{word.Text}{(word.IsPrefix ? "*" : "")}";
        if (_classes.TryGetValue(name, out var known))
            return known;
        known = NewClass(name);
        Add(language, word, known);
        return known;
    }

    /// <summary>The class of a slot.</summary>
    public int ClassOf(Lexicon lexicon, string slot)
    {
        var name = $"{lexicon.Language} {{{slot}}}";
        if (_classes.TryGetValue(name, out var known))
            return known;
        known = NewClass(name, TextFeatures.OfSlot(slot));
        AddEntries(lexicon.Language, lexicon.Words[slot], known);
        return known;
    }

    /// <summary>The class of a list that is no slot.</summary>
    public int ClassOf(string language, IEnumerable<string> entries)
    {
        var known = NewClass($"{language} #{_classes.Count}");
        AddEntries(language, entries, known);
        return known;
    }

    /// <summary>What a model sees of a class: see <see cref="TextFeatures.OfSlot"/>; -1 if it is no slot.</summary>
    public int SlotFeature(int @class) => _slotFeatures[@class];

    /// <summary>Adds every class of a single word to the reading, at its present place.</summary>
    public void Classes(ReadOnlySpan<char> word, bool isSign, bool wasStretched, Reading found)
    {
        var isOthers = _exact.Find(word, found);
        var isRoman = _romanExact.Find(word, found);
        if (isSign)
            return;
        for (var length = _shortestPrefix; length <= Math.Min(word.Length, _longestPrefix); length++)
            _prefixes.Find(word[..length], found);
        Span<char> key = stackalloc char[SpellingKey.Longest];
        if (SpellingKey.IsArabic(word))
        {
            _arabic.Find(key[..SpellingKey.Arabic(word, key)], found);
        }
        else if (char.IsAsciiLetter(word[0]))
        {
            if (wasStretched)
                _stretched.Find(key[..Single(word, key)], found);
            // A word that another lexicon has is that word, and not one of Roman Urdu's spelled freely: "while" is no villain.
            if (isOthers && !isRoman)
                return;
            var length = SpellingKey.Roman(word, key);
            _roman.Find(key[..SpellingKey.WithoutNasal(key[..length])], found);
            Span<char> skeleton = stackalloc char[SpellingKey.Longest];
            var consonants = SpellingKey.Skeleton(key[..length], skeleton);
            if (SpellingKey.IsTypedWithoutVowels(consonants, length))
                _skeletons.Find(skeleton[..consonants], found);
        }
    }

    /// <summary>The node that follows in the tree of entries of several words; 0 if there is none. The root is 0.</summary>
    public int Next(int node, int @class) => _runs.GetValueOrDefault((node, @class));

    /// <summary>The classes whose entry ends at the node.</summary>
    public List<int>? EndsAt(int node) => _endsOfRuns.GetValueOrDefault(node);

    private int NewClass(string name, int slotFeature = -1)
    {
        _slotFeatures.Add(slotFeature);
        return _classes[name] = _classes.Count;
    }

    private void AddEntries(string language, IEnumerable<string> entries, int @class)
    {
        foreach (var entry in entries)
        {
            var words = LexiconWord.Read(entry).ToList();
            if (words.Count == 1)
            {
                Add(language, words[0], @class);
                continue;
            }

            var node = 0;
            foreach (var word in words)
            {
                var step = (node, ClassOf(language, word));
                if (!_runs.TryGetValue(step, out node))
                    _runs[step] = node = ++_nodes;
            }

            if (node == 0)
                continue; // nothing but signs that mean nothing
            if (!_endsOfRuns.TryGetValue(node, out var ends))
                _endsOfRuns[node] = ends = [];
            if (!ends.Contains(@class))
                ends.Add(@class);
        }
    }

    private void Add(string language, in LexiconWord word, int @class)
    {
        if (word.IsPrefix)
        {
            _prefixes.Add(word.Text, @class);
            _shortestPrefix = Math.Min(_shortestPrefix, word.Text.Length);
            _longestPrefix = Math.Max(_longestPrefix, word.Text.Length);
            return;
        }

        var isRoman = language.EndsWith("-Latn", StringComparison.Ordinal);
        (isRoman ? _romanExact : _exact).Add(word.Text, @class);
        if (word.IsExact || word.Text.Any(char.IsAsciiDigit))
            return;
        Span<char> key = stackalloc char[SpellingKey.Longest];
        if (SpellingKey.IsArabic(word.Text))
        {
            _arabic.Add(key[..SpellingKey.Arabic(word.Text, key)].ToString(), @class);
        }
        else if (isRoman)
        {
            var length = SpellingKey.Roman(word.Text, key);
            _roman.Add(key[..SpellingKey.WithoutNasal(key[..length])].ToString(), @class);
            Span<char> skeleton = stackalloc char[SpellingKey.Longest];
            var consonants = SpellingKey.Skeleton(key[..length], skeleton);
            if (consonants >= 2)
                _skeletons.Add(skeleton[..consonants].ToString(), @class);
        }
        else if (char.IsAsciiLetter(word.Text[0]))
        {
            _stretched.Add(key[..Single(word.Text, key)].ToString(), @class);
        }
    }

    /// <summary>The word with every letter once in a row: what is left of it when it was stretched.</summary>
    private static int Single(ReadOnlySpan<char> word, Span<char> single)
    {
        var length = 0;
        foreach (var letter in word)
        {
            if (length < single.Length && (length == 0 || single[length - 1] != letter))
                single[length++] = letter;
        }

        return length;
    }

    /// <summary>Words and the classes that each belongs to.</summary>
    private sealed class WordTable
    {
        private readonly Dictionary<string, List<int>> _table;
        private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> _lookup;

        public WordTable()
        {
            _table = new Dictionary<string, List<int>>(StringComparer.Ordinal);
            _lookup = _table.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public void Add(string word, int @class)
        {
            if (!_table.TryGetValue(word, out var classes))
                _table[word] = classes = [];
            if (!classes.Contains(@class))
                classes.Add(@class);
        }

        /// <summary>True if it is there; its classes are added to the reading.</summary>
        public bool Find(ReadOnlySpan<char> word, Reading found)
        {
            if (!_lookup.TryGetValue(word, out var classes))
                return false;
            found.Add(classes);
            return true;
        }
    }
}
