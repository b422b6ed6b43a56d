namespace Helpline.Dialogs.Lint;

/// <summary>Follows what goes on by itself from state to state: it must come to rest, not flood a child's phone, and not call too deeply.</summary>
internal static class ChainChecks
{
    /// <summary>SMS that one answer may bring.</summary>
    public const int MostMessages = 3;

    /// <summary>How the problem of a circle ends; everything that leads into it has it.</summary>
    public const string Circle = "it goes in a circle without a question";

    /// <summary>Flows within flows that dialogs may name; a global word and the safe word may come on top.</summary>
    public const int MostCalls = 3;

    public static void Check(DialogDraft draft)
    {
        var longest = new Dictionary<string, Chain>(StringComparer.Ordinal);
        var calls = draft.States.Values.Where(state => state.Value.Ending is Ending.SubDialog).Select(state => (From: state.Value.Flow, Call: (Ending.SubDialog)state.Value.Ending)).ToList();
        var callers = calls.ToLookup(call => DialogState.FlowOf(call.Call.Target), call => call.Call.Then, StringComparer.Ordinal);
        var called = calls.ToLookup(call => call.From, call => DialogState.FlowOf(call.Call.Target), StringComparer.Ordinal);
        foreach (var (name, state) in draft.States)
        {
            var chain = Follow(draft, name, callers, longest, []);
            if (chain.IsCircle)
                draft.Problems.Add(state.At.Problem($"from the state '{name}' {Circle}"));
            else if (chain.Messages > MostMessages)
                draft.Problems.Add(state.At.Problem($"entering '{name}' sends {chain.Messages} messages at once; {MostMessages} is the most"));
            else if (chain.Steps > DialogMachine.MostSteps)
                draft.Problems.Add(state.At.Problem($"from the state '{name}' {chain.Steps} states follow each other without a question; {DialogMachine.MostSteps} is the most"));
        }

        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var flow in draft.Flows.Keys)
        {
            if (Depth(called, flow, depths, []) is > MostCalls and var depth && draft.States.First(state => state.Value.Value.Flow == flow).Value.At is var at)
                draft.Problems.Add(at.Problem(depth == int.MaxValue ? $"the flow '{flow}' calls itself, directly or through others" : $"the flow '{flow}' calls flows {depth} deep; {MostCalls} is the most"));
        }
    }

    /// <summary>The longest chain from a state to a question or an end.</summary>
    private static Chain Follow(DialogDraft draft, string name, ILookup<string, string> callers, Dictionary<string, Chain> known, HashSet<string> open)
    {
        if (known.TryGetValue(name, out var chain))
            return chain;
        if (!open.Add(name))
            return new Chain(0, 0, IsCircle: true);
        var state = draft.States[name].Value;
        var rest = state.Ending switch
        {
            Ending.Go go => Follow(draft, go.Target, callers, known, open),
            Ending.Branch branch => branch.Ways.Select(way => Follow(draft, way.Target, callers, known, open)).Aggregate(Chain.Worse),
            Ending.SubDialog call => Follow(draft, call.Target, callers, known, open),
            Ending.GoBack => callers[state.Flow].Select(then => Follow(draft, then, callers, known, open))
                .Aggregate(new Chain(1, 0, IsCircle: false), Chain.Worse), // or the question asked again
            Ending.CallHuman => new Chain(1, 0, IsCircle: false), // the holding message
            _ => default,
        };
        open.Remove(name);
        return known[name] = new Chain(rest.Messages + Routes.Spoken(state).Count(), rest.Steps + 1, rest.IsCircle);
    }

    private static int Depth(ILookup<string, string> called, string flow, Dictionary<string, int> known, HashSet<string> open)
    {
        if (known.TryGetValue(flow, out var depth))
            return depth;
        if (!open.Add(flow))
            return int.MaxValue;
        var deepest = 0;
        foreach (var other in called[flow].Distinct())
        {
            var below = Depth(called, other, known, open);
            deepest = Math.Max(deepest, below == int.MaxValue ? below : below + 1);
        }

        open.Remove(flow);
        return known[flow] = deepest;
    }

    private readonly record struct Chain(int Messages, int Steps, bool IsCircle)
    {
        public static Chain Worse(Chain one, Chain other) => new(Math.Max(one.Messages, other.Messages), Math.Max(one.Steps, other.Steps), one.IsCircle || other.IsCircle);
    }
}
