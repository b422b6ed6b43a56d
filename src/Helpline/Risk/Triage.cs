using Helpline.Dialogs;

namespace Helpline.Risk;

/// <summary>
/// Reads a message and says how much danger it speaks of, and why. Pure and thread-safe: all lexicons together read every message, because
/// children mix languages. Linear in the message; allocates nothing where it finds nothing.
/// </summary>
/// <remarks>
/// 1. The message is normalised and its words are looked up (<see cref="Reading"/>).
/// 2. Dismissals mask harmless phrases.
/// 3. Each rule's phrases are matched. A match that overlaps a masked phrase is dropped, and one that a negating word of its language reaches
///    within the clause. Frames lower what stands in their reach: a film, the past, a joke.
/// 4. What is left is evidence. Steps of the ladder add up, over the messages of the conversation.
/// 5. A model, if there is one in force, may raise what the rules found. It never lowers. In shadow, what it would have raised to is only noted.
/// </remarks>
public sealed class Triage
{
    private readonly LexiconIndex _index = new();
    private readonly Shorthand _shorthand;
    private readonly PhraseMatcher<MatchScope> _dismissals = new();
    private readonly PhraseMatcher<(RiskFrame Frame, MatchScope Scope)> _frames = new();
    private readonly PhraseMatcher<(RiskRule Rule, MatchScope Scope)> _rules = new();
    private readonly TextModel? _model;
    private readonly bool _isShadow;
    private readonly Pool<Scratch> _scratches;

    /// <param name="lexicons">All languages'.</param>
    /// <param name="model">Null: rules alone.</param>
    /// <param name="mode">What the model may do.</param>
    public Triage(IEnumerable<Lexicon> lexicons, TextModel? model = null, ModelMode mode = ModelMode.Force)
    {
        ArgumentNullException.ThrowIfNull(lexicons);
        var all = lexicons.ToList();
        _model = mode == ModelMode.Off ? null : model;
        _isShadow = mode == ModelMode.Shadow;
        _shorthand = new Shorthand(all);
        foreach (var lexicon in all)
        {
            var scope = new MatchScope(lexicon.Negation, _index.ClassOf(lexicon.Language, lexicon.Negation.Words), _index.ClassOf(lexicon.Language, lexicon.Clauses), Languages.IsInArabicScript(lexicon.Language));
            foreach (var pattern in lexicon.Dismissals)
                _dismissals.Add(pattern, lexicon, _index, barrier: -1, scope);
            foreach (var frame in lexicon.Frames)
            {
                foreach (var pattern in frame.Patterns)
                    _frames.Add(pattern, lexicon, _index, barrier: -1, (frame, scope));
            }

            foreach (var rule in lexicon.Rules)
            {
                foreach (var pattern in rule.Patterns)
                    _rules.Add(pattern, lexicon, _index, rule.Negatable ? scope.Negations : -1, (rule, scope));
            }
        }

        var weights = new int[_index.Count];
        _dismissals.Weigh(weights);
        _frames.Weigh(weights);
        _rules.Weigh(weights);
        _dismissals.Build(_index.Count, weights);
        _frames.Build(_index.Count, weights);
        _rules.Build(_index.Count, weights);
        _scratches = new Pool<Scratch>(() => new Scratch(new Reading(_index, _shorthand)));
    }

    /// <summary>Assesses one message by itself.</summary>
    public RiskAssessment Assess(string text) => Assess(text, default);

    /// <summary>Assesses one message of a conversation.</summary>
    public RiskAssessment Assess(string text, RiskContext context) => Assess(text, context, without: null);

    /// <summary>Assesses one message as if a frame were not there: the linter asks what each frame changes.</summary>
    internal RiskAssessment AssessWithout(RiskFrame frame, string text) => Assess(text, default, frame);

