using System.CommandLine;
using System.Globalization;
using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Server.Commands.Risk;

/// <summary>
/// <c>triage train</c>: fits a model on labelled messages. Where there are several files, each is left out once, and the thresholds are chosen on
/// what the others' model says of it: so they hold for writers that the model has not seen. A single file is cut into five.
/// </summary>
internal static class TrainCommand
{
    private const int Parts = 5;
    private const int FewestOfEach = 50;

    private static readonly Dictionary<string, TextModelThresholds> NoThresholds = Languages.All.ToDictionary(language => language, _ => default(TextModelThresholds));

    public static Command Create()
    {
        var files = TriageCommand.Files();
        var output = new Option<FileInfo>("--output") { Description = "Where the model is written.", Required = true };
        var high = Share("--false-alarms", 0.03, "How many messages that need no counsellor the model may raise to high, as a share.");
        var supported = Share("--false-alarms-supported", 0.08, "The same where the rules have found medium.");
        var medium = Share("--false-alarms-medium", 0.12, "The same for raising to medium.");
        var command = new Command("train", "Fits a model on labelled messages: it may raise what the rules found, and never lowers it.") { files, output, high, supported, medium };
        command.SetAction(parsed =>
        {
            var sets = Sets([.. parsed.GetRequiredValue(files).Select(LabelledFile.Read)]);
            var all = sets.SelectMany(set => set).ToList();
            if (all.Count(message => message.IsAtRisk) is var atRisk && (atRisk < FewestOfEach || all.Count - atRisk < FewestOfEach))
                throw new StartupException($"There are {atRisk} messages at risk and {all.Count - atRisk} others; at least {FewestOfEach} of each are needed to learn anything.");
            var trainer = new ModelTrainer();
            var scores = new List<(LabelledMessage Message, float Score)>();
            var (weights, bias, dangers) = (Array.Empty<float>(), 0f, Array.Empty<float>());
            TriageCommand.Progress("training", sets.Count + 2, step =>
            {
                foreach (var set in sets)
                {
                    scores.AddRange(Unseen(trainer, sets.Where(other => other != set).SelectMany(other => other), set));
                    step();
                }

                (weights, bias) = trainer.Fit(all);
                step();
                dangers = trainer.FitDangers(all);
                step();
            });
            var thresholds = Languages.All.ToDictionary(language => language, language => ThresholdsOf(
                scores.Where(one => !one.Message.IsAtRisk && Languages.Guess(one.Message.Text) == language).Select(one => one.Score).ToList() is { Count: >= FewestOfEach } own
                    ? own
                    : scores.Where(one => !one.Message.IsAtRisk).Select(one => one.Score)));
            var found = scores.Count(one => one.Message.IsAtRisk && one.Score >= thresholds[Languages.Guess(one.Message.Text)].High);
            ModelFile.Write(TextModel.From(weights, bias, dangers, thresholds), parsed.GetRequiredValue(output).FullName);
            Terminal.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{all.Count} messages, {atRisk} at risk. On messages that it had not seen the model by itself finds {found / (double)atRisk:P1} of those at risk with {parsed.GetValue(high):P1} false alarms. Measure it with the rules: triage evaluate --model {parsed.GetRequiredValue(output).Name}"));

            TextModelThresholds ThresholdsOf(IEnumerable<float> harmless)
            {
                var descending = harmless.OrderDescending().ToArray();
                return new TextModelThresholds(At(descending, parsed.GetValue(high)), At(descending, parsed.GetValue(supported)), At(descending, parsed.GetValue(medium)));
            }
        });
        return command;
    }

    private static Option<double> Share(string name, double normal, string description)
    {
        var option = new Option<double>(name) { Description = $"{description} Default: {normal.ToString(CultureInfo.InvariantCulture)}.", DefaultValueFactory = _ => normal };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!double.TryParse(token.Value, CultureInfo.InvariantCulture, out var share) || share is not (> 0 and < 1)))
                result.AddError($"{name} is a share between 0 and 1, for example 0.03.");
        });
        return option;
    }

    private static IReadOnlyList<IReadOnlyList<LabelledMessage>> Sets(IReadOnlyList<IReadOnlyList<LabelledMessage>> files) => files.Count > 1
        ? files
        : [.. Enumerable.Range(0, Parts).Select(part => files[0].Where((_, index) => index % Parts == part).ToList())];

    private static IEnumerable<(LabelledMessage Message, float Score)> Unseen(ModelTrainer trainer, IEnumerable<LabelledMessage> seen, IReadOnlyList<LabelledMessage> unseen)
    {
        var (weights, bias) = trainer.Fit(seen);
        var model = TextModel.From(weights, bias, new float[Enum.GetValues<Danger>().Length * TextModel.DangerFeatures], NoThresholds);
        return unseen.Select(message => (message, model.Score(message.Text)));
    }

    private static float At(float[] descending, double share) => descending[(int)(descending.Length * share)] + 1e-4f;
}
