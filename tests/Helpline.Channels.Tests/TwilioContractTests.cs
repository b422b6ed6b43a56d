using System.Text;
using Helpline.Channels.Tests.Contract;
using Helpline.Channels.Twilio;
using Helpline.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Helpline.Channels.Tests;

public sealed class TwilioInboundTests : InboundContract
{
    private const string Path = "/channels/twilio/inbound";

    protected override string Channel => ChannelNames.Twilio;

    protected override IEnumerable<(string Key, string Value)> Settings => [];

    protected override Task<HttpResponseMessage> DeliverAsync(HttpClient client, string id, string text) => TwilioRequests.PostAsync(client, Path, Fields(id, text));

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries =>
    [
        ("no signature", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help"), signature: null)),
        ("another signature", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help"), signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8=")),
        ("signed by another account", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help"), TwilioRequests.Sign(Path, Fields("1", "help"), token: new string('f', 32)))),
        ("words changed after signing", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help"), TwilioRequests.Sign(Path, Fields("1", "hello")))),
        ("signed for the other webhook", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help"), TwilioRequests.Sign("/channels/twilio/status", Fields("1", "help")))),
        ("two signatures", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help"), $"{TwilioRequests.Sign(Path, Fields("1", "help"))}, x")),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Oversized =>
    [
        ("a long text", client => DeliverAsync(client, "1", new string('a', InboundMessage.LongestText + 1))),
        ("ten thousand parameters", client => TwilioRequests.PostAsync(client, Path, Enumerable.Range(0, 10_000).ToDictionary(i => $"k{i}", i => "v"))),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Broken =>
    [
        ("JSON", client => client.PostAsync(Path, new StringContent("{}", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)),
        ("no body", client => client.PostAsync(Path, null, TestContext.Current.CancellationToken)),
        ("no sender", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help", from: ""))),
        ("no id", client => DeliverAsync(client, "", "help")),
        ("control characters in the sender", client => TwilioRequests.PostAsync(client, Path, Fields("1", "help", from: "+92300\0"))),
    ];

    private static Dictionary<string, string> Fields(string id, string text, string from = "+923001234567") =>
        new() { ["MessageSid"] = id, ["From"] = from, ["To"] = "+15005550006", ["Body"] = text, ["NumMedia"] = "0" };
}

public sealed class TwilioReceiptTests : ReceiptContract
{
    private const string Path = "/channels/twilio/status";

    protected override string Channel => ChannelNames.Twilio;

    protected override IEnumerable<(string Key, string Value)> Settings => [];

    protected override Func<HttpClient, Task<HttpResponseMessage>> Report(OutboundId message, DeliveryStatus status) => client =>
        TwilioRequests.PostAsync(client, $"{Path}?message={message}", Fields(status switch
        {
            DeliveryStatus.Sent => "sent",
            DeliveryStatus.Delivered => "delivered",
            DeliveryStatus.Undelivered => "undelivered",
            DeliveryStatus.Failed => "failed",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Twilio has no such status."),
        }));

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries =>
    [
        ("no signature", client => TwilioRequests.PostAsync(client, $"{Path}?message={Guid.Empty:N}", Fields("delivered"), signature: null)),
        ("of another message than was signed", client => TwilioRequests.PostAsync(
            client, "/channels/twilio/status?message=01890000000070008000000000000001", Fields("delivered"), TwilioRequests.Sign($"{Path}?message={Guid.Empty:N}", Fields("delivered")))),
    ];

    private static Dictionary<string, string> Fields(string status) => new() { ["MessageSid"] = "SM9", ["MessageStatus"] = status };
}

public sealed class TwilioSenderTests : SenderContract
{
    protected override string Channel => ChannelNames.Twilio;

    protected override IEnumerable<(string Key, string Value)> Settings(string providerUrl) => [("Channels:Twilio:ApiUrl", providerUrl)];

    private protected override (int Status, string Body) Answer(ProviderMood mood) => mood switch
    {
        ProviderMood.Takes => (201, """{"sid":"SM42","status":"queued"}"""),
        ProviderMood.Refuses => (400, """{"code":21610}"""),
        ProviderMood.IsBusy => (429, """{"code":20429}"""),
        ProviderMood.DoesNotKnowUs => (401, """{"code":20003}"""),
        ProviderMood.Fails => (500, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(mood), mood, "Unknown mood."),
    };

    private protected override string? TextOf(ProviderRequest request) => QueryHelpers.ParseQuery(request.Body)["Body"];
}

/// <summary>Requests as Twilio writes and signs them.</summary>
internal static class TwilioRequests
{
    public static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, Dictionary<string, string> fields) => PostAsync(client, path, fields, Sign(path, fields));

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, Dictionary<string, string> fields, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation(TwilioSignature.Header, signature);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static string Sign(string path, Dictionary<string, string> fields, string token = GatewayFixture.AuthToken) =>
        TwilioSignature.Compute(token, GatewayFixture.PublicUrl + path, new FormCollection(fields.ToDictionary(field => field.Key, field => new StringValues(field.Value))));
}
