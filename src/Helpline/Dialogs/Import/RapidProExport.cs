namespace Helpline.Dialogs.Import;

/// <summary>A RapidPro export as it was read: flow definitions of spec version 13 or 14, as goflow's documentation describes them.</summary>
internal sealed record RapidProExport(
    IReadOnlyList<RapidProFlow> Flows,
    IReadOnlyDictionary<string, string> Groups,
    IReadOnlyList<ImportFinding> Findings);

/// <param name="Language">The base language's code; its texts stand in the nodes themselves.</param>
/// <param name="Localization">Translated texts by (language, uuid of the item, property).</param>
internal sealed record RapidProFlow(
    string Uuid,
    string Name,
    string Language,
    IReadOnlyList<RapidProNode> Nodes,
    IReadOnlyDictionary<(string Language, string Item, string Property), IReadOnlyList<string>> Localization)
{
    /// <summary>Languages that the flow is translated into, with the number of texts.</summary>
    public IReadOnlyDictionary<string, int> Translations { get; } =
        Localization.GroupBy(text => text.Key.Language).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}

/// <param name="Exits">Destinations by exit, in order; null: the flow ends there.</param>
internal sealed record RapidProNode(string Uuid, IReadOnlyList<RapidProAction> Actions, RapidProRouter? Router, IReadOnlyList<RapidProExit> Exits)
{
    /// <summary>Where a node without a router leads.</summary>
    public string? Next => Exits is [var first, ..] ? first.Destination : null;

    public string? Destination(string? exit) => Exits.FirstOrDefault(one => one.Uuid == exit)?.Destination;

    /// <summary>Where a category of the router leads; null: the flow ends there.</summary>
    public string? Way(string? category) => Destination(Router?.Categories.FirstOrDefault(one => one.Uuid == category)?.Exit);
}

internal sealed record RapidProExit(string Uuid, string? Destination);

/// <summary>An action. What a type does not have is empty.</summary>
/// <param name="Text">Of a message; the value or note of other types.</param>
/// <param name="Name">What it works on: a field's key, a result's name, a flow's or topic's name, a language.</param>
/// <param name="Uuid">For translations.</param>
internal sealed record RapidProAction(string Uuid, string Type, string Text, string Name)
{
    /// <summary>The other flow's uuid.</summary>
    public string Flow { get; init; } = "";

    /// <summary>Of a result.</summary>
    public string Category { get; init; } = "";

    /// <summary>Of a local: set, increment or clear.</summary>
    public string Operation { get; init; } = "";

    /// <summary>True if it says something.</summary>
    public bool IsMessage => Type is "send_msg" or "say_msg" && Text.AsSpan().Trim().Length > 0;

    public bool IsTerminal { get; init; }

    public bool AllGroups { get; init; }

    public bool HasTemplate { get; init; }

    public IReadOnlyList<string> QuickReplies { get; init; } = [];

    public IReadOnlyList<string> Attachments { get; init; } = [];

    public IReadOnlyList<RapidProGroup> Groups { get; init; } = [];
}

internal sealed record RapidProGroup(string Uuid, string Name);

/// <param name="Wait">Null: it decides at once.</param>
internal sealed record RapidProRouter(
    string Type,
    string Operand,
    string ResultName,
    IReadOnlyList<RapidProCase> Cases,
    IReadOnlyList<RapidProCategory> Categories,
    string? Default,
    RapidProWait? Wait);

internal sealed record RapidProCase(string Uuid, string Type, IReadOnlyList<string> Arguments, string Category);

internal sealed record RapidProCategory(string Uuid, string Name, string? Exit);

/// <param name="Hint">What kind of answer is expected, such as image; empty: words.</param>
/// <param name="Seconds">Until the timeout category is taken; null: never.</param>
internal sealed record RapidProWait(string Type, string Hint, long? Seconds, string? TimeoutCategory);
