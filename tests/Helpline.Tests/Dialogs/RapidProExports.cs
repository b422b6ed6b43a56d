using System.Text.Json.Nodes;

namespace Helpline.Tests.Dialogs;

/// <summary>Writes exports as RapidPro does, of the tests' own flows.</summary>
internal static class RapidProExports
{
    public static string Export(params JsonObject[] flows) => Whole(flows).ToJsonString();

    public static JsonObject Whole(params JsonObject[] flows) => new()
    {
        ["version"] = "13",
        ["site"] = "https://textit.example",
        ["flows"] = new JsonArray([.. flows]),
        ["campaigns"] = new JsonArray(),
        ["triggers"] = new JsonArray(),
        ["groups"] = new JsonArray(),
        ["fields"] = new JsonArray(),
    };

    public static JsonObject Flow(string name, params JsonObject[] nodes) => new()
    {
        ["uuid"] = $"flow-{name}",
        ["name"] = name,
        ["spec_version"] = "13.1.0",
        ["language"] = "eng",
        ["type"] = "messaging",
        ["localization"] = new JsonObject(),
        ["nodes"] = new JsonArray([.. nodes]),
    };

    /// <summary>A node that goes on to another.</summary>
    public static JsonObject Node(string uuid, string? next, params JsonObject[] actions) => new()
    {
        ["uuid"] = uuid,
        ["actions"] = new JsonArray([.. actions]),
        ["exits"] = new JsonArray(Exit($"{uuid}-exit", next)),
    };

    /// <summary>A node that decides; a way is a category, where it leads, and the tests that take it. The last is the default.</summary>
    public static JsonObject Router(string uuid, string operand, params (string Category, string? Next, JsonObject[] Tests)[] ways)
    {
        var cases = new JsonArray();
        foreach (var (category, _, tests) in ways)
        {
            foreach (var test in tests)
            {
                test["category_uuid"] = $"{uuid}-{category}";
                test["uuid"] = $"{uuid}-{category}-{cases.Count}";
                cases.Add(test);
            }
        }

        return new JsonObject
        {
            ["uuid"] = uuid,
            ["actions"] = new JsonArray(),
            ["router"] = new JsonObject
            {
                ["type"] = "switch",
                ["operand"] = operand,
                ["cases"] = cases,
                ["categories"] = new JsonArray([.. ways.Select(way => new JsonObject { ["uuid"] = $"{uuid}-{way.Category}", ["name"] = way.Category, ["exit_uuid"] = $"{uuid}-{way.Category}-exit" })]),
                ["default_category_uuid"] = $"{uuid}-{ways[^1].Category}",
            },
            ["exits"] = new JsonArray([.. ways.Select(way => Exit($"{uuid}-{way.Category}-exit", way.Next))]),
        };
    }

    /// <summary>A node that waits for an answer.</summary>
    public static JsonObject Wait(string uuid, string result, params (string Category, string? Next, JsonObject[] Tests)[] ways)
    {
        var node = Router(uuid, "@input.text", ways);
        node["router"]!["wait"] = new JsonObject { ["type"] = "msg" };
        node["router"]!["result_name"] = result;
        return node;
    }

    public static JsonObject WithTimeout(this JsonObject wait, int seconds, string category)
    {
        wait["router"]!["wait"]!["timeout"] = new JsonObject { ["seconds"] = seconds, ["category_uuid"] = $"{wait["uuid"]}-{category}" };
        return wait;
    }

    public static JsonObject WithActions(this JsonObject node, params JsonObject[] actions)
    {
        node["actions"] = new JsonArray([.. actions]);
        return node;
    }

    public static JsonObject Translated(this JsonObject flow, string language, string item, string property, params string[] texts)
    {
        var localization = flow["localization"]!.AsObject();
        var translations = localization[language] as JsonObject ?? [];
        localization[language] = translations;
        var properties = translations[item] as JsonObject ?? [];
        translations[item] = properties;
        properties[property] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
        return flow;
    }

    public static (string Category, string? Next, JsonObject[] Tests) Way(string category, string? next, params JsonObject[] tests) => (category, next, tests);

    public static JsonObject Test(string type, params string[] arguments) => new() { ["type"] = type, ["arguments"] = new JsonArray([.. arguments.Select(argument => JsonValue.Create(argument))]) };

    public static JsonObject Say(string text, params string[] replies) => new()
    {
        ["uuid"] = $"say-{text}",
        ["type"] = "send_msg",
        ["text"] = text,
        ["attachments"] = new JsonArray(),
        ["quick_replies"] = new JsonArray([.. replies.Select(reply => JsonValue.Create(reply))]),
    };

    public static JsonObject Field(string key, string value) => new() { ["type"] = "set_contact_field", ["field"] = new JsonObject { ["key"] = key, ["name"] = key }, ["value"] = value };

    public static JsonObject Result(string name, string value, string category = "") => new() { ["type"] = "set_run_result", ["name"] = name, ["value"] = value, ["category"] = category };

    public static JsonObject Enter(string flow, bool terminal = false) => new() { ["type"] = "enter_flow", ["flow"] = new JsonObject { ["uuid"] = $"flow-{flow}", ["name"] = flow }, ["terminal"] = terminal };

    public static JsonObject Group(string type, string name) => new() { ["type"] = type, ["groups"] = new JsonArray(new JsonObject { ["uuid"] = $"group-{name}", ["name"] = name }) };

    public static JsonObject Action(string type, params (string Name, string Value)[] properties)
    {
        var action = new JsonObject { ["type"] = type };
        foreach (var (name, value) in properties)
            action[name] = value;
        return action;
    }

    private static JsonObject Exit(string uuid, string? next) => new() { ["uuid"] = uuid, ["destination_uuid"] = next };
}
