namespace Helpline.Risk;

/// <summary>
/// Finds the matches of many phrases in a reading. Each phrase is tried only where its rarest word stands, so that the work depends on a message's
/// rare words and hardly on how many phrases there are. Thread-safe once built.
/// </summary>
internal sealed class PhraseMatcher<T>
{
    private readonly List<Phrase> _phrases = [];
    private List<Phrase>?[] _byClass = [];

    /// <summary>Adds a phrase of a lexicon.</summary>
    /// <param name="pattern">The phrase.</param>
    /// <param name="lexicon">Its lexicon.</param>
    /// <param name="index">Knows the lexicon's words.</param>
    /// <param name="barrier">A class that no gap spans; -1: none.</param>
    /// <param name="value">Comes with each match.</param>
    public void Add(Pattern pattern, Lexicon lexicon, LexiconIndex index, int barrier, T value) => _phrases.Add(new Phrase(
        [.. pattern.Elements.Select(element => new Part(
            element.Slot is { } slot ? index.ClassOf(lexicon, slot) : element.Word is { } word ? index.ClassOf(lexicon.Language, word) : -1,
            element.IsOptional))],
        barrier,
        value));

    /// <summary>To be called when all phrases of all matchers on the index are added.</summary>
    /// <param name="classes">How many classes the index has.</param>
    /// <param name="weights">How many of all phrases name each class: the fewer, the rarer its words.</param>
    public void Build(int classes, int[] weights)
    {
        _byClass = new List<Phrase>?[classes];
        foreach (var phrase in _phrases)
        {
            phrase.Anchor = Enumerable.Range(0, phrase.Parts.Length)
                .Where(part => phrase.Parts[part] is { Class: >= 0, IsOptional: false })
                .MinBy(part => weights[phrase.Parts[part].Class]);
            (_byClass[phrase.Parts[phrase.Anchor].Class] ??= []).Add(phrase);
        }
    }

    /// <summary>Counts how many phrases name each class.</summary>
    public void Weigh(int[] weights)
    {
        foreach (var @class in _phrases.SelectMany(phrase => phrase.Parts.Select(part => part.Class).Where(@class => @class >= 0).Distinct()))
            weights[@class]++;
    }

    /// <summary>Calls the sink with every match: its first unit, the unit after its last, and the phrase's value. A match may come twice.</summary>
    public void Find<TSink>(Reading reading, ref TSink sink)
        where TSink : IMatchSink<T>
    {
        for (var span = 0; span < reading.Spans; span++)
        {
            ref readonly var anchor = ref reading[span];
            if (_byClass[anchor.Class] is not { } phrases)
                continue;
            foreach (var phrase in phrases)
            {
                var start = phrase.StartOf(reading, anchor.Start, phrase.Anchor - 1, nearest: false);
                var end = start < 0 ? -1 : phrase.EndOf(reading, anchor.End, phrase.Anchor + 1, nearest: false);
                if (end < 0)
                    continue;
                sink.Add(start, end, phrase.Value);
                if (!phrase.HasGap)
                    continue;
                // What the longest match covers may be dismissed where the shortest is meant: kill time, then kill myself.
                var (nearStart, nearEnd) = (phrase.StartOf(reading, anchor.Start, phrase.Anchor - 1, nearest: true), phrase.EndOf(reading, anchor.End, phrase.Anchor + 1, nearest: true));
                if (nearStart > start || nearEnd < end)
                    sink.Add(nearStart, nearEnd, phrase.Value);
            }
        }
    }

    private readonly record struct Part(int Class, bool IsOptional);

    private sealed class Phrase(Part[] parts, int barrier, T value)
    {
        public Part[] Parts => parts;

        public T Value => value;

        public int Anchor { get; set; }

        public bool HasGap { get; } = parts.Any(part => part.Class < 0);

        /// <summary>The furthest, or nearest, unit that the parts from <paramref name="part"/> on reach to from a place; -1 if they do not match.</summary>
        public int EndOf(Reading reading, int place, int part, bool nearest)
        {
            if (part == parts.Length)
                return place;
            var current = parts[part];
            var best = -1;
            if (current.Class < 0)
            {
                for (var skip = 0; skip <= Pattern.LongestGap && place + skip <= reading.Count; skip++)
                {
                    if (skip > 0 && reading.Is(place + skip - 1, barrier))
                        break;
                    best = Better(best, EndOf(reading, place + skip, part + 1, nearest), later: !nearest);
                }

                return best;
            }

            for (var span = reading.FirstFrom(place); span >= 0; span = reading[span].NextByStart)
            {
                if (reading[span].Class == current.Class)
                    best = Better(best, EndOf(reading, reading[span].End, part + 1, nearest), later: !nearest);
            }

            return current.IsOptional ? Better(best, EndOf(reading, place, part + 1, nearest), later: !nearest) : best;
        }

        /// <summary>The earliest, or nearest, unit from which the parts up to <paramref name="part"/> reach a place; -1 if they do not match.</summary>
        public int StartOf(Reading reading, int place, int part, bool nearest)
        {
            if (part < 0)
                return place;
            var current = parts[part];
            var best = -1;
            if (current.Class < 0)
            {
                for (var skip = 0; skip <= Pattern.LongestGap && place - skip >= 0; skip++)
                {
                    if (skip > 0 && reading.Is(place - skip, barrier))
                        break;
                    best = Better(best, StartOf(reading, place - skip, part - 1, nearest), later: nearest);
                }

                return best;
            }

            for (var span = reading.FirstTo(place); span >= 0; span = reading[span].NextByEnd)
            {
                if (reading[span].Class == current.Class)
                    best = Better(best, StartOf(reading, reading[span].Start, part - 1, nearest), later: nearest);
            }

            return current.IsOptional ? Better(best, StartOf(reading, place, part - 1, nearest), later: nearest) : best;
        }

        private static int Better(int one, int other, bool later) => one < 0 ? other : other < 0 ? one : later ? Math.Max(one, other) : Math.Min(one, other);
    }
}

/// <summary>Takes matches, one by one.</summary>
internal interface IMatchSink<in T>
{
    void Add(int start, int end, T value);
}
