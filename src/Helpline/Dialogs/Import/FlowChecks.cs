namespace Helpline.Dialogs.Import;

/// <summary>Looks at a whole flow when its states are made.</summary>
internal static class FlowChecks
{
    /// <summary>What no way leads to any more is written all the same, and named.</summary>
    public static void FindUnreached(FlowDraft draft, IReadOnlyDictionary<string, string> names)
    {
        var states = draft.States.ToDictionary(state => state.Name, StringComparer.Ordinal);
        var reached = Routes.Reached(states.GetValueOrDefault, [draft.Full("start")]);
        var nodes = reached.Select(state => draft.NodeOf[state]).Concat(draft.WaitOf.Where(ask => reached.Contains(ask.Key)).Select(ask => ask.Value)).ToHashSet(StringComparer.Ordinal);
        foreach (var node in draft.Source.Nodes.Where(node => !nodes.Contains(node.Uuid)))
            draft.Find(node.Uuid, "node", ImportOutcome.Check, $"nothing leads to the state '{names[node.Uuid]}'{Said(node)}", "lead to it, or delete it and its phrases");
    }

    /// <summary>Translations of what is not converted, or of what is not there. Names of categories that no child reads are one finding.</summary>
    public static void FindUntaken(FlowDraft draft)
    {
        var nodes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in draft.Source.Nodes)
        {
            foreach (var item in node.Actions.Select(action => action.Uuid).Concat(node.Router?.Cases.Select(test => test.Uuid) ?? []))
                nodes[item] = node.Uuid;
        }

        var categories = draft.Source.Nodes.SelectMany(node => node.Router?.Categories ?? []).Select(category => category.Uuid).ToHashSet(StringComparer.Ordinal);
        var untaken = draft.Untaken().ToLookup(text => categories.Contains(text.Item));
        foreach (var text in untaken[false])
            draft.Find(nodes.GetValueOrDefault(text.Item, ""), "translation", ImportOutcome.NotConverted, $"the translation of '{text.Property}' into '{text.Code}' belongs to nothing that was converted: {text.Text}", "write it where it belongs, or leave it out");
        foreach (var names in untaken[true].GroupBy(text => text.Code))
            draft.Find("", "translation", ImportOutcome.NotConverted, $"names of categories that no child reads are translated into '{names.Key}': {string.Join(", ", names.Select(name => name.Text).Distinct())}", "nothing, unless a text should name them");
    }

    private static string Said(RapidProNode node) => string.Join(" / ", node.Actions.Where(action => action.IsMessage).Select(action => action.Text.Trim())) is { Length: > 0 } texts ? $", which says: {texts}" : "";
}
