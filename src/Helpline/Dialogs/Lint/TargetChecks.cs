namespace Helpline.Dialogs.Lint;

/// <summary>What states and the root name exists.</summary>
internal static class TargetChecks
{
    public static void Check(DialogDraft draft, Located<RootDialog> root)
    {
        foreach (var word in GlobalWords.Required.Where(word => !root.Value.Words.ContainsKey(word)))
            draft.Problems.Add(root.At.Problem($"the global word '{word}' is missing under words"));
        foreach (var target in Routes.Entrances(root.Value).Where(target => !draft.States.ContainsKey(target)))
            draft.Problems.Add(root.At.Problem($"there is no state '{target}'"));
        if (root.Value.SafeWord is null && draft.Flows.FirstOrDefault(flow => flow.Value.IsSensitive) is { Key: { } sensitive })
            draft.Problems.Add(root.At.Problem($"the flow '{sensitive}' is sensitive; safe_word names the state that asks for the safe word"));
        foreach (var (name, state) in draft.States)
        {
            foreach (var target in Routes.Of(state.Value).Where(target => !draft.States.ContainsKey(target)).Distinct())
                draft.Problems.Add(state.At.Problem($"the state '{name}' goes to '{target}', which does not exist"));
            if (state.Value.Ending is Ending.SubDialog call && draft.States.ContainsKey(call.Target) && !Returns(draft, call.Target))
                draft.Problems.Add(state.At.Problem($"the state '{name}' calls '{call.Target}', whose flow never returns; end one of its states with return: true, or use go"));
            if (state.Value.Refer is { } referral && draft.Referrals is { } directory && !directory.Lines.Values.Any(line => line.Places.Count == 0 && line.Purposes.Contains(referral.Purpose)))
                draft.Problems.Add(state.At.Problem($"the state '{name}' refers for '{referral.Purpose}', for which the directory has no line that is valid everywhere; its purposes are {string.Join(", ", directory.Lines.Values.SelectMany(line => line.Purposes).Distinct())}"));
        }
    }

    private static bool Returns(DialogDraft draft, string state) =>
        Routes.Reached(draft, [state]).Any(name => DialogState.FlowOf(name) == DialogState.FlowOf(state) && draft.States[name].Value.Ending is Ending.GoBack);
}
