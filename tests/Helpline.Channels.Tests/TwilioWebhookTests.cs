using System.Net;
using Helpline.Channels.Twilio;
using Helpline.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Helpline.Channels.Tests;

public class TwilioWebhookTests
{
    private const string Inbound = "/channels/twilio/inbound";
    private const string Status = "/channels/twilio/status";

    private static Dictionary<string, string> Message(params (string Key, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = "SM00000000000000000000000000000001",
            ["From"] = "+923001234567",
            ["To"] = "+15005550006",
            ["Body"] = "hello",
            ["NumMedia"] = "0",
        };
        foreach (var (key, value) in changes)
            fields[key] = value;
        return fields;
    }

    [Fact]
    public async Task A_signed_message_is_accepted_and_answered_with_an_empty_response()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var response = await TwilioRequests.PostAsync(gateway.Client, Inbound, Message(("Body", "مجھے مدد چاہیے"), ("NumMedia", "2")));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/xml");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("<Response/>");
        var message = gateway.Inbox.Messages.ShouldHaveSingleItem();
        message.From.ShouldBe(new Address("twilio", "+923001234567"));
        message.To.ShouldBe(new Address("twilio", "+15005550006"));
        message.ProviderId.ShouldBe("SM00000000000000000000000000000001");
        message.Text.ShouldBe("مجھے مدد چاہیے");
        message.Attachments.ShouldBe(2);
        message.AnsweredByCarrier.ShouldBeFalse();
    }

    [Fact]
    public async Task Forwarded_headers_do_not_change_what_is_verified()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var fields = Message();
        var form = new FormCollection(fields.ToDictionary(field => field.Key, field => new StringValues(field.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, Inbound) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Twilio-Signature", TwilioSignature.Compute(GatewayFixture.AuthToken, "https://evil.example" + Inbound, form));
        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("MessageSid")]
    [InlineData("From")]
    [InlineData("To")]
    public async Task A_signed_request_without_a_field_that_is_needed_is_a_bad_request(string missing)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var response = await TwilioRequests.PostAsync(gateway.Client, Inbound, Message((missing, "")));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        gateway.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_that_Twilio_has_answered_itself_says_so()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var response = await TwilioRequests.PostAsync(gateway.Client, Inbound, Message(("Body", "STOP"), ("OptOutType", "STOP")));
        gateway.Inbox.Messages.ShouldHaveSingleItem().AnsweredByCarrier.ShouldBeTrue();
    }

    [Theory]
    [InlineData("sent", DeliveryStatus.Sent)]
    [InlineData("delivered", DeliveryStatus.Delivered)]
    [InlineData("read", DeliveryStatus.Delivered)]
    [InlineData("undelivered", DeliveryStatus.Undelivered)]
    [InlineData("failed", DeliveryStatus.Failed)]
    public async Task A_status_callback_becomes_a_receipt_for_our_message(string twilio, DeliveryStatus expected)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var id = Guid.Parse("01890000-0000-7000-8000-000000000001");
        using var response = await TwilioRequests.PostAsync(gateway.Client, $"{Status}?message={id:N}", new() { ["MessageSid"] = "SM9", ["MessageStatus"] = twilio, ["ErrorCode"] = "30003" });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Inbox.Receipts.ShouldHaveSingleItem().ShouldBe(new DeliveryReceipt("twilio", new OutboundId(id), "SM9", expected, "30003"));
    }

    [Theory]
    [InlineData("30006", DeliveryCodes.CannotReceive)]
    [InlineData("21610", DeliveryCodes.OptedOut)]
    [InlineData("63016", DeliveryCodes.WindowClosed)]
    public async Task A_receipt_says_the_reasons_that_all_channels_share(string code, string reason)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var response = await TwilioRequests.PostAsync(gateway.Client, $"{Status}?message={Guid.Empty:N}", new() { ["MessageSid"] = "SM9", ["MessageStatus"] = "undelivered", ["ErrorCode"] = code });
        gateway.Inbox.Receipts.ShouldHaveSingleItem().ErrorCode.ShouldBe(reason);
    }

    [Theory]
    [InlineData("+266696687")]
    [InlineData("8558")]
    [InlineData("EasyPaisa")]
    public async Task Who_cannot_be_answered_is_taken_in_so_that_triage_reads_it(string from)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var response = await TwilioRequests.PostAsync(gateway.Client, Inbound, Message(("From", from)));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Inbox.Messages.ShouldHaveSingleItem().From.ShouldBe(new Address("twilio", from));
    }

    [Fact]
    public async Task An_unknown_status_is_taken_and_changes_nothing()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var response = await TwilioRequests.PostAsync(gateway.Client, $"{Status}?message={Guid.Empty:N}", new() { ["MessageSid"] = "SM9", ["MessageStatus"] = "teleported" });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Inbox.Receipts.ShouldBeEmpty();
    }
}
