namespace Helpline.Risk;

/// <summary>A class that a run of a message's units belongs to.</summary>
internal record struct Span(int Class, int Start, int End, int NextByStart, int NextByEnd);

/// <summary>
/// One message as the rules see it: its units (words, with shorthand written out) and, at each, the classes that begin and end there. Allocates
/// nothing once its buffers have grown. Not thread-safe.
/// </summary>
internal sealed class Reading(LexiconIndex index, Shorthand shorthand)
{
    private Unit[] _units = new Unit[128];
    private Span[] _spans = new Span[512];
    private int[] _byStart = new int[129];
    private int[] _byEnd = new int[129];
    private int[] _seen = [];
    private int _stamp;
    private int _place;

    public NormalText Text { get; } = new();

    /// <summary>How many units there are.</summary>
    public int Count { get; private set; }

    public int Spans { get; private set; }

    public ref readonly Span this[int span] => ref _spans[span];

    public ref readonly Unit UnitAt(int place) => ref _units[place];

    /// <summary>What a model sees of a class; -1: nothing.</summary>
    public int SlotFeature(int @class) => index.SlotFeature(@class);

    public void Read(ReadOnlySpan<char> message)
    {
        Text.Read(message);
        Count = Spans = 0;
        if (_seen.Length != index.Count)
            _seen = new int[index.Count];
        Split();
        if (_byStart.Length <= Count)
            (_byStart, _byEnd) = (new int[_units.Length + 1], new int[_units.Length + 1]);
        Array.Fill(_byStart, -1, 0, Count + 1);
        Array.Fill(_byEnd, -1, 0, Count + 1);
        for (_place = 0; _place < Count; _place++)
        {
            var unit = _units[_place];
            _stamp++;
            index.Classes(unit.Text ?? Text.Of(Text.Words[unit.Word]), unit.IsSign, unit.WasStretched, this);
        }

        // Runs of words that are entries of slots. Only single words' classes are edges of the tree, so new spans need no second look.
        for (var start = Count - 1; start >= 0; start--)
            Walk(start, start, node: 0);
    }

    /// <summary>The first span that begins at the place; the others follow by <see cref="Span.NextByStart"/>. -1: none.</summary>
    public int FirstFrom(int place) => _byStart[place];

    /// <summary>The first span that ends before the place; the others follow by <see cref="Span.NextByEnd"/>. -1: none.</summary>
    public int FirstTo(int place) => _byEnd[place];

    /// <summary>True if the unit at the place is of the class.</summary>
    public bool Is(int place, int @class)
    {
        for (var span = _byStart[place]; span >= 0; span = _spans[span].NextByStart)
        {
            if (_spans[span].Class == @class)
                return true;
        }

        return false;
    }

    public void Add(List<int> classes)
    {
        foreach (var @class in classes)
        {
            if (_seen[@class] == _stamp)
                continue;
            _seen[@class] = _stamp;
            Add(@class, _place, _place + 1);
        }
    }

    private void Add(int @class, int start, int end)
    {
        if (Spans == _spans.Length)
            Array.Resize(ref _spans, Spans * 2);
        _spans[Spans] = new Span(@class, start, end, _byStart[start], _byEnd[end]);
        _byStart[start] = _byEnd[end] = Spans++;
    }

    private void Walk(int start, int place, int node)
    {
        if (place == Count)
            return;
        for (var span = _byStart[place]; span >= 0; span = _spans[span].NextByStart)
        {
            if (_spans[span].End != place + 1 || index.Next(node, _spans[span].Class) is not (> 0 and var next))
                continue;
            if (index.EndsAt(next) is { } ends)
            {
                foreach (var @class in ends)
                    Add(@class, start, place + 1);
            }

            Walk(start, place + 1, next);
        }
    }

    /// <summary>Words become units; shorthand becomes several.</summary>
    private void Split()
    {
        var words = Text.Words;
        var clause = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word.BeginsClause && Count > 0)
                clause++;
            if (!word.IsSign && shorthand.Find(Text.Of(word)) is { } longhand)
            {
                foreach (var part in longhand)
                    Add(new Unit(i, clause, part, IsSign: false, WasStretched: false));
            }
            else
            {
                Add(new Unit(i, clause, null, word.IsSign, word.WasStretched));
            }
        }
    }

    private void Add(Unit unit)
    {
        if (Count == _units.Length)
            Array.Resize(ref _units, Count * 2);
        _units[Count++] = unit;
    }

    /// <summary>One word of the message, or one of those that its shorthand stands for.</summary>
    /// <param name="Word">The word of the text.</param>
    /// <param name="Clause">Counts clauses.</param>
    /// <param name="Text">What the shorthand stands for; null: the word itself.</param>
    internal readonly record struct Unit(int Word, int Clause, string? Text, bool IsSign, bool WasStretched);
}
