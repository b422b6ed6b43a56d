namespace Helpline.Channels.Twilio;

/// <summary>Configuration section <c>Channels:Twilio</c>. The channel is on when <see cref="AccountSid"/> is set.</summary>
public sealed class TwilioOptions
{
    public const string Section = "Channels:Twilio";

    /// <summary>The account, <c>AC</c> and 32 hexadecimal digits. Default: none, the channel is off.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>The account's primary auth token: signs webhooks, authorises sends. Required. From the environment or a secret store, never from a file in version control.</summary>
    public string AuthToken { get; set; } = "";

    /// <summary>The number to send from when a message does not say which number the child wrote to. E.164 or a short code.</summary>
    public string From { get; set; } = "";

    /// <summary>A messaging service to send through instead, <c>MG…</c>. Default: none.</summary>
    public string MessagingServiceSid { get; set; } = "";

    /// <summary>Where the Messages API is. Default: Twilio's; tests and regional edges point elsewhere.</summary>
    public string ApiUrl { get; set; } = "https://api.twilio.com";

    /// <summary>
    /// How Twilio reaches this server: scheme, host and, if any, path prefix, without a closing slash. Required. Signatures are computed over it and
    /// never over forwarded headers. Must be https outside Development.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>What the account's senders take, all nodes together: 1 for a long code, 100 for many short codes. Default: 0, no limit of ours; Twilio queues.</summary>
    public int MessagesPerSecond { get; set; }

    public WhatsAppOptions WhatsApp { get; set; } = new();

    public bool IsOn => AccountSid.Length > 0;

    /// <summary>Everything that is wrong, each naming its key and what it should be.</summary>
    public IEnumerable<string> Problems(bool isDevelopment)
    {
        if (!IsOn)
        {
            if (AuthToken.Length + From.Length + MessagingServiceSid.Length + PublicUrl.Length + WhatsApp.From.Length + WhatsApp.ContentSid.Length > 0)
                yield return $"{Section}:AccountSid is missing: the section has other keys, so the channel seems to be wanted";
            yield break;
        }

        if (!AccountSid.StartsWith("AC", StringComparison.Ordinal))
            yield return $"{Section}:AccountSid must begin with AC; it is on the first page of Twilio's console";
        if (AuthToken.Length < 16)
            yield return $"{Section}:AuthToken is missing or too short; without it anybody could forge a child's message";
        if (From.Length == 0 && MessagingServiceSid.Length == 0 && WhatsApp.From.Length == 0)
            yield return $"{Section}:From or {Section}:MessagingServiceSid is needed to send (or {Section}:WhatsApp:From, for WhatsApp alone)";
        if (MessagesPerSecond < 0)
            yield return $"{Section}:MessagesPerSecond must be 0 (no limit) or more";
        foreach (var problem in WhatsApp.Problems())
            yield return problem;
        if (!IsHttp(ApiUrl, out var api) || (!isDevelopment && api is not { Scheme: "https" }))
            yield return $"{Section}:ApiUrl must be an absolute https URL (http is allowed in Development)";
        if (!IsHttp(PublicUrl, out var url))
            yield return $"{Section}:PublicUrl must be the absolute URL under which Twilio reaches this server";
        else if (!isDevelopment && url is not { Scheme: "https" })
            yield return $"{Section}:PublicUrl must be https outside Development: children's messages would travel in the clear";
    }

    private static bool IsHttp(string text, out Uri? url) => Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https";
}
