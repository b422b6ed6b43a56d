using System.CommandLine;
using System.Globalization;
using Helpline.Dialogs;
using Helpline.Server.Startup;

namespace Helpline.Server.Commands.Dialogs;

/// <summary><c>dialogs translated</c>: records from which texts the translations were made, so that lint finds those that are older than their texts.</summary>
internal static class TranslatedCommand
{
    public static Command Create()
    {
        var directory = DialogsCommand.Directory();
        var name = new Option<string[]>("--phrase") { Description = "A phrase (welcome.hello) or a label (answers.yes) that is revised, or right as it is. May be given several times.", DefaultValueFactory = _ => [] };
        var language = new Option<string?>("--language") { Description = "The language that it is revised in; default: all." };
        var all = new Option<bool>("--all") { Description = "Everything is revised." };
        var command = new Command("translated", "Records new translations, and those that are named as revised. 'dialogs lint' warns of the others whose text has changed since.") { directory, name, language, all };
        command.SetAction(parsed => Write(parsed.GetRequiredValue(directory), parsed.GetRequiredValue(name), parsed.GetValue(language), parsed.GetValue(all), Terminal.Out));
        return command;
    }

    internal static void Write(string directory, IReadOnlyList<string> names, string? language, bool all, TextWriter output)
    {
        var library = DialogFiles.Read(directory);
        var records = library.Translations.Where(record => language is null || record.Language == language).ToList();
        if (records.Count == 0)
            throw new StartupException($"Nothing is translated into '{language}'. Translations are made into {string.Join(", ", library.Translations.Select(record => record.Language))}.");
        if (names.FirstOrDefault(name => records.All(record => !record.Names.Contains(name))) is { } unknown)
            throw new StartupException($"There is no translation '{unknown}'. Phrases are named flow.phrase, labels {TranslationRecord.Labels}yes.");
        foreach (var record in records)
        {
            var added = record.New.ToHashSet(StringComparer.Ordinal);
            File.WriteAllText(Path.Combine(directory, "phrases", record.Language, "translated.yaml"), record.Write(name => all || added.Contains(name) || names.Contains(name)));
            var left = all ? [] : record.Stale.Except(names).ToList();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{record.Language}: {record.Names.Count} translations, {added.Count} of them new, {left.Count} older than their text{string.Concat(left.Select(name => $"\n  {name}"))}"));
        }
    }
}
