using System.CommandLine;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Server.Startup;

namespace Helpline.Server.Commands.Dialogs;

/// <summary><c>dialogs lint</c> and <c>dialogs graph</c>.</summary>
internal static class DialogsCommand
{
    public static Command Create()
    {
        var directory = Directory();
        var lint = new Command("lint", "Proves the dialog library: exit code 0 if it is whole, 1 with every problem as file:line:column.") { directory };
        lint.SetAction(parsed => Lint(parsed.GetRequiredValue(directory)));
        var graph = new Command("graph", "Prints the dialogs as a Graphviz DOT graph.") { directory };
        graph.SetAction(parsed => Terminal.WriteLine(new DialogEngine(DialogFiles.Read(parsed.GetRequiredValue(directory))).ToDot()));
        var lifecycle = new Command("lifecycle", "Prints who may speak to a child, as a Mermaid state diagram.");
        lifecycle.SetAction(_ => Terminal.WriteLine(ConversationLifecycle.ToMermaid()));
        return new Command("dialogs", "Works on the dialog library.") { lint, graph, TestCommand.Create(), CostCommand.Create(), SchemaCommand.Create(), TranslatedCommand.Create(), lifecycle };
    }

    /// <summary>Where the library is, for the verbs that work on one.</summary>
    public static Option<string> Directory() => new("--directory")
    {
        Description = "The dialog library.",
        DefaultValueFactory = _ => new HelplineOptions().DialogsDirectory,
    };

    private static int Lint(string directory)
    {
        try
        {
            var library = DialogFiles.Read(directory, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
            foreach (var warning in library.Warnings)
                Terminal.Error.WriteLine($"{directory}/{warning}");
            Terminal.WriteLine($"{directory}: {library.Flows.Count} flows, {library.States.Count} states, {library.Lexicons.Sum(lexicon => lexicon.Rules.Count)} risk rules, no errors, {library.Warnings.Count} warnings. Revision {library.Revision}.");
            return 0;
        }
        catch (DialogLibraryException error)
        {
            foreach (var problem in error.Problems)
                Terminal.Error.WriteLine($"{directory}/{problem}");
            return 1;
        }
    }
}
