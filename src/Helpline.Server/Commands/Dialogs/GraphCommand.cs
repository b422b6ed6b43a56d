using System.CommandLine;
using Helpline.Dialogs;
using Helpline.Dialogs.Graphs;
using Helpline.Server.Startup;

namespace Helpline.Server.Commands.Dialogs;

/// <summary><c>dialogs graph</c>: a flow's states, or all flows, as a picture. It draws what lint refuses as well: a picture shows what is wrong.</summary>
internal static class GraphCommand
{
    private const string Mermaid = "mermaid";
    private const string Dot = "dot";

    public static Command Create()
    {
        var directory = DialogsCommand.Directory();
        var flow = new Argument<string?>("flow") { Description = "The flow whose states are drawn; default: all flows, and which leads to which.", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<string>("--format") { Description = "For what it is written.", DefaultValueFactory = _ => Mermaid };
        format.AcceptOnlyFromAmong(Mermaid, Dot);
        var language = new Option<string>("--lang") { Description = "The language of questions and answers.", DefaultValueFactory = _ => Languages.English };
        language.AcceptOnlyFromAmong([.. Languages.Known.Select(known => known.Tag)]);
        var file = new Option<string?>("--output") { Description = "The file to write; default: the terminal." };
        var command = new Command("graph", "Prints the dialogs as a picture; hand-offs, ends and states that nothing leads to are marked.") { flow, directory, format, language, file };
        command.SetAction(parsed =>
        {
            var picture = Draw(parsed.GetRequiredValue(directory), parsed.GetValue(flow), parsed.GetRequiredValue(format), parsed.GetRequiredValue(language));
            if (parsed.GetValue(file) is { } path)
                File.WriteAllText(path, picture);
            else
                parsed.InvocationConfiguration.Output.Write(picture);
        });
        return command;
    }

    private static string Draw(string directory, string? flow, string format, string language)
    {
        var library = DialogFiles.Sketch(directory);
        if (flow is not null && !library.Flows.ContainsKey(flow))
            throw new StartupException($"There is no flow '{flow}'; the flows are {string.Join(", ", library.Flows.Keys.Order(StringComparer.Ordinal))}.");
        if (!library.Languages.Contains(language))
            throw new StartupException($"The dialogs do not speak '{language}'; --lang is one of {string.Join(", ", library.Languages)}.");
        var graph = flow is null ? LibraryGraph.Of(library, language) : FlowGraph.Of(library, flow, language);
        return format == Dot ? DotWriter.Write(graph) : MermaidWriter.Write(graph);
    }
}
