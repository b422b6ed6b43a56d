using Microsoft.Extensions.Options;

namespace Helpline.Channels.Tests;

public class TwilioOptionsTests
{
    [Theory]
    [InlineData("AccountSid", "XX1", "AC")]
    [InlineData("AuthToken", "", "AuthToken")]
    [InlineData("AuthToken", "short", "AuthToken")]
    [InlineData("From", "", "MessagingServiceSid")]
    [InlineData("PublicUrl", "", "PublicUrl")]
    [InlineData("PublicUrl", "helpline.example", "PublicUrl")]
    [InlineData("PublicUrl", "http://helpline.example", "https")]
    [InlineData("ApiUrl", "http://127.0.0.1:9", "https")]
    [InlineData("AccountSid", "", "AccountSid is missing")]
    [InlineData("WhatsApp:From", "+14155238886", "whatsapp:+14155238886")]
    [InlineData("WhatsApp:From", "whatsapp:helpline", "whatsapp:+14155238886")]
    [InlineData("WhatsApp:ContentSid", "HX1", "32 hexadecimal digits")]
    [InlineData("WhatsApp:ContentSid", "MG0123456789abcdef0123456789abcdef", "HX")]
    [InlineData("WhatsApp:MessagesPerSecond", "-1", "0 (no limit)")]
    public async Task A_wrong_key_is_refused_at_start_and_named(string key, string value, string named)
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(() => GatewayFixture.StartAsync(isDevelopment: false, ($"Channels:Twilio:{key}", value)));
        error.Message.ShouldContain($"Channels:Twilio:");
        error.Message.ShouldContain(named);
    }

    [Fact]
    public async Task All_mistakes_are_named_at_once()
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(() =>
            GatewayFixture.StartAsync(isDevelopment: false, ("Channels:Twilio:AuthToken", ""), ("Channels:Twilio:PublicUrl", "nowhere")));
        error.Failures.Count().ShouldBe(2);
    }

    [Fact]
    public async Task WhatsApp_alone_needs_no_number_for_SMS()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: false, ("Channels:Twilio:From", ""), ("Channels:Twilio:WhatsApp:From", "whatsapp:+14155238886"));
    }

    [Fact]
    public async Task Development_may_use_plain_http()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true, ("Channels:Twilio:PublicUrl", "http://localhost:5080"), ("Channels:Twilio:ApiUrl", "http://127.0.0.1:9"));
    }

    [Fact]
    public async Task The_simulator_exists_in_Development_only()
    {
        await using var production = await GatewayFixture.StartAsync();
        (await production.Client.GetAsync("/simulator", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeFalse();
        await using var development = await GatewayFixture.StartAsync(isDevelopment: true);
        (await development.Client.GetAsync("/simulator", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
    }
}
