namespace Helpline.Dialogs;

/// <summary>Where states lead.</summary>
public static class Routes
{
    /// <summary>The states that may follow a state by what its flow says, in order; not those that global words or a return lead to.</summary>
    public static IEnumerable<string> Of(DialogState state) => Next(state).Concat(state.FollowUp is { } followUp ? [followUp.Target] : []);

    /// <summary>The phrases that a state says on entering, in order.</summary>
    public static IEnumerable<string> Spoken(DialogState state)
    {
        foreach (var phrase in state.Say)
            yield return phrase;
        if (state.Refer is { } referral)
            yield return referral.Phrase;
        if (state.Ending is Ending.Ask ask)
            yield return ask.Phrase;
    }

    /// <summary>Every phrase that a state names.</summary>
    public static IEnumerable<string> Phrases(DialogState state) =>
        Spoken(state).Concat(state.Ending is Ending.Ask ask ? ask.Silence.Select(step => step.Say).OfType<string>() : []);

    /// <summary>Where conversations and global words begin.</summary>
    public static IEnumerable<string> Entrances(RootDialog root) =>
        root.Words.Values.Select(word => word.Target).Concat(new[] { root.Begin, root.Returning, root.Lost, root.SafeWord, root.Notice }.OfType<string>());

    /// <summary>All states that lie on the ways from some.</summary>
    internal static HashSet<string> Reached(DialogDraft draft, IEnumerable<string> from) =>
        Reached(name => draft.States.TryGetValue(name, out var state) ? state.Value : null, from);

    /// <summary>As above; states that <paramref name="find"/> does not find lead nowhere.</summary>
    internal static HashSet<string> Reached(Func<string, DialogState?> find, IEnumerable<string> from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from);
        while (open.TryPop(out var name))
        {
            if (find(name) is not { } state || !reached.Add(name))
                continue;
            foreach (var target in Of(state))
                open.Push(target);
        }

        return reached;
    }

    private static IEnumerable<string> Next(DialogState state) => state.Ending switch
    {
        Ending.Ask ask => ask.Options.Select(option => option.Target)
            .Concat(ask.Free is { } free ? [free.Target] : [])
            .Concat(ask.Silence.Select(step => step.Target).OfType<string>()),
        Ending.Go go => [go.Target],
        Ending.Branch branch => branch.Ways.Select(way => way.Target),
        Ending.SubDialog call => [call.Target, call.Then],
        Ending.CallHuman or Ending.GoBack or Ending.Finish => [],
        _ => throw new InvalidOperationException($"Unknown ending {state.Ending}."),
    };
}
