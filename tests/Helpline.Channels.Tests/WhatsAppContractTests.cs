using Helpline.Channels.Tests.Contract;
using Helpline.Channels.Twilio;
using Helpline.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace Helpline.Channels.Tests;

public sealed class WhatsAppInboundTests : InboundContract
{
    private const string Path = "/channels/twilio/inbound";

    protected override string Channel => ChannelNames.WhatsApp;

    protected override IEnumerable<(string Key, string Value)> Settings => [];

    protected override Task<HttpResponseMessage> DeliverAsync(HttpClient client, string id, string text) => TwilioRequests.PostAsync(client, Path, Fields(id, text));

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries =>
    [
        ("no signature", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help"), signature: null)),
        ("signed for SMS", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help"), TwilioRequests.Sign(Path, Fields("1", "help", from: "+923001234567")))),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Oversized =>
        [("a long text", client => DeliverAsync(client, "1", new string('a', InboundMessage.LongestText + 1)))];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Broken =>
        [("no sender", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help", from: ""))), ("no id", client => DeliverAsync(client, "", "help"))];

    [Fact]
    public async Task Addresses_are_WhatsApps_and_media_are_counted_and_never_fetched()
    {
        await using var provider = await ProviderStub.StartAsync(_ => (200, ""));
        await using var gateway = await StartAsync();
        var fields = Fields("1", "");
        (fields["NumMedia"], fields["MediaUrl0"], fields["MediaUrl1"]) = ("2", $"{provider.Url}/voice.ogg", $"{provider.Url}/picture.jpg");
        using var response = await TwilioRequests.PostAsync(gateway.Client, Path, fields);

        var message = gateway.Inbox.Messages.ShouldHaveSingleItem();
        message.ShouldBe(new InboundMessage(new Address("whatsapp", "whatsapp:+923001234567"), new Address("whatsapp", "whatsapp:+14155238886"), "1", "", Attachments: 2));
        provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_WhatsApp_knows_of_the_sender_is_not_taken_in()
    {
        await using var gateway = await StartAsync();
        using var response = await DeliverAsync(gateway.Client, "1", "help");

        var taken = gateway.Inbox.Messages.ShouldHaveSingleItem();
        string[] values = [taken.Text, taken.ProviderId, taken.From.Channel, taken.From.Value, taken.To.Channel, taken.To.Value];
        values.ShouldAllBe(value => !value.Contains("Zainab", StringComparison.Ordinal));
        values.Count(value => value.Contains("923001234567", StringComparison.Ordinal)).ShouldBe(1, "the address, once");
    }

    [Fact]
    public async Task A_STOP_that_Twilio_has_answered_says_so()
    {
        await using var gateway = await StartAsync();
        var fields = Fields("1", "STOP");
        fields["OptOutType"] = "STOP";
        using var response = await TwilioRequests.PostAsync(gateway.Client, Path, fields);
        gateway.Inbox.Messages.ShouldHaveSingleItem().AnsweredByCarrier.ShouldBeTrue();
    }

    private static Dictionary<string, string> Fields(string id, string text, string from = "whatsapp:+923001234567") => new()
    {
        ["MessageSid"] = id,
        ["From"] = from,
        ["To"] = "whatsapp:+14155238886",
        ["Body"] = text,
        ["NumMedia"] = "0",
        ["WaId"] = "923001234567",
        ["ProfileName"] = "Zainab",
    };
}

public sealed class WhatsAppReceiptTests : ReceiptContract
{
    private const string Path = "/channels/twilio/status";

    private static readonly OutboundId Ours = new(Guid.Parse("01890000-0000-7000-8000-000000000001"));

    protected override string Channel => ChannelNames.WhatsApp;

    protected override IEnumerable<(string Key, string Value)> Settings => [];

    protected override Func<HttpClient, Task<HttpResponseMessage>> Report(OutboundId message, DeliveryStatus status) => client =>
        TwilioRequests.PostAsync(client, Url(message), Fields(status switch
        {
            DeliveryStatus.Sent => "sent",
            DeliveryStatus.Delivered => "read",
            DeliveryStatus.Undelivered => "undelivered",
            DeliveryStatus.Failed => "failed",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Twilio has no such status."),
        }));

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries =>
    [
        ("no signature", client => TwilioRequests.PostAsync(client, Url(Ours), Fields("read"), signature: null)),
        ("signed for SMS", client => TwilioRequests.PostAsync(client, Url(Ours), Fields("read"), TwilioRequests.Sign($"{Path}?message={Ours}", Fields("read")))),
    ];

    [Theory]
    [InlineData("sent")]
    [InlineData("delivered")]
    [InlineData("read")]
    public async Task An_invitation_that_arrives_says_nothing_of_the_message_that_waits_for_its_answer(string status)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var response = await TwilioRequests.PostAsync(gateway.Client, Url(Ours, isInvitation: true), Fields(status));
        response.IsSuccessStatusCode.ShouldBeTrue();
        gateway.Inbox.Receipts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("undelivered")]
    [InlineData("failed")]
    public async Task An_invitation_that_does_not_arrive_fails_the_message_that_waits_for_its_answer(string status)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var fields = Fields(status);
        fields["ErrorCode"] = "63024";
        using var response = await TwilioRequests.PostAsync(gateway.Client, Url(Ours, isInvitation: true), fields);
        gateway.Inbox.Receipts.ShouldHaveSingleItem().ShouldBe(new DeliveryReceipt(ChannelNames.WhatsApp, Ours, "SM9", DeliveryStatus.Failed, "63024"));
    }

    /// <summary>As the sender has told Twilio.</summary>
    private static string Url(OutboundId message, bool isInvitation = false)
    {
        var text = new OutgoingText(message, new Address("whatsapp", "b"), new Address("whatsapp", "a"), "", default, default) { IsInvitation = isInvitation };
        return TwilioWebhooks.StatusCallback(new TwilioOptions(), ChannelNames.WhatsApp, text);
    }

    private static Dictionary<string, string> Fields(string status) => new() { ["MessageSid"] = "SM9", ["MessageStatus"] = status };
}

public sealed class WhatsAppSenderTests : SenderContract
{
    private const string Template = "HX0123456789abcdef0123456789abcdef";

    private static readonly OutgoingText Text = new(
        new OutboundId(Guid.Parse("01890000-0000-7000-8000-000000000001")),
        new Address("whatsapp", "whatsapp:+14155238886"),
        new Address("whatsapp", "whatsapp:+923001234567"),
        "Choose:\n1 Yes\n2 No",
        default,
        DateTimeOffset.MaxValue);

    protected override string Channel => ChannelNames.WhatsApp;

    protected override string Child => "whatsapp:+923001234567";

    protected override string Service => "whatsapp:+14155238886";

    protected override IEnumerable<(string Key, string Value)> Settings(string providerUrl) => [("Channels:Twilio:ApiUrl", providerUrl)];

    private protected override (int Status, string Body) Answer(ProviderMood mood) => mood switch
    {
        ProviderMood.Takes => (201, """{"sid":"SM42","status":"queued"}"""),
        ProviderMood.Refuses => (400, """{"code":63024}"""),
        ProviderMood.IsBusy => (429, """{"code":63018}"""),
        ProviderMood.DoesNotKnowUs => (401, """{"code":20003}"""),
        ProviderMood.Fails => (500, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(mood), mood, "Unknown mood."),
    };

    private protected override string? TextOf(ProviderRequest request) => QueryHelpers.ParseQuery(request.Body)["Body"];

    [Fact]
    public async Task Words_leave_from_the_address_that_the_child_wrote_to_and_never_through_the_messaging_service()
    {
        var (result, form) = await SendAsync(Text, (201, """{"sid":"SM42"}"""), ("Channels:Twilio:MessagingServiceSid", "MG1"), ("Channels:Twilio:WhatsApp:ContentSid", Template));

        result.ShouldBe(new SendResult.Sent("SM42"));
        (form["From"], form["To"], form["Body"]).ShouldBe(("whatsapp:+14155238886", "whatsapp:+923001234567", Text.Text));
        form.Keys.ShouldNotContain("MessagingServiceSid");
        form.Keys.ShouldNotContain("ContentSid");
        form["StatusCallback"].ShouldBe($"{GatewayFixture.PublicUrl}/channels/twilio/status?message={Text.Id}&channel=whatsapp");
    }

    [Fact]
    public async Task An_invitation_is_the_approved_template_without_the_words_that_wait()
    {
        var (result, form) = await SendAsync(Text with { IsInvitation = true }, (201, """{"sid":"SM42"}"""), ("Channels:Twilio:WhatsApp:ContentSid", Template));

        result.ShouldBe(new SendResult.Sent("SM42"));
        form["ContentSid"].ShouldBe(Template);
        form.Keys.ShouldNotContain("Body");
        form["StatusCallback"].ShouldEndWith("&channel=whatsapp&invitation=true");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(Template, true)]
    public async Task A_child_can_be_invited_if_there_is_a_template(string template, bool expected)
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: false, ("Channels:Twilio:WhatsApp:ContentSid", template));
        gateway.Channel(ChannelNames.WhatsApp).CanInvite.ShouldBe(expected);
        gateway.Channel(ChannelNames.Twilio).CanInvite.ShouldBeFalse("SMS has no window");
    }

    [Fact]
    public async Task Twilios_own_no_outside_the_window_is_told_as_that() =>
        (await SendAsync(Text, (400, """{"code":63016}"""))).Result.ShouldBe(new SendResult.Refused(DeliveryCodes.WindowClosed));

    [Fact]
    public async Task A_template_that_is_not_the_accounts_is_for_a_person_to_correct() =>
        (await SendAsync(Text with { IsInvitation = true }, (400, """{"code":21655}"""), ("Channels:Twilio:WhatsApp:ContentSid", Template))).Result
            .ShouldBe(new SendResult.TryLater(SendTrouble.Misconfigured, "21655"));

    [Fact]
    public async Task WhatsApp_and_SMS_have_rates_of_their_own()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: false, ("Channels:Twilio:MessagesPerSecond", "1"), ("Channels:Twilio:WhatsApp:MessagesPerSecond", "80"));
        (gateway.Channel(ChannelNames.Twilio).MessagesPerSecond, gateway.Channel(ChannelNames.WhatsApp).MessagesPerSecond).ShouldBe((1, 80));
    }

    private async Task<(SendResult Result, Dictionary<string, string> Form)> SendAsync(OutgoingText text, (int Status, string Body) answer, params (string Key, string Value)[] settings)
    {
        await using var stub = await ProviderStub.StartAsync(_ => answer);
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true, [.. Settings(stub.Url), .. settings]);
        var result = await gateway.Channel(ChannelNames.WhatsApp).SendAsync(text, TestContext.Current.CancellationToken);
        return (result, QueryHelpers.ParseQuery(stub.Requests.ShouldHaveSingleItem().Body).ToDictionary(field => field.Key, field => field.Value.ToString()));
    }
}
