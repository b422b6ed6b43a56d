namespace Helpline.Channels.BotFramework;

/// <summary>Configuration section <c>Channels:BotFramework</c>. The channel is on when <see cref="AppId"/> is set.</summary>
public sealed class BotFrameworkOptions
{
    public const string Section = "Channels:BotFramework";

    private const int ShortestPassword = 16;

    /// <summary>The bot's Microsoft App ID, a GUID: whom what is posted to us must be for. Default: none, the channel is off.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The app registration's client secret. Required. From the environment or a secret store, never from a file in version control.</summary>
    public string AppPassword { get; set; } = "";

    /// <summary>The tenant of a single-tenant bot, as Azure makes them today. Default: none, the bot is multi-tenant.</summary>
    public string TenantId { get; set; } = "";

    /// <summary><c>Public</c> or <c>UsGovernment</c>: what the settings below begin with. Default: Public.</summary>
    public string Cloud { get; set; } = "Public";

    /// <summary>The OpenID metadata of who signs what is posted to us. Default: the cloud's.</summary>
    public string MetadataUrl { get; set; } = "";

    /// <summary>Who signs what is posted to us. Default: the cloud's.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Where tokens for the connector come from, without the tenant. Default: the cloud's.</summary>
    public string LoginUrl { get; set; } = "";

    /// <summary>What the tokens are for. Default: the cloud's.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Hosts that replies may go to: <c>name.example</c>, or <c>*.name.example</c> for all below it. Default: the cloud's Bot Service and Teams.</summary>
    public string[] ServiceHosts { get; set; } = [];

    /// <summary>What a group is told that the bot is brought into. Empty: nothing.</summary>
    public string GroupNotice { get; set; } =
        "This helpline answers in private only: write to it directly, where nobody else can read along.\nیہ ہیلپ لائن صرف نجی گفتگو میں جواب دیتی ہے: اسے براہِ راست لکھیں، جہاں کوئی اور نہ پڑھ سکے۔";

    /// <summary>What the bot's channels take, all nodes together. Default: 0, no limit of ours; the connector says when it is too much.</summary>
    public int MessagesPerSecond { get; set; }

    public bool IsOn => AppId.Length > 0;

    internal string Tenant => Or(TenantId, Base.Tenant);

    /// <summary>The cloud, with what is configured otherwise.</summary>
    internal BotFrameworkCloud Endpoints => Base with
    {
        Issuer = Or(Issuer, Base.Issuer),
        MetadataUrl = Or(MetadataUrl, Base.MetadataUrl),
        LoginUrl = Or(LoginUrl, Base.LoginUrl).TrimEnd('/'),
        Scope = Or(Scope, Base.Scope),
        Hosts = ServiceHosts.Length > 0 ? ServiceHosts : Base.Hosts,
    };

    private BotFrameworkCloud Base => BotFrameworkCloud.Of(Cloud) ?? BotFrameworkCloud.Public;

    /// <summary>Everything that is wrong, each naming its key and what it should be.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsOn)
        {
            if (AppPassword.Length + TenantId.Length > 0)
                yield return $"{Section}:AppId is missing: the section has other keys, so the channel seems to be wanted";
            yield break;
        }

        if (!Guid.TryParseExact(AppId, "D", out _))
            yield return $"{Section}:AppId must be the bot's Microsoft App ID, a GUID such as 00000000-0000-0000-0000-000000000000; it is on the Configuration page of the Azure Bot";
        if (AppPassword.Length < ShortestPassword)
            yield return $"{Section}:AppPassword is missing or too short; it is the value, not the id, of a client secret of the app registration";
        if (!TenantId.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.'))
            yield return $"{Section}:TenantId must be a tenant's GUID or domain; leave it out for a multi-tenant bot";
        if (BotFrameworkCloud.Of(Cloud) is null)
            yield return $"{Section}:Cloud must be Public or UsGovernment";
        foreach (var (key, url) in new[] { (nameof(MetadataUrl), Endpoints.MetadataUrl), (nameof(LoginUrl), Endpoints.LoginUrl) })
        {
            if (!IsTrusted(url))
                yield return $"{Section}:{key} must be an absolute https URL (http to this machine only): whoever could answer in its place could write in any child's name";
        }

        foreach (var host in ServiceHosts.Where(host => !ConnectorHosts.IsPattern(host)))
            yield return $"{Section}:ServiceHosts has '{host}'; each must be a host name, or *. and a domain of two names or more, without scheme, port or path";
        if (MessagesPerSecond < 0)
            yield return $"{Section}:MessagesPerSecond must be 0 (no limit) or more";
    }

    /// <summary>True of a URL whose answer nobody on the way can have changed.</summary>
    internal static bool IsTrusted(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback));

    private static string Or(string configured, string otherwise) => configured.Length > 0 ? configured : otherwise;
}
