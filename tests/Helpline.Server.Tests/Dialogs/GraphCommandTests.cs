using System.CommandLine;
using Helpline.Server.Commands;
using Helpline.Server.Commands.Dialogs;

namespace Helpline.Server.Tests.Dialogs;

/// <summary><c>dialogs graph</c> on the dialogs that are shipped.</summary>
public sealed class GraphCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-graph-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Without_a_flow_all_flows_are_drawn_for_mermaid()
    {
        var picture = Run("--directory", Repository.Dialogs);

        picture.ShouldStartWith("---\ntitle: \"All flows\"\n---\nflowchart LR\n");
        picture.ShouldContain("HAND-OFF]<br/>pictures<br/>");
        picture.ShouldNotContain("NOT REACHED");
    }

    [Fact]
    public void A_flow_is_drawn_for_graphviz_in_a_language()
    {
        var picture = Run("pictures", "--format", "dot", "--lang", "ur", "--directory", Repository.Dialogs);

        picture.ShouldStartWith("digraph \"Someone threatens to share my pictures\" {\n");
        picture.ShouldContain("\"pictures.urgent\" [label=\"[HAND-OFF, imminent: sexual_exploitation]\\nurgent\\n");
        picture.ShouldContain("label=\"ہاں\"");
    }

    [Fact]
    public void A_picture_is_written_to_a_file()
    {
        var file = Path.Combine(_directory, "picture.mmd");

        Run("pictures", "--output", file, "--directory", Repository.Dialogs).ShouldBeEmpty();

        File.ReadAllText(file).ShouldBe(Run("pictures", "--directory", Repository.Dialogs));
    }

    [Fact]
    public void What_lint_refuses_is_drawn_with_what_is_wrong()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Dialogs, "*.yaml", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_directory, Path.GetRelativePath(Repository.Dialogs, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.AppendAllText(Path.Combine(_directory, "flows", "hide.yaml"), "  lonely:\n    go: menu.start\n");

        Run("hide", "--directory", _directory).ShouldContain("[step, NOT REACHED]<br/>lonely");
    }

    [Fact]
    public void A_flow_that_is_not_there_is_refused_with_those_that_are() =>
        Should.Throw<StartupException>(() => Run("nothing", "--directory", Repository.Dialogs)).Message.ShouldStartWith("There is no flow 'nothing'; the flows are adult_agreement, ");

    [Theory]
    [InlineData("--format", "png")]
    [InlineData("--lang", "fr")]
    public void What_it_does_not_write_is_refused(string option, string value) =>
        GraphCommand.Create().Parse([option, value]).Errors.ShouldNotBeEmpty();

    private static string Run(params string[] arguments)
    {
        using var output = new StringWriter();
        GraphCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false }).ShouldBe(0);
        return output.ToString();
    }
}
