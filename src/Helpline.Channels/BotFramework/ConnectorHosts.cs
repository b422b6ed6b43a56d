namespace Helpline.Channels.BotFramework;

/// <summary>
/// Which connectors we speak with. A service URL comes from outside, and what is sent there carries our token and words to a child: a signed token must name it, its host must be
/// one that is known, and it must be https (outside Development).
/// </summary>
internal sealed class ConnectorHosts(IReadOnlyList<string> patterns, bool allowsHttp)
{
    private const string Below = "*.";

    private const int LongestUrl = 512;

    public bool Allows(string serviceUrl) =>
        serviceUrl.Length <= LongestUrl
        && Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url)
        && (url.Scheme == "https" || (allowsHttp && url.Scheme == "http"))
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
        && patterns.Any(pattern => Matches(pattern, url.IdnHost));

    /// <summary>True of a host name, and of <c>*.</c> with a domain of two names or more.</summary>
    public static bool IsPattern(string text)
    {
        var name = text.StartsWith(Below, StringComparison.Ordinal) ? text[Below.Length..] : text;
        return Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4 && (name.Length == text.Length || name.Contains('.', StringComparison.Ordinal));
    }

    private static bool Matches(string pattern, string host) => pattern.StartsWith(Below, StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
