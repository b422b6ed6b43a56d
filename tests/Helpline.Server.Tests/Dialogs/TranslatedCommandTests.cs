using Helpline.Dialogs;
using Helpline.Server.Commands;
using Helpline.Server.Commands.Dialogs;
using Helpline.Server.Startup;

namespace Helpline.Server.Tests.Dialogs;

/// <summary>The record of translations, as the verb writes it.</summary>
public sealed class TranslatedCommandTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-translated-").FullName;
    private readonly StringWriter _output = new();

    public TranslatedCommandTests() => Repository.CopyDialogs(_directory);

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void The_shipped_record_is_complete_and_no_translation_is_old()
    {
        var records = DialogFiles.Read(_directory).Translations;

        records.Select(record => record.Language).ShouldBe(["ur", "ur-Latn"]);
        foreach (var record in records)
        {
            record.New.ShouldBeEmpty($"{record.Language}: run 'dialogs translated'");
            record.Stale.ShouldBeEmpty($"{record.Language}: revise them, then run 'dialogs translated --phrase …'");
            File.ReadAllText(Path.Combine(_directory, "phrases", record.Language, "translated.yaml")).ReplaceLineEndings("\n").ShouldBe(record.Write(_ => false));
        }
    }

    [Fact]
    public void Old_translations_are_listed_until_they_are_named_as_revised()
    {
        var name = ChangeAText();

        Write([], null);
        _output.ToString().ShouldContain($"1 older than their text\n  {name}");
        Write([name], "ur");
        Warnings().ShouldHaveSingleItem().File.ShouldStartWith("phrases/ur-Latn/");
        Write([name], null);
        Warnings().ShouldBeEmpty();
    }

    [Fact]
    public void All_may_be_recorded_as_revised_at_once()
    {
        ChangeAText();

        TranslatedCommand.Write(_directory, [], null, all: true, _output);

        Warnings().ShouldBeEmpty();
    }

    [Fact]
    public void What_there_is_not_is_refused()
    {
        Should.Throw<StartupException>(() => Write(["help.nothing"], null)).Message.ShouldContain("There is no translation 'help.nothing'");
        Should.Throw<StartupException>(() => Write([], "fr")).Message.ShouldContain("Translations are made into ur, ur-Latn");
    }

    private void Write(string[] names, string? language) => TranslatedCommand.Write(_directory, names, language, all: false, _output);

    private List<DialogProblem> Warnings() => [.. DialogFiles.Read(_directory, Today).Warnings.Where(warning => warning.Message.Contains("changed since", StringComparison.Ordinal))];

    private string ChangeAText()
    {
        var path = Path.Combine(_directory, "phrases", "en", "welcome.yaml");
        var lines = File.ReadAllLines(path);
        var index = Array.FindIndex(lines, line => line.Contains(": \"", StringComparison.Ordinal));
        lines[index] = lines[index].TrimEnd('"') + "!\"";
        File.WriteAllLines(path, lines);
        return $"welcome.{lines[index][..lines[index].IndexOf(':', StringComparison.Ordinal)]}";
    }
}