    private RiskAssessment Assess(string text, RiskContext context, RiskFrame? without)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scratch = _scratches.Take();
        try
        {
            return Assess(text, context, without, scratch);
        }
        finally
        {
            _scratches.GiveBack(scratch);
        }
    }

    /// <summary>What a model sees of a message: its features, ascending, each with its value. For training.</summary>
    public (int[] Features, float[] Values) FeaturesOf(string text) => Read(text, TextModel.FeaturesOf);

    /// <summary>Log-odds, by a model, that a message needs a counsellor now. For choosing the model's thresholds.</summary>
    public float Score(TextModel model, string text)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Read(text, model.Score);
    }

    private T Read<T>(string text, Func<Reading, T> use)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scratch = _scratches.Take();
        try
        {
            scratch.Reading.Read(text);
            return use(scratch.Reading);
        }
        finally
        {
            _scratches.GiveBack(scratch);
        }
    }

    private RiskAssessment Assess(string text, RiskContext context, RiskFrame? without, Scratch scratch)
    {
        var reading = scratch.Reading;
        reading.Read(text);
        if (reading.Count == 0)
            return Noted(RiskAssessment.Nothing, RiskLevel.None);
        scratch.Matches.Clear();
        var rules = new RuleSink(scratch.Matches);
        _rules.Find(reading, ref rules);
        var found = scratch.Matches.Count == 0 ? RiskAssessment.Nothing : Judge(context, without, scratch);
        if (_model is null)
            return found;
        var raised = _model.Raise(found, reading);
        return _isShadow ? Noted(found, raised.Level) : raised;
    }

    /// <summary>What was found, with what a model in shadow would make of it.</summary>
    private RiskAssessment Noted(RiskAssessment found, RiskLevel level) =>
        _model is null || !_isShadow ? found
        : level == RiskLevel.None && ReferenceEquals(found, RiskAssessment.Nothing) ? RiskAssessment.NothingInShadow
        : found with { ShadowLevel = level };

    /// <summary>What is left of the matches, and what it amounts to.</summary>
    private RiskAssessment Judge(RiskContext context, RiskFrame? without, Scratch scratch)
    {
        var reading = scratch.Reading;
        var masked = scratch.Masked(reading.Count);
        var dismissals = new DismissalSink(masked);
        _dismissals.Find(reading, ref dismissals);
        scratch.Frames.Clear();
        var frames = new FrameSink(scratch.Frames);
        _frames.Find(reading, ref frames);
        if (without is not null)
            scratch.Frames.RemoveAll(match => match.Frame == without);

        scratch.Evidence.Clear();
        var steps = RiskSteps.None;
        RiskEvidence? strongestStep = null;
        foreach (var (start, end, rule, scope) in scratch.Matches)
        {
            if (masked.AsSpan(start, end - start).Contains(true) || (scope.IsInArabicScript && !HasArabic(reading, start, end)) || (rule.Negatable && scope.IsNegated(reading, start, end)))
                continue;
            var level = rule.Framed ? Framed(scratch, rule, scope, start, end) : rule.Level;
            if (level == RiskLevel.None && (rule.Level > RiskLevel.None || IsFramed(scratch, rule, scope, start, end)))
                continue;
            var evidence = At(reading, rule.Id, rule.Danger, level, start, end);
            if (level == rule.Level)
                steps |= rule.Step;
            if (rule.Step != RiskSteps.None && (strongestStep is null || evidence.Level > strongestStep.Level))
                strongestStep = evidence;
            if (level > RiskLevel.None)
                Keep(scratch.Evidence, evidence);
        }

        if (strongestStep is not null && steps != RiskSteps.None)
        {
            var together = RiskLadder.LevelOf(steps | context.Steps);
            if (together > RiskLevel.None && scratch.Evidence.All(evidence => evidence.Level < together))
                scratch.Evidence.Add(strongestStep with { Rule = RiskAssessment.Ladder, Level = together });
        }

        return scratch.Evidence.Count == 0
            ? (steps == RiskSteps.None ? RiskAssessment.Nothing : RiskAssessment.Nothing with { Steps = steps })
            : new RiskAssessment(scratch.Evidence.Max(item => item.Level), [.. scratch.Evidence.OrderByDescending(item => item.Level).ThenBy(item => item.Start)], steps);
    }

    /// <summary>English words among Urdu ones are read by the Urdu lexicon too; among themselves they are English, with English frames and idiom.</summary>
    private static bool HasArabic(Reading reading, int start, int end)
    {
        for (var place = start; place < end; place++)
        {
            if (SpellingKey.IsArabic(reading.Text.Of(reading.Text.Words[reading.UnitAt(place).Word])))
                return true;
        }

        return false;
    }

    private static RiskEvidence At(Reading reading, string rule, Danger danger, RiskLevel level, int start, int end)
    {
        var words = reading.Text.Words;
        var from = words[reading.UnitAt(start).Word].From;
        return new RiskEvidence(rule, danger, level, from, words[reading.UnitAt(end - 1).Word].To - from);
    }

    /// <summary>Of matches of one rule that lie within each other, the longest is kept.</summary>
    private static void Keep(List<RiskEvidence> kept, RiskEvidence evidence)
    {
        for (var i = 0; i < kept.Count; i++)
        {
            var other = kept[i];
            if (other.Rule != evidence.Rule)
                continue;
            if (other.Start <= evidence.Start && other.Start + other.Length >= evidence.Start + evidence.Length)
                return;
            if (evidence.Start <= other.Start && evidence.Start + evidence.Length >= other.Start + other.Length)
            {
                kept[i] = evidence;
                return;
            }
        }

        kept.Add(evidence);
    }

    private static RiskLevel Framed(Scratch scratch, RiskRule rule, MatchScope scope, int start, int end)
    {
        var level = rule.Level;
        foreach (var frame in scratch.Frames)
        {
            if (frame.Frame.Most < level && Reaches(frame, rule, scope, scratch.Reading, start, end))
                level = frame.Frame.Most;
        }

        return level;
    }

    private static bool IsFramed(Scratch scratch, RiskRule rule, MatchScope scope, int start, int end)
    {
        foreach (var frame in scratch.Frames)
        {
            if (rule.Framed && Reaches(frame, rule, scope, scratch.Reading, start, end))
                return true;
        }

        return false;
    }

    /// <summary>A frame speaks of its own language's rules only: a word that another language has by accident must not take a cry for help back.</summary>
    private static bool Reaches(FrameMatch frame, RiskRule rule, MatchScope scope, Reading reading, int start, int end) =>
        frame.Scope == scope
        && (frame.Frame.Dangers.Count == 0 || frame.Frame.Dangers.Contains(rule.Danger))
        && (frame.Frame.Reach == FrameReach.Message
            || (frame.End <= start ? frame.Scope.IsOneClause(reading, frame.End - 1, start) : frame.Start < end || frame.Scope.IsOneClause(reading, end - 1, frame.Start)));

    private readonly record struct RuleMatch(int Start, int End, RiskRule Rule, MatchScope Scope);

    private readonly record struct FrameMatch(int Start, int End, RiskFrame Frame, MatchScope Scope);

    private readonly struct RuleSink(List<RuleMatch> matches) : IMatchSink<(RiskRule Rule, MatchScope Scope)>
    {
        public void Add(int start, int end, (RiskRule Rule, MatchScope Scope) value) => matches.Add(new RuleMatch(start, end, value.Rule, value.Scope));
    }

    private readonly struct FrameSink(List<FrameMatch> matches) : IMatchSink<(RiskFrame Frame, MatchScope Scope)>
    {
        public void Add(int start, int end, (RiskFrame Frame, MatchScope Scope) value) => matches.Add(new FrameMatch(start, end, value.Frame, value.Scope));
    }

    private readonly struct DismissalSink(bool[] masked) : IMatchSink<MatchScope>
    {
        public void Add(int start, int end, MatchScope value) => Array.Fill(masked, true, start, end - start);
    }

    /// <summary>The buffers of one assessment.</summary>
    private sealed class Scratch(Reading reading)
    {
        private bool[] _masked = [];

        public Reading Reading => reading;

        public List<RuleMatch> Matches { get; } = [];

        public List<FrameMatch> Frames { get; } = [];

        public List<RiskEvidence> Evidence { get; } = [];

        /// <summary>As many units, none of them masked.</summary>
        public bool[] Masked(int count)
        {
            if (_masked.Length < count)
                _masked = new bool[count];
            Array.Clear(_masked);
            return _masked;
        }
    }
}
