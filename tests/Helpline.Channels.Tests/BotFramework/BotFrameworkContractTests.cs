using System.Text.Json.Nodes;
using Helpline.Channels.BotFramework;
using Helpline.Channels.Tests.Contract;
using Helpline.Messages;

namespace Helpline.Channels.Tests.BotFramework;

public sealed class BotFrameworkInboundTests : InboundContract, IAsyncLifetime
{
    private BotService _service = null!;

    public async ValueTask InitializeAsync() => _service = await BotService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    protected override string Channel => ChannelNames.BotFramework;

    protected override IEnumerable<(string Key, string Value)> Settings => _service.Settings;

    protected override Task<HttpResponseMessage> DeliverAsync(HttpClient client, string id, string text) => BotService.PostAsync(client, BotService.Message(id, text));

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries =>
    [
        ("no token", client => BotService.PostAsync(client, Body, authorization: null)),
        ("an empty token", client => BotService.PostAsync(client, Body, "Bearer ")),
        ("the secret itself", client => BotService.PostAsync(client, Body, $"Bearer {BotService.AppPassword}")),
        ("another scheme", client => BotService.PostAsync(client, Body, $"Basic {new BotToken().Sign()}")),
        ("a token cut short", client => BotService.PostAsync(client, Body, $"Bearer {new BotToken().Sign()[..^8]}")),
        ("a token too long", client => BotService.PostAsync(client, Body, $"Bearer {new BotToken { Ballast = new string('a', 20_000) }.Sign()}")),
        .. WrongTokens.All.Select(wrong => (wrong.Key, (Func<HttpClient, Task<HttpResponseMessage>>)(client => BotService.PostAsync(client, BotService.Message("1", "help"), wrong.Value.Token)))),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Oversized =>
    [
        ("a long text", client => DeliverAsync(client, "1", new string('a', InboundMessage.LongestText + 1))),
        ("a large body", client => BotService.PostAsync(client, With("channelData", new string('a', 300 * 1024)))),
        ("a long id", client => DeliverAsync(client, new string('1', 2000), "help")),
    ];

    protected override IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Broken =>
    [
        ("a form", client => BotService.PostAsync(client, "type=message", Genuine)),
        ("no body", client => BotService.PostAsync(client, "", Genuine)),
        ("JSON cut short", client => BotService.PostAsync(client, Body[..^5], Genuine)),
        ("an array", client => BotService.PostAsync(client, $"[{Body}]", Genuine)),
        ("half a surrogate pair", client => BotService.PostAsync(client, Body.Replace("help\"", "\\ud83d\"", StringComparison.Ordinal), Genuine)),
        ("no type", client => BotService.PostAsync(client, With("type", null), new BotToken())),
        ("no id", client => DeliverAsync(client, "", "help")),
        ("no service URL", client => BotService.PostAsync(client, With("serviceUrl", null), new BotToken())),
        ("no channel", client => BotService.PostAsync(client, With("channelId", null), new BotToken())),
        ("no sender", client => BotService.PostAsync(client, With("from", null), new BotToken())),
        ("no conversation", client => BotService.PostAsync(client, With("conversation", "a"), new BotToken())),
        ("control characters in the sender", client => BotService.PostAsync(client, With("from", new JsonObject { ["id"] = "92300\0" }), new BotToken())),
    ];

    private static string Body => BotService.Message("1", "help").ToJsonString();

    private static string Genuine => $"Bearer {new BotToken().Sign()}";

    private static JsonObject With(string property, JsonNode? value)
    {
        var activity = BotService.Message("1", "help");
        activity[property] = value;
        return activity;
    }
}

public sealed class BotFrameworkSenderTests : SenderContract
{
    private string _url = "";

    protected override string Channel => ChannelNames.BotFramework;

    protected override IEnumerable<(string Key, string Value)> Settings(string providerUrl)
    {
        _url = providerUrl;
        return
        [
            ("Channels:BotFramework:AppId", BotService.AppId),
            ("Channels:BotFramework:AppPassword", BotService.AppPassword),
            ("Channels:BotFramework:LoginUrl", providerUrl),
            ("Channels:BotFramework:ServiceHosts:0", "127.0.0.1"),
        ];
    }

    protected override string Child => Reference.Child.Value;

    protected override string Service => Reference.Service.Value;

    private ConversationReference Reference => new($"{_url}/connector/", "msteams", "a:1/x|y z", "29:user", "28:bot");

    private protected override (int Status, string Body) Answer(ProviderMood mood) => mood switch
    {
        ProviderMood.Takes => (201, """{"id":"1:2"}"""),
        ProviderMood.Refuses => (403, """{"error":{"code":"MessageWritesBlocked","message":"blocked"}}"""),
        ProviderMood.IsBusy => (429, ""),
        ProviderMood.DoesNotKnowUs => (401, """{"message":"Authorization has been denied for this request."}"""),
        ProviderMood.Fails => (502, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(mood), mood, "Unknown mood."),
    };

    private protected override string? TextOf(ProviderRequest request) =>
        request.Path.StartsWith("/connector/", StringComparison.Ordinal) ? JsonNode.Parse(request.Body)!["text"]!.ToString() : null;

    private protected override (int Status, string Body) AnswerOther(ProviderRequest request) => (200, """{"token_type":"Bearer","expires_in":3600,"access_token":"token"}""");
}
