namespace Helpline.Dialogs.Import;

/// <summary>Makes a branch of a router that waits for nobody; one way stands for a decision that nothing here can make.</summary>
/// <param name="names">States by node.</param>
/// <param name="target">The state that a node becomes; null: the end.</param>
internal sealed class SplitConverter(FlowDraft draft, IReadOnlyDictionary<string, string> names, Func<string?, string> target)
{
    /// <summary>The ending of a node's last state.</summary>
    public Ending Convert(RapidProNode node, string state)
    {
        var router = node.Router!;
        var operand = Reference.OfWhole(router.Operand);
        if (router.Type == "random")
            return Instead(node, "random", "chance decides nothing here", FirstCategory(router));
        if (router.Type != "switch")
            return Instead(node, router.Type, $"a router of the type '{router.Type}' is not known here", router.Default ?? FirstCategory(router));
        if (operand.Kind == ReferenceKind.ChildStatus)
            return new Ending.Go(target(Completed(node)));
        if (operand.Kind == ReferenceKind.Groups)
            return OfGroups(node);
        if (router.Cases.Count == 0)
            return new Ending.Go(target(node.Way(router.Default)));
        var usesCategory = operand.Kind is ReferenceKind.Result or ReferenceKind.OthersResult && router.Cases.All(test => test.Type == "has_category");
        if (usesCategory)
            operand = operand with { Kind = operand.Kind == ReferenceKind.Result ? ReferenceKind.Category : ReferenceKind.OthersCategory };
        if (draft.Context.Facts.Of(draft.Source.Uuid, operand) is not { } fact)
            return Instead(node, "switch", $"it decides by {router.Operand}, which no fact holds", router.Default ?? FirstCategory(router));
        var branch = new BranchBuilder(draft, node.Uuid);
        foreach (var test in router.Cases)
            branch.Add(fact, test, Split(node, test.Category));
        return branch.Build(state, Split(node, router.Default));
    }

    /// <summary>Where it goes on after a flow that came back.</summary>
    public string? Completed(RapidProNode node)
    {
        if (node.Router is not { } router)
            return node.Next;
        var completed = router.Cases.FirstOrDefault(test => test.Arguments.Contains("completed"))?.Category ?? (router.Cases is [var first, ..] ? first.Category : router.Default);
        foreach (var category in router.Categories.Where(category => category.Uuid != completed && node.Way(category.Uuid) is { } way && way != node.Way(completed)))
            Find(node, "category", ImportOutcome.NotConverted, $"'{category.Name}' after the flow led to '{DialogState.ShortOf(names[node.Way(category.Uuid)!])}'; a flow that is called always comes back", "use silence: in that flow where nobody answers");
        return node.Way(completed);
    }

    private void Find(RapidProNode node, string type, ImportOutcome outcome, string why, string remedy) => draft.Find(node.Uuid, type, outcome, why, remedy);

    /// <summary>A way of a split, over a state that remembers its result if something reads it.</summary>
    private string Split(RapidProNode node, string? category)
    {
        var (router, book, facts) = (node.Router!, draft.Context.Facts, new Dictionary<string, string>(StringComparer.Ordinal));
        var name = router.Categories.FirstOrDefault(one => one.Uuid == category)?.Name ?? "";
        if (router.ResultName.Length > 0 && name.Length > 0)
        {
            if (book.IsRead(router.ResultName, isCategory: true))
                facts[book.Result(draft.Source.Uuid, router.ResultName, isCategory: true)] = name;
            if (book.IsRead(router.ResultName))
                Find(node, "result", ImportOutcome.NotConverted, $"the result '{router.ResultName}' keeps what was compared; facts are not copied", $"branch on the compared fact itself instead of '{book.Result(draft.Source.Uuid, router.ResultName)}'");
        }

        return draft.Via($"{DialogState.ShortOf(names[node.Uuid])}_{SafeNames.Of(name)}", facts, target(node.Way(category)), node.Uuid);
    }

    private Ending.Branch OfGroups(RapidProNode node)
    {
        var (router, context) = (node.Router!, draft.Context);
        var ways = new List<Way>();
        foreach (var test in router.Cases)
        {
            var uuid = test.Arguments is [var first, ..] ? first : "";
            if (test.Type != "has_group" || TemplateText.HasExpression(uuid))
            {
                Find(node, test.Type, ImportOutcome.NotConverted, $"groups cannot be tested by {test.Type} {string.Join(' ', test.Arguments)}", "branch on the fact of a group");
                continue;
            }

            var name = context.GroupNames.GetValueOrDefault(uuid) ?? test.Arguments.ElementAtOrDefault(1) ?? uuid;
            ways.Add(new Way(new Dictionary<string, Condition> { [context.Facts.Group(new RapidProGroup(uuid, name))] = new(ConditionTest.Equal, FactNames.Yes) }, Split(node, test.Category)));
        }

        ways.Add(new Way(new Dictionary<string, Condition>(), Split(node, router.Default)));
        return new Ending.Branch(ways);
    }

    /// <summary>One way stands for a decision that cannot be made; the others are named.</summary>
    private Ending.Go Instead(RapidProNode node, string type, string why, string? category)
    {
        var chosen = node.Router!.Categories.FirstOrDefault(one => one.Uuid == category);
        var others = node.Router.Categories.Where(one => one.Uuid != category).Select(one => $"'{one.Name}' ({(node.Way(one.Uuid) is { } way ? DialogState.ShortOf(names[way]) : "the end")})").ToList();
        Find(node, type, ImportOutcome.NotConverted, $"{why}; it goes on by '{chosen?.Name}'{(others.Count > 0 ? $", never by {string.Join(", ", others)}" : "")}", "branch on a fact, or ask the child");
        return new Ending.Go(target(node.Way(category)));
    }

    private static string? FirstCategory(RapidProRouter router) => router.Categories is [var first, ..] ? first.Uuid : null;
}
