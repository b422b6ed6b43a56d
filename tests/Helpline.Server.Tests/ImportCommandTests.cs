using System.Text.Json;
using Helpline.Server.Commands;
using Helpline.Server.Commands.Dialogs;

namespace Helpline.Server.Tests;

/// <summary>The verb: what it writes and prints, and what it refuses.</summary>
[Collection("the terminal")] // it is one for all
public sealed class ImportCommandTests : IDisposable
{
    private const string Export = """
        {"version": "13", "campaigns": [], "triggers": [], "groups": [], "fields": [], "flows": [
          {"uuid": "f", "name": "Hello", "spec_version": "13.1.0", "language": "base", "type": "messaging", "localization": {"rom": {"s": {"text": ["Salam"]}}}, "nodes": [
            {"uuid": "a", "actions": [{"uuid": "s", "type": "send_msg", "text": "Hello \u0007[red]there[/]"}, {"uuid": "m", "type": "send_email"}], "exits": [{"uuid": "x", "destination_uuid": null}]}]}]}
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-import-").FullName;

    private string _library = Repository.Dialogs;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Source => Path.Combine(_directory, "export.json");

    private string Target => Path.Combine(_directory, "out");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Files_are_written_and_what_is_missing_is_a_table()
    {
        var (code, output, errors) = await RunAsync(Export, "--lang", "base=en,rom=ur-Latn");

        code.ShouldBe(0, errors);
        output.ShouldContain("send_email");
        output.ShouldContain("1 flows with 1 nodes: 0 came over as they were, 0 need a look, of 1 something is missing. 3 files are in ");
        (await File.ReadAllTextAsync(Path.Combine(Target, "phrases", "en", "hello.yaml"), Token)).ShouldContain("\"Hello \\u0007[red]there[/]\"");
        (await File.ReadAllTextAsync(Path.Combine(Target, "phrases", "ur-Latn", "hello.yaml"), Token)).ShouldContain("Salam");
        (await File.ReadAllTextAsync(Path.Combine(Target, "flows", "hello.yaml"), Token)).ShouldContain("# node a");
        output.ShouldNotContain("\u0007", Case.Sensitive, "an export does not steer the terminal");
    }

    [Fact]
    public async Task Json_is_a_line_for_each_finding_and_nothing_else()
    {
        var (code, output, errors) = await RunAsync(Export, "--lang", "base=en", "--json");

        code.ShouldBe(0);
        var findings = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        findings.ShouldContain(finding => finding.GetProperty("flow").GetString() == "Hello" && finding.GetProperty("node").GetString() == "a" && finding.GetProperty("type").GetString() == "send_email" && finding.GetProperty("outcome").GetString() == "not_converted");
        findings.ShouldAllBe(finding => finding.GetProperty("why").GetString()!.Length > 0 && finding.GetProperty("remedy").GetString()!.Length > 0);
        errors.ShouldContain("1 flows with 1 nodes");
    }

    [Fact]
    public async Task Files_that_are_there_are_not_overwritten_and_nothing_else_is_written()
    {
        Directory.CreateDirectory(Path.Combine(Target, "phrases", "en"));
        var mine = Path.Combine(Target, "phrases", "en", "hello.yaml");
        await File.WriteAllTextAsync(mine, "mine", Token);

        (await Should.ThrowAsync<StartupException>(() => RunAsync(Export, "--lang", "base=en"))).Message.ShouldContain("phrases/en/hello.yaml; nothing was written");

        (await File.ReadAllTextAsync(mine, Token)).ShouldBe("mine");
        Directory.Exists(Path.Combine(Target, "flows")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("not json", "is not JSON")]
    [InlineData("{}", "no list 'flows'")]
    [InlineData("{\"version\":\"11\",\"flows\":[]}", "versions 13 and 14")]
    [InlineData("{\"version\":\"13\",\"flows\":[{", "ends in the middle")]
    public async Task A_file_that_is_no_export_is_refused_by_name_and_nothing_is_written(string content, string says)
    {
        var message = (await Should.ThrowAsync<StartupException>(() => RunAsync(content))).Message;

        message.ShouldStartWith("export.json: ");
        message.ShouldContain(says);
        Directory.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task Languages_that_are_not_named_are_asked_for() =>
        (await Should.ThrowAsync<StartupException>(() => RunAsync(Export))).Message.ShouldContain("--lang base=en");

    [Theory]
    [InlineData("eng=fr")]
    [InlineData("eng")]
    [InlineData("=en")]
    [InlineData("eng=en=ur")]
    public async Task A_list_of_languages_that_is_none_is_refused(string languages)
    {
        var (code, _, errors) = await RunAsync(Export, "--lang", languages);

        code.ShouldNotBe(0);
        errors.ShouldContain("is not a list of pairs such as eng=en,urd=ur");
        Directory.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_refused_in_a_sentence()
    {
        await File.WriteAllTextAsync(Target, "a file, not a directory", Token);

        (await Should.ThrowAsync<StartupException>(() => RunAsync(Export, "--lang", "base=en"))).Message.ShouldContain("cannot be written");
    }

    [Fact]
    public async Task A_library_that_is_not_there_is_asked_for()
    {
        _library = Path.Combine(_directory, "nowhere");

        (await Should.ThrowAsync<StartupException>(() => RunAsync(Export, "--lang", "base=en"))).Message.ShouldContain("--directory");
        Directory.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_linter_of_the_library_would_say_is_in_the_table()
    {
        var (_, output, _) = await RunAsync(Export.Replace("Hello \\u0007[red]there[/]", "Hello @fields.who", StringComparison.Ordinal), "--lang", "base=en");

        output.ShouldContain("the placeholder {fact.my_who} names no fact that is set");
        output.ShouldContain("phrases/en/hello.yaml, line 1");
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string export, params string[] args)
    {
        await File.WriteAllTextAsync(Source, export, Token);
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var (before, errorsBefore) = (System.Console.Out, System.Console.Error);
        System.Console.SetOut(output);
        System.Console.SetError(errors);
        try
        {
            var code = await DialogsCommand.Create().Parse(["import", "rapidpro", Source, "--output", Target, "--directory", _library, .. args]).InvokeAsync(new() { EnableDefaultExceptionHandler = false, Output = output, Error = errors }, Token);
            return (code, output.ToString(), errors.ToString());
        }
        finally
        {
            System.Console.SetOut(before);
            System.Console.SetError(errorsBefore);
        }
    }
}
