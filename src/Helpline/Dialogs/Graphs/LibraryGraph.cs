using System.Globalization;

namespace Helpline.Dialogs.Graphs;

/// <summary>
/// The picture of all flows: which lead to which, and what leads to them from everywhere. Ways to the menu and to a person are left out: every state has
/// them, by a global word, and a picture with all of them shows nothing else.
/// </summary>
public static class LibraryGraph
{
    private const string Root = "root";

    /// <summary>Makes it. The library need not be proven: what is missing is marked.</summary>
    /// <param name="language">Of the global words.</param>
    public static DialogGraph Of(DialogLibrary library, string language)
    {
        ArgumentNullException.ThrowIfNull(library);
        var reached = Routes.Reached(library.States.GetValueOrDefault, Routes.Entrances(library.Root)).Select(DialogState.FlowOf).ToHashSet(StringComparer.Ordinal);
        var everywhere = new[] { GlobalWords.Menu, GlobalWords.Human }.Where(library.Root.Words.ContainsKey).Select(word => DialogState.FlowOf(library.Root.Words[word].Target)).ToHashSet(StringComparer.Ordinal);
        var between = library.States.Values.SelectMany(Edges).Where(edge => edge.From != edge.To && !everywhere.Contains(edge.To));
        var edges = FlowGraph.Merge(FromEverywhere(library, language).Concat(between));
        var missing = edges.Select(edge => edge.To).Where(flow => !library.Flows.ContainsKey(flow)).Distinct();
        return new DialogGraph(
            "All flows",
            language,
            [
                new GraphNode(Root, NodeKind.Root, "everywhere", "works in every state", ""),
                .. library.Flows.Select(flow => Node(flow.Key, flow.Value, library, reached.Contains(flow.Key))),
                .. missing.Select(flow => new GraphNode(flow, NodeKind.Missing, flow, "there is no such flow", "")),
            ],
            edges)
        {
            IsWide = true,
        };
    }

    private static GraphNode Node(string name, Flow flow, DialogLibrary library, bool isReached)
    {
        var states = library.States.Values.Where(state => state.Flow == name).ToList();
        var handsOff = states.Any(state => state.Ending is Ending.CallHuman);
        var isStart = DialogState.FlowOf(library.Root.Begin) == name;
        return new GraphNode(
            name,
            handsOff ? NodeKind.Handoff : NodeKind.Flow,
            name,
            FlowGraph.Note(isStart ? "start" : null, string.Create(CultureInfo.InvariantCulture, $"{states.Count} {(states.Count == 1 ? "state" : "states")}"), handsOff ? "HAND-OFF" : null, isReached ? null : FlowGraph.Unreached),
            flow.Title)
        {
            Flow = name,
            IsStart = isStart,
            IsUnreached = !isReached,
        };
    }

    private static IEnumerable<GraphEdge> Edges(DialogState state)
    {
        var followUp = state.FollowUp is { } later ? DialogState.FlowOf(later.Target) : null;
        var called = state.Ending is Ending.SubDialog call ? DialogState.FlowOf(call.Target) : null;
        if (followUp is not null)
            yield return new GraphEdge(state.Flow, followUp, EdgeKind.FollowUp, "");
        foreach (var flow in Routes.Of(state with { FollowUp = null }).Select(DialogState.FlowOf))
            yield return new GraphEdge(state.Flow, flow, flow == called ? EdgeKind.Call : EdgeKind.Go, "");
    }

    private static IEnumerable<GraphEdge> FromEverywhere(DialogLibrary library, string language)
    {
        var root = library.Root;
        yield return To(root.Begin, EdgeKind.Go, "a new contact");
        yield return To(root.Returning, EdgeKind.Go, "a known contact");
        yield return To(root.Lost, EdgeKind.Call, "not understood");
        if (root.SafeWord is { } gate)
            yield return To(gate, EdgeKind.Call, "before a sensitive flow");
        foreach (var (word, global) in root.Words)
            yield return To(global.Target, global.IsCall ? EdgeKind.Call : EdgeKind.Go, library.Phrases.Knows(language, word) ? library.Phrases.Label(language, word) : word);
    }

    private static GraphEdge To(string state, EdgeKind kind, string label) => new(Root, DialogState.FlowOf(state), kind, label);
}
