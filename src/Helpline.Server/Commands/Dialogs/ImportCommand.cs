using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Helpline.Dialogs;
using Helpline.Dialogs.Import;
using Helpline.Server.Commands.Risk;
using Helpline.Server.Startup;
using Spectre.Console;

namespace Helpline.Server.Commands.Dialogs;

/// <summary><c>dialogs import rapidpro</c>: flows that somebody has in RapidPro or TextIt, as a draft for the content team.</summary>
internal static class ImportCommand
{
    /// <summary>Bytes; the whole export is in memory several times over.</summary>
    private const long LargestExport = 256 * 1024 * 1024;

    /// <summary>Columns of a table that goes into a file: long enough that hardly a line is broken.</summary>
    private const int WidthOfFile = 400;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The export: JSON, from RapidPro's Settings > Export, version 13 or 14." };
        file.AcceptExistingOnly();
        var output = new Option<DirectoryInfo>("--output") { Description = "Where flows/ and phrases/ are written. Files that are there are never overwritten.", Required = true };
        var lang = new Option<string?>("--lang") { Description = $"RapidPro's language codes and ours ({string.Join(", ", Languages.Known.Select(known => known.Tag))}), such as base=en,rom=ur-Latn. {Known(RapidProImport.UsualLanguages)} are known." };
        lang.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Parse(token.Value) is null)
                result.AddError($"--lang '{token.Value}' is not a list of pairs such as eng=en,urd=ur; our languages are {string.Join(", ", Languages.Known.Select(known => known.Tag))}.");
        });
        var json = new Option<bool>("--json") { Description = "Prints a line of JSON for each thing to look at, instead of a table." };
        var directory = DialogsCommand.Directory();
        var rapidPro = new Command("rapidpro", "Converts a RapidPro or TextIt export into flows and phrases, and lists all that does not come over.") { file, output, lang, json, directory };
        rapidPro.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(directory), parsed.GetRequiredValue(output).FullName, Parse(parsed.GetValue(lang) ?? "")!, parsed.GetValue(json)));
        return new Command("import", "Brings dialogs over from other systems.") { rapidPro };
    }

    private static int Run(FileInfo file, string library, string directory, IReadOnlyDictionary<string, string> languages, bool asJson)
    {
        var result = Convert(file, library, languages);
        Write(directory, result.Files);
        var figures = result.Figures;
        var summary = string.Create(CultureInfo.InvariantCulture, $"{figures.Flows} flows with {figures.Nodes} nodes: {figures.AsTheyWere} came over as they were, {figures.Whole - figures.AsTheyWere} need a look, of {figures.Nodes - figures.Whole} something is missing. {result.Files.Count} files are in {directory}.");
        if (asJson)
        {
            foreach (var finding in result.Findings)
                Terminal.WriteLine(JsonSerializer.Serialize(new { flow = finding.Flow, node = finding.Node, type = finding.Type, outcome = SnakeCase.Of(finding.Outcome), why = finding.Why, remedy = finding.Remedy }, Readable));
            Terminal.Error.WriteLine(summary);
        }
        else
        {
            Print(result.Findings);
            Terminal.WriteLine(summary);
        }

        return 0;
    }

    private static ImportResult Convert(FileInfo file, string library, IReadOnlyDictionary<string, string> languages)
    {
        if (file.Length > LargestExport)
            throw new StartupException($"{file.Name} has {file.Length / 1024 / 1024} MiB; {LargestExport / 1024 / 1024} is the most. Export fewer flows at once.");
        try
        {
            var import = RapidProImport.Read(File.ReadAllText(file.FullName), languages);
            ImportResult? result = null;
            TriageCommand.Progress("converting", import.Steps, step => result = import.Convert(DialogFiles.Sources(library), step));
            return result!;
        }
        catch (DialogLibraryException)
        {
            throw new StartupException($"{library} does not exist; name the dialog library that the flows are to join with --directory.");
        }
        catch (RapidProFormatException error)
        {
            throw new StartupException($"{file.Name}: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file.FullName} cannot be read: {error.Message}");
        }
    }

    /// <summary>Writes all files, or none if one of them is there already.</summary>
    private static void Write(string directory, IReadOnlyList<DialogSource> files)
    {
        var there = files.Where(file => File.Exists(Path.Combine(directory, file.Path))).Select(file => file.Path).ToList();
        if (there.Count > 0)
            throw new StartupException($"{directory} has {there.Count} of the files already, such as {there[0]}; nothing was written. Name an empty directory with --output, and move over by hand what is good.");
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var file in files)
            {
                var path = Path.Combine(directory, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{directory} cannot be written: {error.Message}");
        }
    }

    private static void Print(IReadOnlyList<ImportFinding> findings)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Terminal.Out) });
        if (Terminal.IsOutputRedirected)
            console.Profile.Width = WidthOfFile;
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("flow", "node", "type", "", "why", "what to do");
        foreach (var finding in findings)
            table.AddRow(Cell(finding.Flow), Cell(finding.Node), Cell(finding.Type), Cell(finding.Outcome == ImportOutcome.Check ? "look" : "missing"), Cell(finding.Why), Cell(finding.Remedy));
        console.Write(table);
    }

    /// <summary>An export's texts must not steer the terminal.</summary>
    private static Text Cell(string text) => new(string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)));

    /// <summary>The pairs together with those that are known; null if the text is not of this form.</summary>
    private static Dictionary<string, string>? Parse(string text)
    {
        var languages = new Dictionary<string, string>(RapidProImport.UsualLanguages, StringComparer.Ordinal);
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=') is not [{ Length: > 0 } code, var language] || Languages.Of(language) is null)
                return null;
            languages[code] = language;
        }

        return languages;
    }

    private static string Known(IReadOnlyDictionary<string, string> languages) => string.Join(" and ", languages.Select(language => $"{language.Key}={language.Value}"));
}
