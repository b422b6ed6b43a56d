using System.Text.RegularExpressions;

namespace Helpline.Dialogs.Import;

/// <summary>What an action makes be remembered, or forgotten.</summary>
internal static partial class ActionFacts
{
    private const int LongestValue = 80;

    /// <summary>Facts and their values; null: the fact is forgotten. What cannot be remembered is found.</summary>
    public static List<(string Fact, string? Value)> Of(FlowDraft draft, RapidProAction action, string node)
    {
        var (book, flow) = (draft.Context.Facts, draft.Source.Uuid);
        switch (action.Type)
        {
            case "set_contact_field":
                return Value(draft, action, node, book.Field(action.Name), new Reference(ReferenceKind.Field, action.Name.ToLowerInvariant()));
            case "set_contact_name":
                return Value(draft, action, node, book.Name, new Reference(ReferenceKind.Name, ""));
            case "set_contact_language":
                if (draft.Context.Languages.GetValueOrDefault(action.Name) is { } language)
                    return [(FactNames.Language, language)];
                draft.Find(node, action.Type, ImportOutcome.NotConverted, $"'{action.Name}' is none of our languages", "set: {language: en}, ur or ur-Latn, or name it with --lang");
                return [];
            case "set_run_result":
                var facts = Value(draft, action, node, book.Result(flow, action.Name), new Reference(ReferenceKind.Result, action.Name.ToLowerInvariant()));
                if (action.Category.Length > 0 && book.IsRead(action.Name, isCategory: true))
                    facts.Add((book.Result(flow, action.Name, isCategory: true), action.Category));
                return facts;
            case "set_run_local":
                return Local(draft, action, node, book.Local(action.Name));
            case "add_contact_groups":
                return [.. Groups(draft, action, node).Select(fact => (fact, (string?)FactNames.Yes))];
            case "remove_contact_groups" when action.AllGroups:
                draft.Find(node, action.Type, ImportOutcome.NotConverted, "it leaves all groups", "forget: the facts of the groups that matter");
                return [];
            default:
                return [.. Groups(draft, action, node).Select(fact => (fact, (string?)null))];
        }
    }

    private static IEnumerable<string> Groups(FlowDraft draft, RapidProAction action, string node)
    {
        foreach (var group in action.Groups)
        {
            if (TemplateText.HasExpression(group.Name))
                draft.Find(node, action.Type, ImportOutcome.NotConverted, $"the group is worked out: {group.Name}", "set a fact for each group that it can be");
            else
                yield return draft.Context.Facts.Group(group with { Name = draft.Context.GroupNames.GetValueOrDefault(group.Uuid, group.Name) });
        }
    }

    private static List<(string Fact, string? Value)> Local(FlowDraft draft, RapidProAction action, string node, string fact) => action.Operation switch
    {
        "clear" => [(fact, null)],
        "increment" when action.Text.Trim() == "1" => [(fact, "+1")],
        "increment" => NotKept(draft, action, node, $"'{action.Name}' grows by {action.Text}; a fact counts by one"),
        _ => Value(draft, action, node, fact, new Reference(ReferenceKind.Local, action.Name.ToLowerInvariant())),
    };

    private static List<(string Fact, string? Value)> Value(FlowDraft draft, RapidProAction action, string node, string fact, Reference self)
    {
        var value = action.Text.Trim();
        if (value.Length == 0)
            return [(fact, null)];
        if (!TemplateText.HasExpression(value))
        {
            if (value == "+1")
                return NotKept(draft, action, node, $"'{action.Name}' becomes the text +1, which here would count");
            if (value.Length > LongestValue)
                draft.Find(node, action.Type, ImportOutcome.Check, $"the fact '{fact}' holds {value.Length} characters", $"remember less: all that is stored of a conversation shares {Lint.StateSizeChecks.MostBytes} bytes");
            return [(fact, string.Concat(TemplateText.Parts(value).Select(part => part.Text)))];
        }

        if (Count().Match(value) is { Success: true } count && Reference.Of(count.Groups[1].Value) == self)
            return [(fact, "+1")];
        if (draft.Context.Facts.Of(draft.Source.Uuid, Reference.OfWhole(value)) is { } copied)
            return copied == fact ? [] : NotKept(draft, action, node, $"'{action.Name}' becomes {value}, which is the fact '{copied}'; facts are not copied");
        return NotKept(draft, action, node, $"'{action.Name}' becomes {value}, which nothing here works out");
    }

    private static List<(string Fact, string? Value)> NotKept(FlowDraft draft, RapidProAction action, string node, string why)
    {
        draft.Find(node, action.Type, ImportOutcome.NotConverted, why, "set the fact to a text, count it with +1, or let the question remember its answer as it");
        return [];
    }

    [GeneratedRegex(@"^@\(\s*([\w.]+)\s*\+\s*1\s*\)$")]
    private static partial Regex Count();
}
