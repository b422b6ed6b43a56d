namespace Helpline.Dialogs.Lint;

/// <summary>What is remembered of a child: facts that are tested or said are set somewhere.</summary>
internal static class FactChecks
{
    public static void Check(DialogDraft draft)
    {
        var known = draft.States.Values.SelectMany(state => Set(state.Value)).Concat(FactNames.Known).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, state) in draft.States)
        {
            foreach (var fact in Tested(state.Value).Where(fact => !known.Contains(fact)).Distinct())
                draft.Problems.Add(state.At.Problem($"the state '{name}' uses the fact '{fact}', which nothing sets"));
        }
    }

    private static IEnumerable<string> Set(DialogState state) =>
        state.Ending is Ending.Ask { Free: { } free } ? state.Set.Select(set => set.Key).Append(free.Fact) : state.Set.Select(set => set.Key);

    private static IEnumerable<string> Tested(DialogState state) => state.Ending is Ending.Branch branch
        ? branch.Ways.SelectMany(way => way.Conditions).SelectMany(condition => condition.Value.OtherFact is { } other ? [condition.Key, other] : new[] { condition.Key }).Concat(state.Forget)
        : state.Forget;
}
