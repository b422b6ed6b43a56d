using Helpline.Server.Commands;
using Helpline.Server.Commands.Dialogs;
using Spectre.Console;

namespace Helpline.Server.Tests.Dialogs;

/// <summary>The golden transcripts, and what is said when a talk goes otherwise.</summary>
public sealed class TestCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-transcripts-").FullName;
    private readonly StringWriter _output = new();
    private readonly IAnsiConsole _console;

    public TestCommandTests()
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.No });
        _console.Profile.Width = 400;
    }

    private string File => Path.Combine(_directory, "transcripts", "help.en.txt");

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void The_shipped_dialogs_talk_as_written_and_every_state_is_entered_in_every_language()
    {
        TestCommand.Run(Repository.Dialogs, update: false, _console).ShouldBe(0, _output.ToString());

        _output.ToString().ShouldContain(" 0 of them go otherwise.");
        _output.ToString().ShouldNotContain("no talk goes from");
    }

    [Fact]
    public void A_way_that_no_talk_goes_is_named()
    {
        Repository.CopyDialogs(_directory);
        var text = System.IO.File.ReadAllText(Path.Combine(_directory, "transcripts", "lesson_password.ur.txt"));
        Directory.Delete(Path.Combine(_directory, "transcripts"), recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, text[..text.IndexOf("# A lesson that is left", StringComparison.Ordinal)]);

        TestCommand.Run(_directory, update: false, _console);

        _output.ToString().ShouldContain("no talk goes from lesson_password.start to lesson_password.again");
        _output.ToString().ShouldNotContain("from lesson_password.start to lesson_password.begin");
    }

    [Fact]
    public void A_talk_that_goes_otherwise_is_shown_with_what_was_expected_and_what_came()
    {
        Repository.CopyDialogs(_directory);
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace("< ", "< Dear child, ", StringComparison.Ordinal));

        TestCommand.Run(_directory, update: false, _console).ShouldBe(1);

        _output.ToString().ShouldContain("transcripts/help.en.txt:1: help.start");
        _output.ToString().ShouldContain("  - < Dear child, ");
        _output.ToString().ShouldContain("  + < ");
    }

    [Theory]
    [InlineData("at help.gone in en", "no flow has the state 'help.gone'")]
    [InlineData("at help.start in eo", "'eo' is no live language")]
    public void A_talk_that_cannot_begin_is_named_with_its_line(string beginning, string problem)
    {
        Repository.CopyDialogs(_directory);
        System.IO.File.WriteAllText(File, $"# A talk\n{beginning}\n> 1\n");

        Should.Throw<StartupException>(() => TestCommand.Run(_directory, update: true, _console)).Message.ShouldContain($"help.en.txt: line 1: {problem}");
    }

    [Fact]
    public void Updating_writes_the_talks_as_they_go_and_those_that_are_missing()
    {
        Repository.CopyDialogs(_directory);
        var before = System.IO.File.ReadAllText(File);
        System.IO.File.WriteAllText(File, before.Replace("< ", "< Dear child, ", StringComparison.Ordinal));
        System.IO.File.Delete(Path.Combine(_directory, "transcripts", "pictures.ur.txt"));

        TestCommand.Run(_directory, update: true, _console).ShouldBe(0);

        System.IO.File.ReadAllText(File).ShouldBe(before);
        TestCommand.Run(_directory, update: false, _console).ShouldBe(0);
    }

    [Fact]
    public void A_state_that_no_talk_enters_is_named()
    {
        Repository.CopyDialogs(_directory);
        System.IO.File.Delete(Path.Combine(_directory, "transcripts", "pictures.ur.txt"));

        TestCommand.Run(_directory, update: false, _console).ShouldBe(1);

        _output.ToString().ShouldContain("no talk enters pictures.report");
    }

    [Fact]
    public void A_line_that_is_none_is_refused_with_its_place()
    {
        Repository.CopyDialogs(_directory);
        System.IO.File.WriteAllText(File, "# A talk\nat help.start in en\nhello\n");

        Should.Throw<StartupException>(() => TestCommand.Run(_directory, update: false, _console)).Message.ShouldContain("help.en.txt: line 3: 'hello' is none of");
    }
}
