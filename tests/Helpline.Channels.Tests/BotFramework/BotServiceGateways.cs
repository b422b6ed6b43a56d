namespace Helpline.Channels.Tests.BotFramework;

/// <summary>Gateways that know a Bot Service.</summary>
internal static class BotServiceGateways
{
    public static Task<GatewayFixture> StartGatewayAsync(this BotService service) => GatewayFixture.StartAsync(settings: [.. service.Settings]);

    /// <summary>With the connector on this machine, which only Development allows.</summary>
    public static Task<GatewayFixture> StartWithConnectorAsync(this BotService service, params (string Key, string Value)[] more) =>
        GatewayFixture.StartAsync(isDevelopment: true, [.. service.Settings, ("Channels:BotFramework:ServiceHosts:0", "127.0.0.1"), .. more]);
}
