namespace Helpline.Channels.BotFramework;

/// <summary>Where one of Microsoft's clouds has what a bot needs.</summary>
/// <param name="Issuer">Who signs the tokens of what is posted to us.</param>
/// <param name="MetadataUrl">Its OpenID metadata, which name the keys.</param>
/// <param name="LoginUrl">Where we get tokens for the connector.</param>
/// <param name="Tenant">Whose tokens a multi-tenant bot gets.</param>
/// <param name="Scope">What the tokens are for.</param>
/// <param name="Hosts">Hosts of connectors, as <see cref="ConnectorHosts"/> reads them.</param>
/// <remarks>Sources: Microsoft's "Authentication with the Bot Connector API", the SDK's AuthenticationConstants and GovernmentAuthenticationConstants, and Teams' service endpoints.</remarks>
internal sealed record BotFrameworkCloud(string Issuer, string MetadataUrl, string LoginUrl, string Tenant, string Scope, IReadOnlyList<string> Hosts)
{
    public static BotFrameworkCloud Public { get; } = new(
        "https://api.botframework.com",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.com",
        "botframework.com",
        "https://api.botframework.com/.default",
        ["*.botframework.com", "smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"]); // never *.trafficmanager.net: anybody can have a name there

    public static BotFrameworkCloud UsGovernment { get; } = new(
        "https://api.botframework.us",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.us",
        "MicrosoftServices.onmicrosoft.us",
        "https://api.botframework.us/.default",
        ["*.botframework.azure.us", "*.botframework.us", "smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"]);

    public static BotFrameworkCloud? Of(string name) => name.ToUpperInvariant() switch
    {
        "PUBLIC" => Public,
        "USGOVERNMENT" => UsGovernment,
        _ => null,
    };
}
