namespace Helpline.Dialogs;

/// <summary>The words of the web chat's own page. No SMS carries them, so none of its limits holds; the linter demands them in every language.</summary>
public static class PagePhrases
{
    public const string Title = "web_chat.title";
    public const string Heading = "web_chat.heading";
    public const string Hello = "web_chat.hello";
    public const string Cost = "web_chat.cost";
    public const string Leave = "web_chat.leave";
    public const string LeaveHint = "web_chat.leave_hint";
    public const string Language = "web_chat.language";
    public const string Danger = "web_chat.danger";
    public const string Numbers = "web_chat.numbers";
    public const string NoScript = "web_chat.no_script";
    public const string Person = "web_chat.person";
    public const string Begin = "web_chat.begin";
    public const string Write = "web_chat.write";
    public const string Send = "web_chat.send";
    public const string Messages = "web_chat.messages";
    public const string Choose = "web_chat.choose";
    public const string Later = "web_chat.later";
    public const string LaterAbout = "web_chat.later_about";
    public const string NewCode = "web_chat.new_code";
    public const string OwnCode = "web_chat.own_code";
    public const string EnterCode = "web_chat.enter_code";
    public const string UseCode = "web_chat.use_code";
    public const string Open = "web_chat.open";
    public const string NotEverywhere = "web_chat.not_everywhere";

    /// <summary>What the page's script says, by itself and in its own time.</summary>
    public static IReadOnlyList<string> OfScript { get; } =
    [
        .. new[]
        {
            "you", "helper", "counsellor", "sending", "sent", "kept", "kept_busy", "not_sent", "offline", "connecting", "online", "position", "wait", "wait_long", "wait_unknown",
            "with_person", "person_called", "code_early", "code_wrong", "code_many", "trouble", "resumed", "begun_anew",
        }.Select(name => Of(name)),
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        Title, Heading, Hello, Cost, Leave, LeaveHint, Language, Danger, Numbers, NoScript, Person, Begin, Write, Send, Messages, Choose, Later, LaterAbout, NewCode, OwnCode, EnterCode, UseCode, Open, NotEverywhere,
        .. OfScript,
    ];

    /// <summary>What the page fills in.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["position", "minutes", "days"];

    /// <summary>True if the phrase is the page's.</summary>
    public static bool Has(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>A phrase's name without its file.</summary>
    public static string NameOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key[Prefix.Length..];
    }

    private const string Prefix = "web_chat.";

    private static string Of(string name) => Prefix + name;
}
