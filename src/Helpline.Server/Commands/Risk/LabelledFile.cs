using Helpline.Dialogs;
using Helpline.Risk;
using Microsoft.VisualBasic.FileIO;

namespace Helpline.Server.Commands.Risk;

/// <summary>
/// Reads labelled messages: CSV (fields with commas in quotes) or, if the first line has tabs, TSV (no quoting). The first line names the columns;
/// <c>text</c> and <c>label</c> (1: at risk, 0: not) must be there, <c>lang</c>, <c>category</c> and <c>danger</c> may be.
/// </summary>
internal static class LabelledFile
{
    /// <exception cref="StartupException">A line cannot be read; it is named.</exception>
    public static IReadOnlyList<LabelledMessage> Read(FileInfo file)
    {
        using var lines = file.OpenText();
        var header = lines.ReadLine() ?? throw new StartupException($"{file.Name} is empty; its first line names the columns, at least text and label.");
        return header.Contains('\t', StringComparison.Ordinal) ? ReadTabs(file, header) : ReadCommas(file);
    }

    private static List<LabelledMessage> ReadTabs(FileInfo file, string header)
    {
        var columns = new Columns(file, header.Split('\t'));
        return [.. File.ReadLines(file.FullName).Skip(1).Select((line, index) => columns.Message(line.Split('\t'), index + 2))];
    }

    private static List<LabelledMessage> ReadCommas(FileInfo file)
    {
        using var parser = new TextFieldParser(file.FullName) { TextFieldType = FieldType.Delimited, HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        parser.SetDelimiters(",");
        var columns = new Columns(file, parser.ReadFields() ?? []);
        var messages = new List<LabelledMessage>();
        while (!parser.EndOfData)
        {
            var line = parser.LineNumber;
            try
            {
                messages.Add(columns.Message(parser.ReadFields()!, line));
            }
            catch (MalformedLineException)
            {
                throw new StartupException($"{file.Name}, line {parser.ErrorLineNumber}: the quotes do not match; fields with commas or quotes are written \"in quotes\", a quote in them twice.");
            }
        }

        return messages;
    }

    private sealed class Columns
    {
        private readonly FileInfo _file;
        private readonly int _count;
        private readonly int _text;
        private readonly int _label;
        private readonly int _language;
        private readonly int _category;
        private readonly int _danger;

        public Columns(FileInfo file, string[] header)
        {
            (_file, _count) = (file, header.Length);
            (_text, _label) = (Array.IndexOf(header, "text"), Array.IndexOf(header, "label"));
            (_language, _category, _danger) = (Array.IndexOf(header, "lang"), Array.IndexOf(header, "category"), Array.IndexOf(header, "danger"));
            if (_text < 0 || _label < 0)
                throw new StartupException($"{file.Name} has no columns 'text' and 'label' in its first line.");
        }

        public LabelledMessage Message(string[] fields, long line)
        {
            if (fields.Length != _count || fields[_label] is not ("0" or "1"))
                throw new StartupException($"{_file.Name}, line {line}: expected {_count} fields and a label of 0 or 1.");
            var danger = Optional(fields, _danger);
            if (danger is not null && SnakeCase.Parse<Danger>(danger) is null)
                throw new StartupException($"{_file.Name}, line {line}: the danger is one of {string.Join(", ", Enum.GetValues<Danger>().Select(SnakeCase.Of))}, or '-'.");
            return new LabelledMessage(line, fields[_text], fields[_label] == "1", Optional(fields, _language), Optional(fields, _category), danger is null ? null : SnakeCase.Parse<Danger>(danger));
        }

        private static string? Optional(string[] fields, int column) => column < 0 || fields[column] is "" or "-" ? null : fields[column];
    }
}
