using System.Text.Json;

namespace Helpline.Dialogs.Import;

/// <summary>Reads an export. Whatever is broken within a flow is a finding and the rest is read; only a file that is no export is refused.</summary>
internal sealed class RapidProReader
{
    private static readonly string[] KnownParts = ["version", "site", "flows", "campaigns", "triggers", "groups", "fields"];

    /// <summary>What the editor writes into a new note.</summary>
    private static readonly string[] EmptyNotes = ["New Note", "..."];

    private readonly List<ImportFinding> _findings = [];

    /// <exception cref="RapidProFormatException">It is no export of spec version 13 or 14.</exception>
    public static RapidProExport Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new RapidProReader().Read(document.RootElement);
        }
        catch (JsonException error)
        {
            var text = json.AsSpan().Trim();
            var isCutOff = text is ['{' or '[', ..] && (text is not [.., '}' or ']'] || error.Message.Contains("end of", StringComparison.Ordinal));
            throw new RapidProFormatException(isCutOff
                ? $"The file ends in the middle (line {error.LineNumber + 1}): it was not saved whole. Export it from RapidPro once more."
                : $"The file is not JSON, at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: it must be what RapidPro's Export page (Settings > Export) gives, unchanged.");
        }
    }

    private RapidProExport Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || root.Child("flows") is not { ValueKind: JsonValueKind.Array })
        {
            throw new RapidProFormatException(root.Child("nodes") is not null
                ? "The file is the definition of a single flow, not an export. In RapidPro choose Settings > Export and give the file that it makes."
                : "The file is JSON but no RapidPro export: it has no list 'flows'. In RapidPro choose Settings > Export and give the file that it makes.");
        }

        var version = root.Text("version");
        if (version.Length == 0 ? !root.Items("flows").All(flow => IsReadable(flow.Text("spec_version"))) : !IsReadable(version))
            throw new RapidProFormatException($"The export has {(version.Length == 0 ? "no version" : $"version '{Short(version)}'")}; versions 13 and 14 are read. Import it into a current RapidPro or TextIt, and export it from there.");

        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in root.Items("groups"))
        {
            groups[group.Text("uuid")] = group.Text("name");
            if (group.Text("query").Length > 0)
                Add("", "", "group", ImportOutcome.NotConverted, $"the group '{group.Text("name")}' finds its members by a query: {group.Text("query")}", "nothing puts anybody into it here; branch on the facts that the query names");
        }

        var flows = root.Items("flows").Select(ReadFlow).OfType<RapidProFlow>().ToList();
        ReadAround(root);
        return new RapidProExport(flows, groups, _findings);
    }

    private static bool IsReadable(string version) => version.Split('.')[0] is "13" or "14";

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..40]}...";

    private void Add(string flow, string node, string type, ImportOutcome outcome, string why, string remedy) => _findings.Add(new ImportFinding(flow, node, type, outcome, why, remedy));

    /// <summary>What starts flows stands beside them.</summary>
    private void ReadAround(JsonElement root)
    {
        foreach (var trigger in root.Items("triggers"))
        {
            var keywords = string.Join(", ", trigger.Texts("keywords").Append(trigger.Text("keyword")).Where(word => word.Length > 0));
            var flow = trigger.Child("flow")?.Text("name") ?? "";
            Add(flow, "", "trigger", ImportOutcome.NotConverted, keywords.Length > 0 ? $"the keyword {keywords} starts this flow" : $"a trigger of the type {trigger.Text("trigger_type")} starts this flow",
                keywords.Length > 0 ? "name it in flows/root.yaml, under words, or offer the flow in the menu" : "lead to the flow from flows/root.yaml or from the menu");
        }

        foreach (var campaign in root.Items("campaigns"))
        {
            foreach (var step in campaign.Items("events"))
            {
                var what = step.Child("flow")?.Text("name") is { Length: > 0 } flow ? $"starts the flow '{flow}'" : $"sends {step.Child("message")?.ToString() ?? "a message"}";
                Add("", "", "campaign", ImportOutcome.NotConverted, $"the campaign '{campaign.Text("name")}' {what}, {step.Text("offset")} {step.Text("unit")} from {step.Child("relative_to")?.Text("key")}",
                    "write it as follow_up where the child says yes to being written to");
            }
        }

        var expiring = root.Items("flows").Count(flow => flow.Text("expire_after_minutes") is { Length: > 0 } and not "0");
        if (expiring > 0)
            Add("", "", "expiry", ImportOutcome.Check, $"{expiring} flows expire some time after the last answer", "questions stay open here; give them silence: where something should happen");
        foreach (var part in root.EnumerateObject().Where(part => !KnownParts.Contains(part.Name)))
            Add("", "", Short(part.Name), ImportOutcome.NotConverted, $"'{Short(part.Name)}' has nothing here that corresponds to it", "see whether the flows need it");
    }

    private RapidProFlow? ReadFlow(JsonElement flow)
    {
        var name = flow.Text("name") is { Length: > 0 } given ? given : "(no name)";
        var version = flow.Text("spec_version");
        if (flow.ValueKind != JsonValueKind.Object || flow.Child("nodes") is not { ValueKind: JsonValueKind.Array } || (version.Length > 0 && !IsReadable(version)))
        {
            Add(name, "", "flow", ImportOutcome.NotConverted, version.Length > 0 && !IsReadable(version) ? $"its spec version is '{Short(version)}'; 13 and 14 are read" : "it has no list of nodes",
                "open and save the flow in a current RapidPro or TextIt, and export again");
            return null;
        }

        if (flow.Text("type") is { Length: > 0 } type and not "messaging" and not "messaging_background")
            Add(name, "", type, ImportOutcome.Check, $"it is a flow of the type {type}, not one of messages", "read it through: what was spoken or asked offline is sent as messages here");
        foreach (var note in flow.Child("_ui")?.Child("stickies") is { ValueKind: JsonValueKind.Object } notes ? notes.EnumerateObject().Select(note => note.Value) : [])
        {
            if (string.Join(": ", new[] { note.Text("title"), note.Text("body") }.Where(text => text.Length > 0 && !EmptyNotes.Contains(text))) is { Length: > 0 } written)
                Add(name, "", "note", ImportOutcome.NotConverted, $"a note stands beside the nodes: {written}", "keep it as a comment in the flow's file, if it still holds");
        }

        var nodes = new List<RapidProNode>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, node) in flow.Items("nodes").Index())
        {
            var uuid = node.Text("uuid");
            if (uuid.Length == 0)
                Add(name, "", "node", ImportOutcome.NotConverted, $"node {index + 1} has no uuid", "open and save the flow in RapidPro, and export again");
            else if (!known.Add(uuid))
                Add(name, uuid, "node", ImportOutcome.NotConverted, "a second node has this uuid", "copy the flow in RapidPro, which gives new ones, and export again");
            else
                nodes.Add(ReadNode(name, uuid, node));
        }

        Mend(name, nodes, known);
        return new RapidProFlow(flow.Text("uuid"), name, flow.Text("language") is { Length: > 0 } language ? language : "und", nodes, ReadLocalization(flow));
    }

    /// <summary>An exit to a node that is not there ends the flow.</summary>
    private void Mend(string flow, List<RapidProNode> nodes, HashSet<string> known)
    {
        for (var index = 0; index < nodes.Count; index++)
        {
            var node = nodes[index];
            foreach (var exit in node.Exits.Where(exit => exit.Destination is { } to && !known.Contains(to)))
                Add(flow, node.Uuid, "exit", ImportOutcome.NotConverted, $"an exit leads to the node {exit.Destination}, which is not there", "the flow ends here; name the state that follows");
            nodes[index] = node with { Exits = [.. node.Exits.Select(exit => exit.Destination is { } to && !known.Contains(to) ? exit with { Destination = null } : exit)] };
        }
    }

    private static Dictionary<(string Language, string Item, string Property), IReadOnlyList<string>> ReadLocalization(JsonElement flow)
    {
        var texts = new Dictionary<(string Language, string Item, string Property), IReadOnlyList<string>>();
        if (flow.Child("localization") is not { ValueKind: JsonValueKind.Object } localization)
            return texts;
        foreach (var language in localization.EnumerateObject().Where(language => language.Value.ValueKind == JsonValueKind.Object))
        {
            foreach (var item in language.Value.EnumerateObject().Where(item => item.Value.ValueKind == JsonValueKind.Object))
            {
                foreach (var property in item.Value.EnumerateObject())
                    texts[(language.Name, item.Name, property.Name)] = property.Value.ValueKind == JsonValueKind.Array ? item.Value.Texts(property.Name) : [property.Value.Text()];
            }
        }

        return texts;
    }

    private RapidProNode ReadNode(string flow, string uuid, JsonElement node)
    {
        var exits = node.Items("exits").Where(exit => exit.ValueKind == JsonValueKind.Object)
            .Select(exit => new RapidProExit(exit.Text("uuid"), exit.Text("destination_uuid") is { Length: > 0 } to ? to : null)).ToList();
        if (exits.Count == 0)
            Add(flow, uuid, "exit", ImportOutcome.Check, "the node has no exits", "the flow ends here; name the state that follows, if one should");
        var actions = node.Items("actions").Where(action => action.ValueKind == JsonValueKind.Object).Select(ReadAction).ToList();
        var router = node.Child("router") is { ValueKind: JsonValueKind.Object } found ? ReadRouter(flow, uuid, found) : null;
        foreach (var category in router?.Categories.Where(category => exits.All(exit => exit.Uuid != category.Exit)) ?? [])
            Add(flow, uuid, "category", ImportOutcome.NotConverted, $"the category '{category.Name}' leads to an exit that the node does not have", "the flow ends there; name the state that follows");
        return new RapidProNode(uuid, actions, router, exits);
    }

    private static RapidProAction ReadAction(JsonElement action)
    {
        string[] said = action.Text("type") == "set_contact_name" ? ["name"] : ["text", "value", "note", "subject", "body", "url", "path", "instructions", "input"];
        var text = string.Join(" / ", said.Select(key => action.Text(key)).Where(one => one.Length > 0));
        var name = action.Child("field")?.Text("key") ?? action.Child("flow")?.Text("name") ?? action.Child("topic")?.Text("name")
            ?? First(action, "name", "local", "language", "status");
        return new RapidProAction(action.Text("uuid"), action.Text("type") is { Length: > 0 } type ? type : "(no type)", text, name)
        {
            Flow = action.Child("flow")?.Text("uuid") ?? "",
            Category = action.Text("category"),
            Operation = action.Text("operation"),
            IsTerminal = action.Flag("terminal"),
            AllGroups = action.Flag("all_groups"),
            HasTemplate = (action.Child("template") ?? action.Child("templating")) is not null,
            QuickReplies = action.Texts("quick_replies"),
            Attachments = action.Texts("attachments"),
            Groups = [.. action.Items("groups").Select(group => new RapidProGroup(group.Text("uuid"), group.Text("name") is { Length: > 0 } known ? known : group.Text("name_match")))],
        };
    }

    private static string First(JsonElement element, params string[] names) => names.Select(name => element.Text(name)).FirstOrDefault(text => text.Length > 0) ?? "";

    private RapidProRouter ReadRouter(string flow, string node, JsonElement router)
    {
        var categories = router.Items("categories").Where(category => category.ValueKind == JsonValueKind.Object)
            .Select(category => new RapidProCategory(category.Text("uuid"), category.Text("name"), category.Text("exit_uuid") is { Length: > 0 } exit ? exit : null)).ToList();
        var cases = new List<RapidProCase>();
        foreach (var test in router.Items("cases").Where(test => test.ValueKind == JsonValueKind.Object))
        {
            var read = new RapidProCase(test.Text("uuid"), test.Text("type"), test.Texts("arguments"), test.Text("category_uuid"));
            if (categories.Any(category => category.Uuid == read.Category))
                cases.Add(read);
            else
                Add(flow, node, read.Type, ImportOutcome.NotConverted, $"the test {read.Type} {string.Join(' ', read.Arguments)} leads to a category that the node does not have", "add the answer and where it leads by hand");
        }

        var wait = router.Child("wait");
        var timeout = wait?.Child("timeout");
        return new RapidProRouter(router.Text("type"), router.Text("operand"), router.Text("result_name"), cases, categories,
            router.Text("default_category_uuid") is { Length: > 0 } otherwise ? otherwise : null,
            wait is { ValueKind: JsonValueKind.Object } waits
                ? new RapidProWait(waits.Text("type"), waits.Child("hint")?.Text("type") ?? "", timeout?.Child("seconds") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetInt64(out var count) ? count : null, timeout?.Text("category_uuid"))
                : null);
    }
}
