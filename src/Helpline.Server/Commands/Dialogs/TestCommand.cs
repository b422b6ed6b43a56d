using System.CommandLine;
using System.Globalization;
using Helpline.Dialogs;
using Helpline.Rehearsals;
using Helpline.Risk;
using Helpline.Server.Startup;
using Spectre.Console;

namespace Helpline.Server.Commands.Dialogs;

/// <summary><c>dialogs test</c>: plays the golden transcripts and shows where a talk goes otherwise; says how much of the library they cover.</summary>
internal static class TestCommand
{
    private const string Folder = "transcripts";
    private const int MostDifferences = 20;

    public static Command Create()
    {
        var directory = DialogsCommand.Directory();
        var update = new Option<bool>("--update") { Description = "Rewrites the transcripts as the talks go now, and writes talks through states that none enters." };
        var command = new Command("test", "Plays the transcripts: exit code 0 if every talk goes as written and all states are entered in every language.") { directory, update };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(directory), parsed.GetValue(update), AnsiConsole.Console));
        return command;
    }

    internal static int Run(string directory, bool update, IAnsiConsole console)
    {
        var library = DialogFiles.Read(directory);
        var dialogs = new DialogEngine(library);
        var stage = new Stage(dialogs, new Triage(library.Lexicons));
        var coverage = new Coverage(library);
        var files = Files(directory);
        var failures = 0;
        foreach (var file in files)
        {
            var written = Read(file, library);
            var played = written.Select(transcript => stage.Play(transcript)).ToList();
            foreach (var (transcript, performance) in written.Zip(played))
            {
                coverage.Add(transcript.Language, performance.Path);
                if (!update && !transcript.Lines.SequenceEqual(performance.Transcript.Lines))
                {
                    failures++;
                    Show(console, Path.GetRelativePath(directory, file), transcript, performance.Transcript);
                }
            }

            if (update)
                File.WriteAllText(file, Transcript.Format(played.Select(performance => performance.Transcript)));
        }

        if (update)
            Complete(directory, dialogs, stage, coverage);
        coverage.Print(console);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Sum(file => Read(file, library).Count)} talks, {failures} of them go otherwise."));
        return failures == 0 && coverage.IsComplete ? 0 : 1;
    }

    private static List<string> Files(string directory) => Path.Combine(directory, Folder) is var folder && System.IO.Directory.Exists(folder)
        ? [.. System.IO.Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal)]
        : [];

    private static IReadOnlyList<Transcript> Read(string file, DialogLibrary library)
    {
        try
        {
            var transcripts = Transcript.Parse(File.ReadAllText(file));
            if (transcripts.FirstOrDefault(transcript => transcript.State != Transcript.NewContact && !library.States.ContainsKey(transcript.State)) is { } lost)
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {lost.Line}: no flow has the state '{lost.State}' that the talk begins at. Write its new name, or take the talk out and let --update write others"));
            if (transcripts.FirstOrDefault(transcript => !library.Languages.Contains(transcript.Language)) is { } strange)
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {strange.Line}: '{strange.Language}' is no live language; the live ones are {string.Join(", ", library.Languages)}"));
            return transcripts;
        }
        catch (FormatException error)
        {
            throw new StartupException($"{file}: {error.Message}");
        }
    }

    private static void Complete(string directory, DialogEngine dialogs, Stage stage, Coverage coverage)
    {
        System.IO.Directory.CreateDirectory(Path.Combine(directory, Folder));
        var explorer = new Explorer(dialogs, stage);
        foreach (var language in dialogs.Library.Languages)
        {
            var known = coverage.Entered(language).ToList();
            foreach (var flow in dialogs.Library.Flows.Keys.Order(StringComparer.Ordinal))
            {
                var talks = explorer.Explore(flow, language, known);
                if (talks.Count == 0)
                    continue;
                foreach (var talk in talks)
                    coverage.Add(language, stage.Play(talk).Path);
                File.AppendAllText(Path.Combine(directory, Folder, $"{flow}.{language}.txt"), Transcript.Format(talks));
            }
        }
    }

    /// <summary>The talk with what was expected and what came, side by side where they part.</summary>
    private static void Show(IAnsiConsole console, string file, Transcript expected, Transcript actual)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}:{expected.Line}: {expected.Title}"));
        foreach (var (mark, line) in Differences.Of([.. expected.Lines.Select(line => line.ToString())], [.. actual.Lines.Select(line => line.ToString())]).Take(MostDifferences))
            console.Write(new Text($"  {mark} {line.Replace("\n", "\n    ", StringComparison.Ordinal)}\n", mark switch { '-' => new Style(Color.Red), '+' => new Style(Color.Green), _ => Style.Plain }));
    }
}
