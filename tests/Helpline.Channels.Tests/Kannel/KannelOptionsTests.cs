using Microsoft.Extensions.Options;

namespace Helpline.Channels.Tests.Kannel;

public class KannelOptionsTests
{
    private static readonly (string Key, string Value)[] Right = [.. KannelRequests.Settings("http://127.0.0.1:13013/cgi-bin/sendsms")];

    [Theory]
    [InlineData("SendUrl", "", "SendUrl is missing")]
    [InlineData("SendUrl", "127.0.0.1:13013", "SendUrl")]
    [InlineData("SendUrl", "http://127.0.0.1:13013/cgi-bin/sendsms?x=1", "SendUrl")]
    [InlineData("SendUrl", "http://10.0.0.5:13013/cgi-bin/sendsms", "https")]
    [InlineData("Username", "", "Username")]
    [InlineData("Password", "foobar", "Password")]
    [InlineData("From", "", "From")]
    [InlineData("InboundSecret", "", "InboundSecret")]
    [InlineData("InboundSecret", "short", "InboundSecret")]
    [InlineData("InboundSecret", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "InboundSecret")]
    [InlineData("InboundSecret", "0123456789abcdef%d&0123456", "InboundSecret")]
    [InlineData("AllowedAddresses", "everybody", "AllowedAddresses")]
    [InlineData("AllowedAddresses", "", "AllowedAddresses")]
    [InlineData("PublicUrl", "helpline", "PublicUrl")]
    [InlineData("PublicUrl", "https://helpline.example/%d", "PublicUrl")]
    [InlineData("PublicUrl", "http://helpline.example", "https")]
    [InlineData("MessagesPerSecond", "-1", "MessagesPerSecond")]
    public async Task A_wrong_key_is_refused_at_start_and_named(string key, string value, string named)
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(() => GatewayFixture.StartAsync(isDevelopment: false, [.. Right, ($"Channels:Kannel:{key}", value)]));
        error.Failures.ShouldHaveSingleItem().ShouldStartWith("Channels:Kannel:");
        error.Message.ShouldContain(named);
    }

    [Fact]
    public async Task All_mistakes_of_all_channels_are_named_at_once()
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(() => GatewayFixture.StartAsync(
            isDevelopment: false, [.. Right, ("Channels:Kannel:Password", ""), ("Channels:Kannel:InboundSecret", ""), ("Channels:Twilio:AuthToken", "")]));
        error.Failures.Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_right_configuration_starts_and_another_machine_is_reached_by_https()
    {
        await using var near = await GatewayFixture.StartAsync(settings: Right);
        await using var far = await GatewayFixture.StartAsync(settings: [.. Right, ("Channels:Kannel:SendUrl", "https://kannel.example/cgi-bin/sendsms"), ("Channels:Kannel:PublicUrl", "https://helpline.example/")]);
    }

    [Fact]
    public async Task Without_a_SendUrl_there_is_no_endpoint()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var response = await gateway.Client.GetAsync(KannelRequests.Inbound, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(404);
    }
}
