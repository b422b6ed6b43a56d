namespace Helpline.Channels.Chat;

/// <summary>Configuration section <c>Channels:Chat</c>: the web chat's own page, which is there while Direct Line is on.</summary>
public sealed class ChatOptions
{
    public const string Section = "Channels:Chat";

    /// <summary>Where the button for leaving goes: a page that anybody may have open. Default: a search engine's front page.</summary>
    public string ExitUrl { get; set; } = "https://www.google.com/";

    /// <summary>Everything that is wrong, each naming its key and what it should be.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(ExitUrl, UriKind.Absolute, out var exit) || exit.Scheme != Uri.UriSchemeHttps)
            yield return $"{Section}:ExitUrl must be an https address of a page that gives nothing away (https://www.google.com/)";
    }
}
