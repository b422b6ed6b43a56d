using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Helpline.Risk;
using Helpline.Server.Commands.Dialogs;
using Helpline.Server.Startup;
using Spectre.Console;

namespace Helpline.Server.Commands.Risk;

/// <summary><c>triage evaluate</c>, <c>train</c> and <c>export</c>: how well triage does on labelled messages, and making it do better on a deployment's own.</summary>
internal static class TriageCommand
{
    public static Command Create() => new("triage", "Measures triage on labelled messages, and trains the model that may raise what the rules found.") { Evaluate(), TrainCommand.Create(), ExportCommand.Create() };

    /// <summary>The lexicons of a directory, with or without a model.</summary>
    public static Triage Open(string directory, string? model) => new(DialogFiles.Read(directory).Lexicons, model is null ? null : ModelFile.Read(model));

    public static Argument<FileInfo[]> Files()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "CSV with the columns text and label (1: at risk, 0: not), or TSV, also with lang, category, danger.", Arity = ArgumentArity.OneOrMore };
        files.AcceptExistingOnly();
        return files;
    }

    public static Option<FileInfo> Model(string description)
    {
        var model = new Option<FileInfo>("--model") { Description = description };
        model.AcceptExistingOnly();
        return model;
    }

    private static Command Evaluate()
    {
        var files = Files();
        var directory = DialogsCommand.Directory();
        var json = new Option<bool>("--json") { Description = "Prints one line of JSON." };
        var show = new Option<string?>("--show") { Description = "errors: lists the messages that were judged wrongly. For files of your own only." };
        show.AcceptOnlyFromAmong("errors");
        var model = Model("A model from 'triage train' to measure with the rules; default: the one that lies in the dialog library, as in a running server.");
        var rulesAlone = new Option<bool>("--rules-alone") { Description = "Measures the rules without a model." };
        var command = new Command("evaluate", "Measures triage on labelled messages and prints figures, never the messages.") { files, directory, json, show, model, rulesAlone };
        command.Validators.Add(result =>
        {
            if (result.GetValue(rulesAlone) && result.GetValue(model) is not null)
                result.AddError("--rules-alone and --model exclude each other.");
        });
        command.SetAction(parsed =>
        {
            var messages = parsed.GetRequiredValue(files).SelectMany(LabelledFile.Read).ToList();
            var path = parsed.GetRequiredValue(directory);
            var assessed = Assess(Open(path, parsed.GetValue(rulesAlone) ? null : parsed.GetValue(model)?.FullName ?? ModelFile.Shipped(path)), messages);
            if (parsed.GetValue(json))
                Terminal.WriteLine(Figures.Of(assessed).ToJson());
            else
                Print(assessed, AnsiConsole.Console);
            if (parsed.GetValue(show) is not null)
                PrintErrors(assessed, Terminal.Out);
        });
        return command;
    }

    internal static List<AssessedMessage> Assess(Triage triage, IReadOnlyList<LabelledMessage> messages)
    {
        foreach (var message in messages.Take(2_000))
            triage.Assess(message.Text); // so that compiling is not measured
        var assessed = new List<AssessedMessage>(messages.Count);
        Progress("assessing", messages.Count, step =>
        {
            foreach (var message in messages)
            {
                var started = Stopwatch.GetTimestamp();
                var assessment = triage.Assess(message.Text);
                assessed.Add(new AssessedMessage(message, assessment, Stopwatch.GetElapsedTime(started).TotalMicroseconds));
                step();
            }
        });
        return assessed;
    }

    /// <summary>Shows a bar on a terminal's error stream, and nothing where nobody looks.</summary>
    public static void Progress(string what, int steps, Action<Action> work)
    {
        if (Terminal.IsErrorRedirected)
        {
            work(() => { });
            return;
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Terminal.Error) }).Progress().AutoClear(true).Start(bar =>
        {
            var task = bar.AddTask(what, maxValue: steps);
            work(() => task.Increment(1));
        });
    }

    /// <inheritdoc cref="Progress"/>
    public static async Task ProgressAsync(string what, int steps, Func<Action, Task> work)
    {
        if (Terminal.IsErrorRedirected)
        {
            await work(() => { });
            return;
        }

        await AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Terminal.Error) }).Progress().AutoClear(true).StartAsync(async bar =>
        {
            var task = bar.AddTask(what, maxValue: steps);
            await work(() => task.Increment(1));
        });
    }

    internal static void Print(IReadOnlyList<AssessedMessage> assessed, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("", "messages", "at risk", "recall", "false alarms", "precision");
        Add(table, "all", assessed);
        var languages = assessed.GroupBy(one => one.Message.Language).Where(group => group.Key is not null).ToList();
        var categories = assessed.GroupBy(one => one.Message.Category).Where(group => group.Key is not null).ToList();
        foreach (var group in languages)
            Add(table, group.Key!, [.. group]);
        foreach (var group in categories)
            Add(table, group.Key!, [.. group]);
        foreach (var language in languages.Where(_ => languages.Count > 1))
        {
            foreach (var group in language.GroupBy(one => one.Message.Category).Where(group => group.Key is not null))
                Add(table, $"{language.Key} {group.Key}", [.. group]);
        }

        console.Write(table);
        var all = Figures.Of(assessed);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.P50Us} us a message (median), {all.P99Us} us (99 %)"));
    }

    private static void Add(Table table, string name, IReadOnlyList<AssessedMessage> messages)
    {
        var figures = Figures.Of(messages);
        table.AddRow(new Text(name), Number(figures.N), Number(figures.Tp + figures.Fn), Share(figures.Recall), Share(figures.FalseAlarmRate), Share(figures.Precision));
    }

    private static Text Number(int number) => new Text(number.ToString(CultureInfo.InvariantCulture)).RightJustified();

    private static Text Share(double? share) => new Text(share is { } value ? value.ToString("P1", CultureInfo.InvariantCulture) : "").RightJustified();

    private static void PrintErrors(IEnumerable<AssessedMessage> assessed, TextWriter output)
    {
        foreach (var one in assessed.Where(one => one.IsFound != one.Message.IsAtRisk))
            output.WriteLine($"{(one.IsFound ? "false alarm" : "missed")}\t{one.Message.Line}\t{one.Message.Category}\t{one.Assessment.Level}\t{string.Join(' ', one.Assessment.Evidence.Select(evidence => evidence.Rule).Distinct())}\t{one.Message.Text}");
    }
}
