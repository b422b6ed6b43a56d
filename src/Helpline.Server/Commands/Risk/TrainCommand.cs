using System.CommandLine;
using System.Globalization;
using Helpline.Dialogs;
using Helpline.Risk;
using Helpline.Server.Commands.Dialogs;

namespace Helpline.Server.Commands.Risk;

/// <summary>
/// <c>triage train</c>: fits a model on labelled messages. Where there are several files, each is left out once, together with others if there are
/// many, and the thresholds are chosen on what the model of the rest says of it: so they hold for writers that the model has not seen. A single file is
/// cut into five.
/// </summary>
internal static class TrainCommand
{
    private const int Parts = 5;
    private const int MostSets = 6;
    private const int FewestOfEach = 50;

    private static readonly Dictionary<string, TextModelThresholds> NoThresholds = TextModel.Trained.ToDictionary(language => language, _ => default(TextModelThresholds));

    public static Command Create()
    {
        var files = TriageCommand.Files();
        var directory = DialogsCommand.Directory();
        var output = new Option<FileInfo>("--output") { Description = "Where the model is written.", Required = true };
        var high = Share("--false-alarms", 0.05, "How many messages that need no counsellor the model may raise to high, as a share; en=0.05 for one language's.");
        var supported = Share("--false-alarms-supported", 0.06, "The same where the rules have found medium.");
        var medium = Share("--false-alarms-medium", 0.12, "The same for raising to medium.");
        var command = new Command("train", "Fits a model on labelled messages: it may raise what the rules found, and never lowers it.") { files, directory, output, high, supported, medium };
        command.SetAction(parsed =>
        {
            var triage = TriageCommand.Open(parsed.GetRequiredValue(directory), model: null);
            var sets = Sets([.. parsed.GetRequiredValue(files).Select(file => Read(triage, file))]);
            var all = sets.SelectMany(set => set).ToList();
            if (all.Count(one => one.Message.IsAtRisk) is var atRisk && (atRisk < FewestOfEach || all.Count - atRisk < FewestOfEach))
                throw new StartupException($"There are {atRisk} messages at risk and {all.Count - atRisk} others; at least {FewestOfEach} of each are needed to learn anything.");
            var scores = new List<(LabelledMessage Message, float Score)>[sets.Count];
            var (weights, bias, dangers) = (Array.Empty<float>(), 0f, Array.Empty<float>());
            TriageCommand.Progress("training", sets.Count + 2, step => Parallel.For(0, sets.Count + 2, part =>
            {
                if (part == 0)
                    (weights, bias) = new ModelTrainer().Fit(all);
                else if (part == 1)
                    dangers = new ModelTrainer().FitDangers(all);
                else
                    scores[part - 2] = Unseen(triage, [.. sets.Where((_, other) => other != part - 2).SelectMany(other => other)], sets[part - 2]);
                lock (sets)
                    step();
            }));
            var unseen = scores.SelectMany(set => set).ToList();
            var thresholds = TextModel.Trained.ToDictionary(language => language, language => ThresholdsOf(
                language,
                unseen.Where(one => !one.Message.IsAtRisk && Languages.Guess(one.Message.Text, TextModel.Trained) == language).Select(one => one.Score).ToList() is { Count: >= FewestOfEach } own
                    ? own
                    : unseen.Where(one => !one.Message.IsAtRisk).Select(one => one.Score)));
            var raised = unseen.ToLookup(one => one.Message.IsAtRisk, one => one.Score >= thresholds[Languages.Guess(one.Message.Text, TextModel.Trained)].High);
            ModelFile.Write(TextModel.From(weights, bias, dangers, thresholds), parsed.GetRequiredValue(output).FullName);
            Terminal.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{all.Count} messages, {atRisk} at risk. On messages that it had not seen the model by itself finds {Share(raised[true]):P1} of those at risk with {Share(raised[false]):P1} false alarms. Measure it with the rules: triage evaluate --model {parsed.GetRequiredValue(output).Name}"));

            TextModelThresholds ThresholdsOf(string language, IEnumerable<float> harmless)
            {
                var descending = harmless.OrderDescending().ToArray();
                return new TextModelThresholds(At(high), At(supported), At(medium));

                float At(Option<Shares> share) => descending[(int)(descending.Length * parsed.GetRequiredValue(share).Of(language))] + 1e-4f;
            }
        });
        return command;
    }

    private static Option<Shares> Share(string name, double normal, string description) => new(name)
    {
        Description = $"{description} Default: {normal.ToString(CultureInfo.InvariantCulture)}.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => new Shares(normal, []),
        CustomParser = result =>
        {
            var shares = new Shares(normal, []);
            foreach (var token in result.Tokens)
            {
                var (language, number) = token.Value.Split('=') is [var before, var after] ? (before, after) : (null, token.Value);
                if (!double.TryParse(number, CultureInfo.InvariantCulture, out var share) || share is not (> 0 and < 1) || (language is not null && !TextModel.Trained.Contains(language)))
                    result.AddError($"{name} is a share between 0 and 1, for example 0.05, or one of a language: {TextModel.Trained[0]}=0.05. The languages are {string.Join(", ", TextModel.Trained)}.");
                else if (language is null)
                    shares = shares with { All = share };
                else
                    shares.Own[language] = share;
            }

            return shares;
        },
    };

    private static double Share(IEnumerable<bool> raised) => raised.DefaultIfEmpty().Average(one => one ? 1.0 : 0);

    private static IReadOnlyList<TrainingMessage> Read(Triage triage, FileInfo file) => [.. LabelledFile.Read(file).Select(message =>
    {
        var (features, values) = triage.FeaturesOf(message.Text);
        return new TrainingMessage(message, features, values);
    })];

    private static List<List<TrainingMessage>> Sets(IReadOnlyList<IReadOnlyList<TrainingMessage>> files) => files.Count > 1
        ? [.. files.Index().GroupBy(file => file.Index % MostSets).Select(set => set.SelectMany(file => file.Item).ToList())]
        : [.. files[0].Index().GroupBy(message => message.Index % Parts).Select(set => set.Select(message => message.Item).ToList())];

    private static List<(LabelledMessage Message, float Score)> Unseen(Triage triage, IReadOnlyList<TrainingMessage> seen, List<TrainingMessage> unseen)
    {
        var (weights, bias) = new ModelTrainer().Fit(seen);
        var model = TextModel.From(weights, bias, new float[Enum.GetValues<Danger>().Length * TextModel.DangerFeatures], NoThresholds);
        return [.. unseen.Select(one => (one.Message, triage.Score(model, one.Message.Text)))];
    }

    /// <summary>Shares of messages: for all languages, and for some of their own.</summary>
    private sealed record Shares(double All, Dictionary<string, double> Own)
    {
        public double Of(string language) => Own.GetValueOrDefault(language, All);
    }
}
