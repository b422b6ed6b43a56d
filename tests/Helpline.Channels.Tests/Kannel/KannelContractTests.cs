using Helpline.Channels.Tests.Contract;
using Helpline.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace Helpline.Channels.Tests.Kannel;

public sealed class KannelInboundTests : InboundContract
{
    protected override string Channel => ChannelNames.Kannel;

    protected override IEnumerable<(string Key, string Value)> Settings => KannelRequests.Settings("http://127.0.0.1:9/cgi-bin/sendsms");

    protected override Task<HttpResponseMessage> DeliverAsync(HttpClient client, string id, string text) => GetAsync(client, KannelRequests.Message(id, text));

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries =>
    [
        ("no secret", client => GetAsync(client, KannelRequests.Message("1", "help").With("secret", null))),
        ("an empty secret", client => GetAsync(client, KannelRequests.Message("1", "help").With("secret", ""))),
        ("another secret", client => GetAsync(client, KannelRequests.Message("1", "help").With("secret", "0123456789abcdef01234568"))),
        ("the beginning of the secret", client => GetAsync(client, KannelRequests.Message("1", "help").With("secret", KannelRequests.Secret[..^1]))),
        ("two secrets", client => GetAsync(client, KannelRequests.Message("1", "help"), more: "&secret=x")),
        ("from another machine", client => GetAsync(client, KannelRequests.Message("1", "help"), caller: "203.0.113.9")),
        ("from another machine, in IPv6's clothes", client => GetAsync(client, KannelRequests.Message("1", "help"), caller: "::ffff:203.0.113.9")),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Oversized =>
    [
        ("a long text", client => DeliverAsync(client, "1", new string('a', InboundMessage.LongestText + 1))),
        ("a long Urdu text", client => DeliverAsync(client, "1", new string('م', InboundMessage.LongestText + 1))),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Broken =>
    [
        ("no sender", client => GetAsync(client, KannelRequests.Message("1", "help").With("from", null))),
        ("no short code", client => GetAsync(client, KannelRequests.Message("1", "help").With("to", null))),
        ("no id", client => DeliverAsync(client, "", "help")),
        ("no text", client => GetAsync(client, KannelRequests.Message("1", "help").With("text", null))),
        ("two texts", client => GetAsync(client, KannelRequests.Message("1", "help"), more: "&text=no")),
        ("control characters in the sender", client => GetAsync(client, KannelRequests.Message("1", "help").With("from", "%2B92300%00"))),
        ("a post", client => client.PostAsync(KannelRequests.Inbound, null, TestContext.Current.CancellationToken)),
    ];

    [Fact]
    public async Task A_withheld_number_is_taken_in_so_that_triage_reads_it()
    {
        await using var gateway = await StartAsync();
        using var response = await GetAsync(gateway.Client, KannelRequests.Message("1", "help").With("from", ""));

        response.IsSuccessStatusCode.ShouldBeTrue();
        Senders.CanBeAnswered(gateway.Inbox.Messages.ShouldHaveSingleItem().From).ShouldBeFalse();
    }

    [Fact]
    public async Task The_answer_has_no_body_that_could_reach_the_child()
    {
        await using var gateway = await StartAsync();
        using var response = await DeliverAsync(gateway.Client, "1", "help");

        ((int)response.StatusCode).ShouldBe(200, "smsbox takes 200 and 202 only for success");
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_message_says_which_link_it_came_by()
    {
        await using var gateway = await StartAsync();
        using var named = await DeliverAsync(gateway.Client, "1", "help");
        using var unnamed = await GetAsync(gateway.Client, KannelRequests.Message("2", "help").With("smsc", null));

        gateway.Inbox.Messages.Select(message => message.To.Value).ShouldBe(["1121@operator1", "1121"]);
        gateway.Inbox.Messages.ShouldAllBe(message => message.From.Value == "+923001234567");
    }

    [Fact]
    public async Task A_message_of_data_is_counted_and_not_read()
    {
        await using var gateway = await StartAsync();
        using var response = await GetAsync(gateway.Client, KannelRequests.Message("1", "").With("coding", "1").With("charset", "8-BIT").With("text", "%00%FF"));

        response.IsSuccessStatusCode.ShouldBeTrue();
        var message = gateway.Inbox.Messages.ShouldHaveSingleItem();
        message.Attachments.ShouldBe(1);
        message.Text.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2", "UTF-16BE", "%D8%3D", "\uFFFD")]
    [InlineData("2", "", "%06%45", "م")]
    [InlineData("0", "UTF-8", "%D9%85", "م")]
    [InlineData("0", "", "a%FFb", "a\uFFFDb")]
    [InlineData("0", "ISO-8859-1", "%E9", "é")]
    public async Task Words_are_read_in_their_charset_and_never_refused_for_it(string coding, string charset, string octets, string text)
    {
        await using var gateway = await StartAsync();
        using var response = await GetAsync(gateway.Client, KannelRequests.Message("1", "").With("coding", coding).With("charset", charset).With("text", octets));

        response.IsSuccessStatusCode.ShouldBeTrue();
        gateway.Inbox.Messages.ShouldHaveSingleItem().Text.ShouldBe(text);
    }

    [Fact]
    public async Task A_network_may_be_allowed()
    {
        await using var gateway = await GatewayFixture.StartAsync(settings: [.. Settings, ("Channels:Kannel:AllowedAddresses", "10.1.0.0/16, 192.0.2.7")]);
        async Task<bool> IsTakenAsync(string caller)
        {
            using var response = await GetAsync(gateway.Client, KannelRequests.Message("1", "help"), caller);
            return response.IsSuccessStatusCode;
        }

        (await IsTakenAsync("10.1.2.3")).ShouldBeTrue();
        (await IsTakenAsync("192.0.2.7")).ShouldBeTrue();
        (await IsTakenAsync("10.2.0.1")).ShouldBeFalse();
        (await IsTakenAsync("127.0.0.1")).ShouldBeFalse("the list stands for itself");
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, Dictionary<string, string> fields, string? caller = null, string more = "") =>
        KannelRequests.GetAsync(client, KannelRequests.Inbound, fields, caller, more);
}

public sealed class KannelReceiptTests : ReceiptContract
{
    private static readonly OutboundId Ours = new(Guid.Parse("01890000-0000-7000-8000-000000000001"));
    private static readonly OutboundId Another = new(Guid.Parse("01890000-0000-7000-8000-000000000002"));

    protected override string Channel => ChannelNames.Kannel;

    protected override IEnumerable<(string Key, string Value)> Settings => KannelRequests.Settings("http://127.0.0.1:9/cgi-bin/sendsms");

    protected override Func<HttpClient, Task<HttpResponseMessage>> Report(OutboundId message, DeliveryStatus status) => client => GetAsync(client, KannelRequests.Receipt(message, status switch
    {
        DeliveryStatus.Sent => "8",
        DeliveryStatus.Delivered => "1",
        DeliveryStatus.Undelivered => "2",
        DeliveryStatus.Failed => "16",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Kannel has no such report."),
    }));

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries =>
    [
        ("no token", client => GetAsync(client, $"/channels/kannel/receipt?message={Ours}&status=1")),
        ("another message's token", client => GetAsync(client, KannelRequests.Receipt(Another, "1").Replace(Another.ToString(), Ours.ToString(), StringComparison.Ordinal))),
        ("a token made with another secret", client => GetAsync(client, KannelRequests.Receipt(Ours, "1", secret: "f123456789abcdef01234567"))),
        ("the secret itself", client => GetAsync(client, $"/channels/kannel/receipt?message={Ours}&token={KannelRequests.Secret}&status=1")),
    ];

    [Theory]
    [InlineData("%03%00%22", "34")]
    [InlineData("%03%01%02", "258")]
    [InlineData("%03%00%00", null)]
    [InlineData("", null)]
    [InlineData("hello", null)]
    public async Task The_networks_error_is_kept_if_it_is_a_code(string error, string? code)
    {
        await using var gateway = await GatewayFixture.StartAsync(settings: [.. Settings]);
        using var response = await GetAsync(gateway.Client, KannelRequests.Receipt(Ours, "2", error: error));

        gateway.Inbox.Receipts.ShouldHaveSingleItem().ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task What_says_nothing_new_is_taken_so_that_it_does_not_come_again()
    {
        await using var gateway = await GatewayFixture.StartAsync(settings: [.. Settings]);
        using var response = await GetAsync(gateway.Client, KannelRequests.Receipt(Ours, "32"));

        response.IsSuccessStatusCode.ShouldBeTrue();
        gateway.Inbox.Receipts.ShouldBeEmpty();
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string url) => client.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
}

public sealed class KannelSenderTests : SenderContract
{
    protected override string Channel => ChannelNames.Kannel;

    protected override string Service => "1121@operator1";

    protected override IEnumerable<(string Key, string Value)> Settings(string providerUrl) => KannelRequests.Settings($"{providerUrl}/cgi-bin/sendsms");

    private protected override (int Status, string Body) Answer(ProviderMood mood) => mood switch
    {
        ProviderMood.Takes => (202, "0: Accepted for delivery"),
        ProviderMood.Refuses => (403, "Not routable. Do not try again."),
        ProviderMood.IsBusy => (503, "Temporal failure, try again later."),
        ProviderMood.DoesNotKnowUs => (403, "Authorization failed for sendsms"),
        ProviderMood.Fails => (500, "Sending failed."),
        _ => throw new ArgumentOutOfRangeException(nameof(mood), mood, "Unknown mood."),
    };

    private protected override string? TextOf(ProviderRequest request) => request.Path == "/cgi-bin/sendsms" ? QueryHelpers.ParseQuery(request.Query)["text"].ToString() : null;
}
