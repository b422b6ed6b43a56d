using System.IO.Compression;
using Helpline.Dialogs;

namespace Helpline.Risk;

/// <summary>
/// A linear model over <see cref="TextFeatures"/> that says how likely it is that a message needs a counsellor now, and of which danger it speaks. It
/// raises what the rules found and never lowers it. Made by <c>triage train</c>. Immutable and thread-safe; scoring is linear in the text and allocates
/// nothing unless it raises.
/// </summary>
public sealed class TextModel
{
    /// <summary>Features of <see cref="Danger"/>: the others' folded together.</summary>
    public const int DangerFeatures = 1 << DangerBits;

    private const int DangerBits = 12;

    /// <summary>Words that are judged together. A longer message is judged in overlapping runs of so many.</summary>
    private const int Window = 30;

    /// <summary>Fewer words are an answer to a question, or too little to go by: those the rules judge alone.</summary>
    private const int FewestWords = 3;

    /// <summary>Beyond it, one more or less makes no difference to a double.</summary>
    private const double MostLogOdds = 30;

    /// <summary>Words that are shown as evidence.</summary>
    private const int MostShown = 3;

    /// <summary>The languages that thresholds are chosen for; a message in another is judged by those of its script.</summary>
    public static IReadOnlyList<string> Trained { get; } = [Languages.English, Languages.Urdu, Languages.RomanUrdu];

    private static readonly byte[] Magic = "HLM2"u8.ToArray();
    private static readonly int Dangers = Enum.GetValues<Danger>().Length;

    private readonly sbyte[] _weights;
    private readonly float _scale;
    private readonly float _bias;
    private readonly float[] _dangers;

    private TextModel(sbyte[] weights, float scale, float bias, float[] dangers, IReadOnlyDictionary<string, TextModelThresholds> thresholds)
    {
        _weights = weights;
        _scale = scale;
        _bias = bias;
        _dangers = dangers;
        Thresholds = thresholds;
    }

    /// <summary>How many features a text may have.</summary>
    public static int Features => TextFeatures.Count;

    /// <summary>From which scores on it raises, by the language that a message seems to be in: scores are not alike between languages.</summary>
    public IReadOnlyDictionary<string, TextModelThresholds> Thresholds { get; }

    /// <summary>A model from what a training found.</summary>
    /// <param name="weights">One for each feature.</param>
    /// <param name="bias">Log-odds of a text without features.</param>
    /// <param name="dangers">One for each feature of each danger, the dangers one after the other.</param>
    /// <param name="thresholds">From which scores on it raises, for each of <see cref="Trained"/>.</param>
    public static TextModel From(ReadOnlySpan<float> weights, float bias, ReadOnlySpan<float> dangers, IReadOnlyDictionary<string, TextModelThresholds> thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        if (weights.Length != Features || dangers.Length != Dangers * DangerFeatures)
            throw new ArgumentException($"A model has {Features} weights and {Dangers * DangerFeatures} of dangers.", nameof(weights));
        // A byte for each weight: four times smaller, and all of it stays in the processor's cache.
        var largest = 1e-6f;
        foreach (var weight in weights)
            largest = Math.Max(largest, Math.Abs(weight));
        var scale = largest / sbyte.MaxValue;
        var bytes = new sbyte[weights.Length];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (sbyte)MathF.Round(weights[i] / scale);
        return new TextModel(bytes, scale, bias, dangers.ToArray(), thresholds);
    }

    /// <summary>The feature of <see cref="Danger"/> that a feature is folded into.</summary>
    public static int DangerFeature(int feature) => feature >> (TextFeatures.Bits - DangerBits);

