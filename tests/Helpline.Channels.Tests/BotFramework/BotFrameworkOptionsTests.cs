using Helpline.Channels.BotFramework;
using Microsoft.Extensions.Options;

namespace Helpline.Channels.Tests.BotFramework;

public class BotFrameworkOptionsTests
{
    private static readonly (string Key, string Value)[] Right =
    [
        ("Channels:BotFramework:AppId", BotService.AppId),
        ("Channels:BotFramework:AppPassword", BotService.AppPassword),
    ];

    [Theory]
    [InlineData("AppId", "", "AppId is missing")]
    [InlineData("AppId", "helpline", "GUID")]
    [InlineData("AppPassword", "", "AppPassword")]
    [InlineData("AppPassword", "short", "AppPassword")]
    [InlineData("TenantId", "../common", "TenantId")]
    [InlineData("Cloud", "China", "Public or UsGovernment")]
    [InlineData("MetadataUrl", "http://login.example/metadata", "MetadataUrl must be an absolute https")]
    [InlineData("LoginUrl", "login.example", "LoginUrl must be an absolute https")]
    [InlineData("ServiceHosts:0", "https://a.example", "ServiceHosts")]
    [InlineData("ServiceHosts:0", "*", "ServiceHosts")]
    [InlineData("ServiceHosts:0", "*.com", "ServiceHosts")]
    [InlineData("MessagesPerSecond", "-1", "MessagesPerSecond")]
    public async Task A_wrong_key_is_refused_at_start_and_named(string key, string value, string named)
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(() => GatewayFixture.StartAsync(isDevelopment: false, [.. Right, ($"Channels:BotFramework:{key}", value)]));
        error.Failures.ShouldHaveSingleItem().ShouldContain(named);
    }

    [Fact]
    public async Task The_two_keys_that_Azure_gives_are_enough()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: false, Right);
    }

    [Fact]
    public void A_cloud_brings_its_own_issuer_metadata_login_scope_and_hosts()
    {
        var government = new BotFrameworkOptions { Cloud = "usgovernment" };

        government.Endpoints.Issuer.ShouldBe("https://api.botframework.us");
        government.Endpoints.MetadataUrl.ShouldStartWith("https://login.botframework.azure.us/");
        government.Endpoints.LoginUrl.ShouldBe("https://login.microsoftonline.us");
        government.Endpoints.Scope.ShouldBe("https://api.botframework.us/.default");
        government.Tenant.ShouldBe("MicrosoftServices.onmicrosoft.us");
        new ConnectorHosts(government.Endpoints.Hosts, allowsHttp: false).Allows("https://smba.trafficmanager.net/teams/").ShouldBeFalse();
        new BotFrameworkOptions { Cloud = "UsGovernment", Issuer = "https://other.example" }.Endpoints.Issuer.ShouldBe("https://other.example");
    }
}
