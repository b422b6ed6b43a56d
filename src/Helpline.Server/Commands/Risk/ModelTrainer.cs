using Helpline.Risk;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Helpline.Server.Commands.Risk;

/// <summary>
/// Fits <see cref="TextModel"/>s by L2-regularised logistic regression (Microsoft.ML's L-BFGS). Deterministic: the same messages in the same order
/// make the same model.
/// </summary>
internal sealed class ModelTrainer
{
    /// <summary>Chosen once by leaving authors out of our own corpora; hardly matters between a third and three times of it.</summary>
    private const float Regularisation = 0.01f;

    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Weights and bias that separate messages at risk from others.</summary>
    public (float[] Weights, float Bias) Fit(IEnumerable<TrainingMessage> messages)
    {
        var data = _ml.Data.LoadFromEnumerable(messages.Select(Example.Of), Schema(typeof(Example), TextModel.Features));
        var trainer = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            L1Regularization = 0,
            L2Regularization = Regularisation,
            OptimizationTolerance = 1e-5f,
            MaximumNumberOfIterations = 300,
            NumberOfThreads = 1,
        });
        var model = trainer.Fit(data).Model.SubModel;
        return ([.. model.Weights], model.Bias);
    }

    /// <summary>For each danger, weights that tell it from the others, one danger after the other; zeros if the messages name none.</summary>
    public float[] FitDangers(IEnumerable<TrainingMessage> messages)
    {
        var dangers = Enum.GetValues<Danger>();
        var weights = new float[dangers.Length * TextModel.DangerFeatures];
        var named = messages.Where(message => message.Message is { IsAtRisk: true, Danger: not null }).ToList();
        if (named.DistinctBy(message => message.Message.Danger).Count() < 2)
            return weights;
        var data = _ml.Data.LoadFromEnumerable(named.Select(DangerExample.Of), Schema(typeof(DangerExample), TextModel.DangerFeatures));
        var keyed = _ml.Transforms.Conversion.MapValueToKey(nameof(DangerExample.Label)).Fit(data).Transform(data);
        var model = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            L1Regularization = 0,
            L2Regularization = Regularisation,
            NumberOfThreads = 1,
        }).Fit(keyed).Model;
        VBuffer<float>[] fitted = [];
        model.GetWeights(ref fitted, out _);
        VBuffer<uint> keys = default;
        keyed.Schema[nameof(DangerExample.Label)].GetKeyValues(ref keys);
        var order = keys.DenseValues().ToArray();
        for (var i = 0; i < fitted.Length; i++)
            fitted[i].CopyTo(weights.AsSpan((int)order[i] * TextModel.DangerFeatures, TextModel.DangerFeatures));
        return weights;
    }

    private static SchemaDefinition Schema(Type example, int features)
    {
        var schema = SchemaDefinition.Create(example);
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        return schema;
    }

    private sealed class Example
    {
        public bool Label { get; set; }

        public VBuffer<float> Features { get; set; }

        public static Example Of(TrainingMessage message) => new()
        {
            Label = message.Message.IsAtRisk,
            Features = new VBuffer<float>(TextModel.Features, message.Features.Length, message.Values, message.Features),
        };
    }

    private sealed class DangerExample
    {
        public uint Label { get; set; }

        public VBuffer<float> Features { get; set; }

        public static DangerExample Of(TrainingMessage message)
        {
            var folded = new SortedDictionary<int, float>();
            for (var i = 0; i < message.Features.Length; i++)
            {
                var feature = TextModel.DangerFeature(message.Features[i]);
                folded[feature] = folded.GetValueOrDefault(feature) + message.Values[i];
            }

            return new DangerExample { Label = (uint)message.Message.Danger!, Features = new VBuffer<float>(TextModel.DangerFeatures, folded.Count, [.. folded.Values], [.. folded.Keys]) };
        }
    }
}

/// <summary>A labelled message as the trainer sees it.</summary>
internal sealed record TrainingMessage(LabelledMessage Message, int[] Features, float[] Values);