    /// <exception cref="InvalidDataException">It is no model of this version.</exception>
    public static TextModel Load(Stream stream)
    {
        try
        {
            using var reader = new BinaryReader(new BrotliStream(stream, CompressionMode.Decompress));
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || reader.ReadInt32() != Features || reader.ReadInt32() != Dangers * DangerFeatures)
                throw new InvalidDataException("This is no risk model of this version; make one with 'triage train'.");
            var thresholds = Trained.ToDictionary(language => language, _ => new TextModelThresholds(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()));
            var (scale, bias, dangerScale) = (reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
            var weights = reader.ReadBytes(Features);
            var dangers = reader.ReadBytes(Dangers * DangerFeatures);
            if (weights.Length != Features || dangers.Length != Dangers * DangerFeatures)
                throw new EndOfStreamException();
            return new TextModel([.. weights.Select(weight => (sbyte)weight)], scale, bias, [.. dangers.Select(weight => (sbyte)weight * dangerScale)], thresholds);
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidOperationException)
        {
            throw new InvalidDataException("The risk model is cut off or damaged; make it again with 'triage train'.", error);
        }
    }

    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true));
        writer.Write(Magic);
        writer.Write(Features);
        writer.Write(_dangers.Length);
        foreach (var threshold in Trained.Select(language => Thresholds[language]))
        {
            writer.Write(threshold.High);
            writer.Write(threshold.HighSupported);
            writer.Write(threshold.Medium);
        }

        writer.Write(_scale);
        writer.Write(_bias);
        var dangerScale = Math.Max(1e-6f, _dangers.Max(Math.Abs)) / sbyte.MaxValue;
        writer.Write(dangerScale);
        foreach (var weight in _weights)
            writer.Write(weight);
        foreach (var weight in _dangers)
            writer.Write((sbyte)MathF.Round(weight / dangerScale));
    }

    /// <summary>What the rules found, or more.</summary>
    internal RiskAssessment Raise(RiskAssessment found, Reading reading)
    {
        if (found.Level >= RiskLevel.High || reading.Text.Words.Length < FewestWords)
            return found;
        var score = Score(reading);
        var thresholds = Thresholds[Languages.Guess(reading.Text)];
        var level = score >= thresholds.High || (found.Level >= RiskLevel.Medium && score >= thresholds.HighSupported) ? RiskLevel.High
            : score >= thresholds.Medium ? RiskLevel.Medium
            : RiskLevel.None;
        return level <= found.Level ? found : found with { Level = level, Evidence = [.. Evidence(reading, level), .. found.Evidence] };
    }

    /// <summary>The features of a message's first words, each with its value, for training; ascending.</summary>
    internal static (int[] Features, float[] Values) FeaturesOf(Reading reading)
    {
        var counter = new Counter();
        TextFeatures.Extract(reading, 0, Math.Min(reading.Text.Words.Length, Window), ref counter);
        var features = counter.Counts.Keys.Order().ToArray();
        var length = MathF.Sqrt(Math.Max(1, counter.Counts.Values.Sum()));
        return (features, [.. features.Select(feature => counter.Counts[feature] / length)]);
    }

    /// <summary>
    /// Log-odds that the message needs a counsellor now. In a long one any of its runs may say so: their probabilities are joined by a noisy or
    /// (Pearl 1988), so that many words of despair weigh more than the darkest of them, and harmless ones around take nothing away.
    /// </summary>
    internal float Score(Reading reading)
    {
        var words = reading.Text.Words.Length;
        if (words <= Window)
            return Score(reading, 0, words);
        var harmless = 0.0; // log of the probability that no run is at risk
        for (var start = 0; start + (Window / 2) < words; start += Window / 2)
            harmless -= LogOnePlusExp(Score(reading, start, Math.Min(words, start + Window)));
        return (float)(harmless < -MostLogOdds ? -harmless : Math.Log(Math.Exp(-harmless) - 1));
    }

    private float Score(Reading reading, int start, int end)
    {
        var sum = new Sum(_weights);
        TextFeatures.Extract(reading, start, end, ref sum);
        return _bias + (_scale * sum.Total / MathF.Sqrt(Math.Max(1, sum.Count)));
    }

    private static double LogOnePlusExp(double value) => value > MostLogOdds ? value : Math.Log(1 + Math.Exp(value));

    /// <summary>The words that speak loudest for it, as evidence.</summary>
    private IEnumerable<RiskEvidence> Evidence(Reading reading, RiskLevel level)
    {
        var danger = DangerOf(reading);
        var words = reading.Text.Words.ToArray();
        var loud = new List<(int Word, int Weight)>();
        for (var i = 0; i < words.Length; i++)
        {
            var sum = new Sum(_weights);
            TextFeatures.Extract(reading, i, i + 1, ref sum);
            if (sum.Total > 0)
                loud.Add((i, sum.Total));
        }

        if (loud.Count == 0)
            loud.Add((0, 0)); // its words say it only together
        foreach (var (word, _) in loud.OrderByDescending(one => one.Weight).Take(MostShown).OrderBy(one => one.Word))
        {
            var (from, to) = (words[word].From, words[word].To);
            yield return new RiskEvidence(RiskAssessment.Model, danger, level, from, to - from);
        }
    }

    private Danger DangerOf(Reading reading)
    {
        var sums = new DangerSums(_dangers);
        TextFeatures.Extract(reading, 0, reading.Text.Words.Length, ref sums);
        return (Danger)Array.IndexOf(sums.Totals, sums.Totals.Max());
    }

    private readonly struct DangerSums(float[] weights) : IFeatureSink
    {
        public float[] Totals { get; } = new float[Dangers];

        public void Add(int feature)
        {
            for (var danger = 0; danger < Dangers; danger++)
                Totals[danger] += weights[(danger * DangerFeatures) + DangerFeature(feature)];
        }
    }

    private struct Sum(sbyte[] weights) : IFeatureSink
    {
        public int Total { get; private set; }

        public int Count { get; private set; }

        public void Add(int feature)
        {
            Total += weights[feature];
            Count++;
        }
    }

    private readonly struct Counter() : IFeatureSink
    {
        public Dictionary<int, int> Counts { get; } = [];

        public void Add(int feature) => Counts[feature] = Counts.GetValueOrDefault(feature) + 1;
    }
}

/// <summary>From which scores (log-odds) on a model raises a message.</summary>
/// <param name="High">To high.</param>
/// <param name="HighSupported">To high, if rules have found medium.</param>
/// <param name="Medium">To medium.</param>
public readonly record struct TextModelThresholds(float High, float HighSupported, float Medium);
