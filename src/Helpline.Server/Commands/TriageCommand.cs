using System.CommandLine;
using Helpline.Risk;
using Helpline.Server.Startup;
using Microsoft.VisualBasic.FileIO;

namespace Helpline.Server.Commands;

/// <summary><c>triage evaluate FILE</c>: how well triage does on labelled messages. Prints figures, never the messages.</summary>
internal static class TriageCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A CSV file with the columns text and label (1: at risk, 0: not)." };
        file.AcceptExistingOnly();
        var directory = DialogsCommand.Directory();
        var evaluate = new Command("evaluate", "Measures triage on a labelled file and prints figures.") { file, directory };
        evaluate.SetAction(parsed =>
        {
            var triage = new Triage(DialogFiles.Read(parsed.GetRequiredValue(directory)).Lexicons);
            var rows = Rows(parsed.GetRequiredValue(file)).Select(row => (row.AtRisk, triage.Assess(row.Text).Level)).ToList();
            Print(rows, Terminal.Out);
        });
        return new Command("triage", "Works on triage.") { evaluate };
    }

    internal static void Print(IReadOnlyList<(bool AtRisk, RiskLevel Level)> rows, TextWriter output)
    {
        output.WriteLine($"{rows.Count} messages, {rows.Count(row => row.AtRisk)} at risk");
        foreach (var level in Enum.GetValues<RiskLevel>().Where(level => level > RiskLevel.None))
        {
            var found = rows.Count(row => row.Level >= level);
            var rightly = rows.Count(row => row.Level >= level && row.AtRisk);
            output.WriteLine($"{level,-9} or more: {found,6} found, recall {Share(rightly, rows.Count(row => row.AtRisk))}, precision {Share(rightly, found)}, false alarms {Share(found - rightly, rows.Count(row => !row.AtRisk))}");
        }
    }

    private static string Share(int part, int whole) => whole == 0 ? "  n/a" : $"{(double)part / whole,6:P1}";

    private static IEnumerable<(string Text, bool AtRisk)> Rows(FileInfo file)
    {
        using var parser = new TextFieldParser(file.FullName) { TextFieldType = FieldType.Delimited, HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        parser.SetDelimiters(",");
        var header = parser.ReadFields() ?? [];
        var (text, label) = (Array.IndexOf(header, "text"), Array.IndexOf(header, "label"));
        if (text < 0 || label < 0)
            throw new StartupException($"{file.Name} has no columns 'text' and 'label' in its first line.");
        while (!parser.EndOfData)
        {
            string[] fields;
            try
            {
                fields = parser.ReadFields()!;
            }
            catch (MalformedLineException)
            {
                throw new StartupException($"{file.Name}, line {parser.ErrorLineNumber}: the quotes do not match; fields with commas or quotes are written \"in quotes\", a quote in them twice.");
            }

            if (fields.Length != header.Length || fields[label] is not ("0" or "1"))
                throw new StartupException($"{file.Name}, line {parser.LineNumber - 1}: expected {header.Length} fields and a label of 0 or 1.");
            yield return (fields[text], fields[label] == "1");
        }
    }
}
