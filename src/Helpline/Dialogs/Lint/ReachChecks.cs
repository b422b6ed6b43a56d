namespace Helpline.Dialogs.Lint;

/// <summary>Every state is reached, and from every question a person is.</summary>
internal static class ReachChecks
{
    public static void Check(DialogDraft draft, Located<RootDialog> root)
    {
        var reached = Routes.Reached(draft, Routes.Entrances(root.Value));
        foreach (var (name, state) in draft.States.Where(state => !reached.Contains(state.Key)))
            draft.Problems.Add(state.At.Problem($"nothing leads to the state '{name}'"));
        CheckPerson(draft, root);
    }

    /// <summary>Of every question, whether anything leads to it or not.</summary>
    public static void CheckPerson(DialogDraft draft, Located<RootDialog> root)
    {
        var person = LeadToPerson(draft);
        if (!person.Contains(root.Value.Words[GlobalWords.Human].Target))
            draft.Problems.Add(root.At.Problem($"the global word '{GlobalWords.Human}' leads to no handoff: from every state a child must be able to reach a person"));
        foreach (var (name, state) in draft.States.Where(state => state.Value.Value.Ending is Ending.Ask && !person.Contains(state.Key)))
            draft.Problems.Add(state.At.Problem($"no answer to '{name}' leads to a person, at once or later: give one a way to a handoff, for example person: person.start"));
    }

    /// <summary>The states on whose ways a handoff lies, found backwards from there. A return goes on to whoever called; what called it is proven for itself.</summary>
    private static HashSet<string> LeadToPerson(DialogDraft draft)
    {
        var before = draft.States.SelectMany(state => Routes.Of(state.Value.Value).Select(target => (target, state.Key))).ToLookup(way => way.target, way => way.Key, StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(draft.States.Where(state => state.Value.Value.Ending is Ending.CallHuman or Ending.GoBack).Select(state => state.Key));
        while (open.TryPop(out var name))
        {
            if (!found.Add(name))
                continue;
            foreach (var state in before[name])
                open.Push(state);
        }

        return found;
    }
}
