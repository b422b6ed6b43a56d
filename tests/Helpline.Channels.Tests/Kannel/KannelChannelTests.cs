using Helpline.Channels.Tests.Contract;
using Helpline.Messages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Tests.Kannel;

/// <summary>What a request to sendsms says, and what Kannel's answers mean.</summary>
public class KannelChannelTests
{
    private static readonly OutboundId Id = new(Guid.Parse("01890000-0000-7000-8000-000000000001"));

    private static async Task<(SendResult Result, Dictionary<string, string> Fields)> SendAsync(string text = "hello", string from = "7000@operator2", (int Status, string Body)? answer = null)
    {
        await using var stub = await ProviderStub.StartAsync(_ => answer ?? (202, "0: Accepted for delivery"));
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true, [.. KannelRequests.Settings($"{stub.Url}/cgi-bin/sendsms")]);
        var now = gateway.Time.GetUtcNow();
        var message = new OutgoingText(Id, new Address(ChannelNames.Kannel, from), new Address(ChannelNames.Kannel, "+923001234567"), text, now, now.AddMinutes(90));
        var result = await gateway.Services.GetServices<IChannel>().Single(channel => channel.Name == ChannelNames.Kannel).SendAsync(message, TestContext.Current.CancellationToken);
        return (result, QueryHelpers.ParseQuery(stub.Requests.ShouldHaveSingleItem().Query).ToDictionary(field => field.Key, field => field.Value.ToString()));
    }

    [Fact]
    public async Task The_answer_leaves_from_the_short_code_and_by_the_link_that_the_child_wrote_to()
    {
        var (_, fields) = await SendAsync();
        fields["from"].ShouldBe("7000");
        fields["smsc"].ShouldBe("operator2");
        fields["to"].ShouldBe("+923001234567");
        fields["username"].ShouldBe("helpline");
        fields["password"].ShouldBe("a long password");
    }

    [Fact]
    public async Task Without_them_it_leaves_from_the_configured_short_code_by_the_link_that_Kannel_chooses()
    {
        var (_, fields) = await SendAsync(from: "");
        fields["from"].ShouldBe("1121");
        fields.ContainsKey("smsc").ShouldBeFalse();
    }

    [Theory]
    [InlineData("Kya aap theek hain? [1] haan {2} nahi €", "0")]
    [InlineData("آپ محفوظ ہیں؟", "2")]
    [InlineData("it’s ok", "2")]
    public async Task What_fits_seven_bits_is_sent_so(string text, string coding)
    {
        var (_, fields) = await SendAsync(text);
        fields["coding"].ShouldBe(coding);
        fields["charset"].ShouldBe("UTF-8");
    }

    [Fact]
    public async Task The_network_is_told_until_when_the_message_is_good()
    {
        var (_, fields) = await SendAsync();
        fields["validity"].ShouldBe("90");
    }

    [Fact]
    public async Task The_receipts_URL_is_the_messages_own_and_does_not_hold_the_secret()
    {
        var (_, fields) = await SendAsync();
        fields["dlr-mask"].ShouldBe("27");
        fields["dlr-url"].ShouldStartWith($"http://127.0.0.1:5080/channels/kannel/receipt?message={Id}&token=");
        fields["dlr-url"].ShouldEndWith("&status=%d&id=%F&error=%#smpp#dlr_err#");
        fields["dlr-url"].ShouldNotContain(KannelRequests.Secret);
    }

    [Theory]
    [InlineData(202, "0: Accepted for delivery")]
    [InlineData(202, "3: Queued for later delivery")]
    public async Task What_Kannel_has_taken_or_queued_is_sent(int status, string body)
    {
        var (result, _) = await SendAsync(answer: (status, body));
        result.ShouldBe(new SendResult.Sent(Id.ToString()));
    }

    [Fact]
    public async Task What_Kannel_cannot_understand_is_refused_and_a_wrong_URL_waits_for_a_person()
    {
        (await SendAsync(answer: (400, "Empty receiver number not allowed, rejected"))).Result.ShouldBe(new SendResult.Refused("400"));
        (await SendAsync(answer: (403, "Not routable. Do not try again."))).Result.ShouldBe(new SendResult.Refused("not_routable"));
        (await SendAsync(answer: (404, "Unknown request."))).Result.ShouldBe(new SendResult.TryLater(SendTrouble.Misconfigured, "404"));
    }
}
