using System.Globalization;

namespace Helpline.Dialogs.Graphs;

/// <summary>The picture of one flow: its states, and the other flows' states that it leads to.</summary>
public static class FlowGraph
{
    /// <summary>Characters of what is said that stand in a node.</summary>
    private const int MostWords = 60;

    /// <summary>Makes it. The library need not be proven: what is missing is marked.</summary>
    /// <param name="flow">A flow of the library.</param>
    /// <param name="language">Of the words.</param>
    public static DialogGraph Of(DialogLibrary library, string flow, string language)
    {
        ArgumentNullException.ThrowIfNull(library);
        var reached = Routes.Reached(library.States.GetValueOrDefault, Routes.Entrances(library.Root));
        var states = library.States.Values.Where(state => state.Flow == flow).ToList();
        var edges = Merge(states.SelectMany(state => Edges(state, library.Phrases, language)));
        var elsewhere = edges.Select(edge => edge.To).Where(target => !library.States.TryGetValue(target, out var state) || state.Flow != flow).Distinct();
        return new DialogGraph(
            library.Flows[flow].Title,
            language,
            [.. states.Select(state => Node(state, library, language, reached.Contains(state.Name))), .. elsewhere.Select(target => Elsewhere(target, library))],
            edges);
    }

    /// <summary>One edge of a kind between two nodes, with all that leads this way.</summary>
    internal static IReadOnlyList<GraphEdge> Merge(IEnumerable<GraphEdge> edges) =>
        [.. edges.GroupBy(edge => (edge.From, edge.To, edge.Kind)).Select(same => new GraphEdge(same.Key.From, same.Key.To, same.Key.Kind, string.Join(" / ", same.Select(edge => edge.Label).Where(label => label.Length > 0).Distinct())))];

    /// <summary>A note's parts in words.</summary>
    internal static string Note(params IEnumerable<string?> parts) => string.Join(", ", parts.OfType<string>());

    private static GraphNode Node(DialogState state, DialogLibrary library, string language, bool isReached)
    {
        var isStart = library.Flows[state.Flow].Start == state.Name;
        var (kind, what) = Kind(state.Ending);
        return new GraphNode(state.Name, kind, state.Name[(state.Flow.Length + 1)..], Note(isStart ? "start" : null, what, isReached ? null : Unreached), Words(state, library.Phrases, language)) { IsStart = isStart, IsUnreached = !isReached };
    }

    internal const string Unreached = "NOT REACHED";

    private static GraphNode Elsewhere(string name, DialogLibrary library)
    {
        if (!library.States.TryGetValue(name, out var state))
            return new GraphNode(name, NodeKind.Missing, name, "there is no such state", "");
        var flow = library.Flows[state.Flow];
        var handoff = state.Ending as Ending.CallHuman;
        return new GraphNode(name, handoff is null ? NodeKind.Flow : NodeKind.Handoff, flow.Start == name ? state.Flow : name, Note("another flow", handoff is null ? null : Handoff(handoff)), flow.Title) { Flow = state.Flow };
    }

    private static (NodeKind Kind, string What) Kind(Ending ending) => ending switch
    {
        Ending.Ask => (NodeKind.Question, "question"),
        Ending.Go => (NodeKind.Step, "step"),
        Ending.Branch => (NodeKind.Branch, "branch"),
        Ending.SubDialog => (NodeKind.Call, "call"),
        Ending.CallHuman handoff => (NodeKind.Handoff, Handoff(handoff)),
        Ending.GoBack => (NodeKind.Return, "back to the caller"),
        Ending.Finish => (NodeKind.End, "end"),
        _ => throw new InvalidOperationException($"Unknown ending {ending}."),
    };

    private static string Handoff(Ending.CallHuman handoff) => $"HAND-OFF, {SnakeCase.Of(handoff.Level)}: {handoff.Reason}";

    /// <summary>The question, else the first thing that is said.</summary>
    private static string Words(DialogState state, Phrasebook phrases, string language)
    {
        var key = state.Ending is Ending.Ask ask ? ask.Phrase : Routes.Spoken(state).FirstOrDefault();
        if (key is null || !phrases.Has(language, key))
            return "";
        var text = phrases.Text(language, key).ReplaceLineEndings(" ").Trim();
        if (text.Length <= MostWords)
            return text;
        var some = AnswerMatcher.Shorten(text, MostWords);
        return $"{(some.LastIndexOf(' ') is var space and > 0 ? some[..space] : some)}…";
    }

    private static IEnumerable<GraphEdge> Edges(DialogState state, Phrasebook phrases, string language)
    {
        foreach (var edge in Ways(state, phrases, language))
            yield return edge;
        if (state.FollowUp is { } followUp)
            yield return new GraphEdge(state.Name, followUp.Target, EdgeKind.FollowUp, $"{Time(followUp.After)} later, if wanted");
    }

    private static IEnumerable<GraphEdge> Ways(DialogState state, Phrasebook phrases, string language) => state.Ending switch
    {
        Ending.Ask ask => ask.Options.Select(option => new GraphEdge(state.Name, option.Target, EdgeKind.Answer, phrases.Knows(language, option.Answer) ? phrases.Label(language, option.Answer) : option.Answer))
            .Concat(ask.Free is { } free ? [new GraphEdge(state.Name, free.Target, EdgeKind.Answer, Own(free))] : [])
            .Concat(ask.Silence.Select(step => new GraphEdge(state.Name, step.Target ?? state.Name, EdgeKind.Silence, $"{Time(step.After)} of silence{(step.Target is null ? ": reminder" : "")}"))),
        Ending.Go go => [new GraphEdge(state.Name, go.Target, EdgeKind.Go, "")],
        Ending.Branch branch => branch.Ways.Select(way => new GraphEdge(state.Name, way.Target, EdgeKind.Go, way.Conditions.Count == 0 ? "otherwise" : string.Join(" and ", way.Conditions.Select(condition => condition.Value.Of(condition.Key))))),
        Ending.SubDialog call => [new GraphEdge(state.Name, call.Target, EdgeKind.Call, "calls"), new GraphEdge(state.Name, call.Then, EdgeKind.Go, "then")],
        Ending.CallHuman or Ending.GoBack or Ending.Finish => [],
        _ => throw new InvalidOperationException($"Unknown ending {state.Ending}."),
    };

    private static string Own(FreeAnswer free) => free.Kind switch
    {
        AnswerKind.Text => "own words",
        AnswerKind.Place => "a place",
        AnswerKind.Age => string.Create(CultureInfo.InvariantCulture, $"an age, {free.From} to {free.To}"),
        AnswerKind.Number => free.To == int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"a number from {free.From} on") : string.Create(CultureInfo.InvariantCulture, $"a number, {free.From} to {free.To}"),
        _ => throw new InvalidOperationException($"Unknown kind of answer {free.Kind}."),
    };

    private static string Time(TimeSpan time) => time switch
    {
        _ when time.TotalMinutes % 60 != 0 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ when time.TotalHours % 24 != 0 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} d"),
    };
}
