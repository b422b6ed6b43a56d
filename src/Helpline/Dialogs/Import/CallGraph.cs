namespace Helpline.Dialogs.Import;

/// <summary>
/// Which flow enters which. RapidPro lets flows enter each other for ever; here a call comes back and calls may not go round, so an entry that closes a
/// circle becomes a way of no return.
/// </summary>
internal sealed class CallGraph
{
    private readonly HashSet<(string From, string To)> _closing = [];
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly HashSet<string> _walked = new(StringComparer.Ordinal);

    public CallGraph(IReadOnlyList<RapidProFlow> flows)
    {
        var calls = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var flow in flows)
            calls.TryAdd(flow.Uuid, [.. flow.Nodes.SelectMany(node => node.Actions).Where(action => action is { Type: "enter_flow", IsTerminal: false }).Select(action => action.Flow).Distinct()]);
        foreach (var flow in calls.Keys)
            Walk(flow, calls);
        foreach (var (from, to) in calls.SelectMany(call => call.Value.Select(to => (call.Key, to))))
        {
            if (!_closing.Contains((from, to)))
                _called.Add(to);
        }
    }

    /// <summary>True if the entry would let a flow call itself, directly or through others.</summary>
    public bool ClosesCircle(string from, string to) => _closing.Contains((from, to));

    /// <summary>True if a flow is called and has to return.</summary>
    public bool IsCalled(string flow) => _called.Contains(flow);

    /// <summary>Without recursion: an export may hold a chain of thousands.</summary>
    private void Walk(string start, Dictionary<string, List<string>> calls)
    {
        if (_walked.Contains(start))
            return;
        var open = new HashSet<string>(StringComparer.Ordinal) { start };
        var path = new Stack<(string Flow, int Next)>([(start, 0)]);
        while (path.TryPop(out var top))
        {
            var targets = calls.GetValueOrDefault(top.Flow) ?? [];
            if (top.Next < targets.Count)
            {
                path.Push((top.Flow, top.Next + 1));
                var target = targets[top.Next];
                if (open.Contains(target))
                    _closing.Add((top.Flow, target));
                else if (!_walked.Contains(target))
                {
                    open.Add(target);
                    path.Push((target, 0));
                }

                continue;
            }

            open.Remove(top.Flow);
            _walked.Add(top.Flow);
        }
    }
}
