using System.Net;

namespace Helpline.Channels.Kannel;

/// <summary>Configuration section <c>Channels:Kannel</c>. The channel is on when <see cref="SendUrl"/> is set. Kannel's own side is in <c>infra/kannel</c>.</summary>
public sealed class KannelOptions
{
    public const string Section = "Channels:Kannel";

    private const int ShortestSecret = 24;
    private const int ShortestPassword = 12;

    /// <summary>Where smsbox takes messages, <c>http://127.0.0.1:13013/cgi-bin/sendsms</c>. Default: none, the channel is off. Plain http to this machine only.</summary>
    public string SendUrl { get; set; } = "";

    /// <summary>The <c>username</c> of Kannel's group <c>sendsms-user</c>. Required.</summary>
    public string Username { get; set; } = "";

    /// <summary>Its <c>password</c>, 12 characters or more. Required.</summary>
    public string Password { get; set; } = "";

    /// <summary>The short code to send from when a message does not say which one the child wrote to; a link may be named: <c>1121@operator1</c>. Required.</summary>
    public string From { get; set; } = "";

    /// <summary>
    /// What smsbox shows in its <c>get-url</c>, since Kannel signs nothing: 24 or more letters, digits, <c>-</c> or <c>_</c>, which mean nothing in a URL or in Kannel's
    /// patterns. Required. <c>openssl rand -hex 24</c> makes one.
    /// </summary>
    public string InboundSecret { get; set; } = "";

    /// <summary>From where smsbox may call, besides knowing the secret: addresses or networks, separated by commas. Default: this machine.</summary>
    public string AllowedAddresses { get; set; } = "127.0.0.0/8, ::1";

    /// <summary>How smsbox reaches this server, for receipts: scheme, host and, if any, path prefix. Default: this machine. Plain http to this machine only.</summary>
    public string PublicUrl { get; set; } = "http://127.0.0.1:5080";

    /// <summary>What the operators' links take together, all nodes together. Default: 0, no limit of ours; Kannel queues, and holds to each link's <c>throughput</c>.</summary>
    public int MessagesPerSecond { get; set; }

    public bool IsOn => SendUrl.Length > 0;

    /// <summary>Everything that is wrong, each naming its key and what it should be.</summary>
    public IEnumerable<string> Problems(bool isDevelopment)
    {
        if (!IsOn)
        {
            if (Username.Length + Password.Length + From.Length + InboundSecret.Length > 0)
                yield return $"{Section}:SendUrl is missing: the section has other keys, so the channel seems to be wanted";
            yield break;
        }

        if (!IsHttp(SendUrl, out var send) || send!.Query.Length > 0)
            yield return $"{Section}:SendUrl must be the absolute URL of smsbox' sendsms, http://127.0.0.1:13013/cgi-bin/sendsms, without a query";
        else if (!isDevelopment && !IsPrivate(send))
            yield return $"{Section}:SendUrl must be https unless it is on this machine: words to children and the password would travel in the clear";
        if (Username.Length == 0)
            yield return $"{Section}:Username is missing: the username of Kannel's group sendsms-user";
        if (Password.Length < ShortestPassword)
            yield return $"{Section}:Password is missing or too short; {ShortestPassword} characters or more, as in Kannel's group sendsms-user";
        if (From.Length == 0 || From.Any(char.IsControl))
            yield return $"{Section}:From is missing: the short code to send from";
        if (InboundSecret.Length < ShortestSecret || InboundSecret.Distinct().Count() < 8 || !InboundSecret.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            yield return $"{Section}:InboundSecret is missing or weak; without it anybody could forge a child's message. It must be {ShortestSecret} or more letters, digits, - or _, as 'openssl rand -hex 24' makes";
        if (Networks is null)
            yield return $"{Section}:AllowedAddresses must be addresses or networks (10.0.0.5, 10.0.0.0/24), separated by commas";
        if (!IsHttp(PublicUrl, out var url) || PublicUrl.Contains('%', StringComparison.Ordinal) || url!.Query.Length > 0)
            yield return $"{Section}:PublicUrl must be the absolute URL under which smsbox reaches this server, without a query and without %, which Kannel would expand";
        else if (!isDevelopment && !IsPrivate(url))
            yield return $"{Section}:PublicUrl must be https unless it is on this machine";
        if (MessagesPerSecond < 0)
            yield return $"{Section}:MessagesPerSecond must be 0 (no limit) or more";
    }

    /// <summary>The networks of <see cref="AllowedAddresses"/>; null if they cannot be read.</summary>
    internal IReadOnlyList<IPNetwork>? Networks
    {
        get
        {
            var networks = new List<IPNetwork>();
            foreach (var part in AllowedAddresses.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (IPNetwork.TryParse(part, out var network))
                    networks.Add(network);
                else if (IPAddress.TryParse(part, out var address))
                    networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
                else
                    return null;
            }

            return networks.Count > 0 ? networks : null;
        }
    }

    private static bool IsPrivate(Uri url) => url.Scheme == "https" || url.IsLoopback;

    private static bool IsHttp(string text, out Uri? url) => Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https";
}
