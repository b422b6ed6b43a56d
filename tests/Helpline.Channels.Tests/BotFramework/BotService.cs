using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helpline.Channels.Tests.Contract;

namespace Helpline.Channels.Tests.BotFramework;

/// <summary>
/// Azure's Bot Service on this machine: an issuer with OpenID metadata and keys, a login that gives tokens for the connector, and the connector. Each can be out of order.
/// </summary>
internal sealed class BotService : IAsyncDisposable
{
    public const string AppId = "5e0c1f6a-3f0e-4a55-9f52-3c7a4be4a001";
    public const string AppPassword = "a-secret-of-the-app~1234567890";
    public const string Issuer = "https://api.botframework.com";
    public const string ServiceUrl = "https://smba.trafficmanager.net/teams/";

    private readonly Dictionary<string, (RSA Key, string[] Endorsements)> _keys = new() { ["first"] = (Keys.First, ["msteams", "telegram", "webchat", "facebook", "slack"]) };

    private ProviderStub _stub = null!;
    private int _tokens;

    public string Url => _stub.Url;

    /// <summary>True: metadata, keys and login answer 500.</summary>
    public bool IsIssuerDown { get; set; }

    /// <summary>Seconds that a token for the connector is good for.</summary>
    public int TokenLife { get; set; } = 3600;

    /// <summary>The login's answer, if it gives no token.</summary>
    public (int Status, string Body)? Login { get; set; }

    public Func<ProviderRequest, (int Status, string Body)?> Connector { get; set; } = _ => (201, """{"id":"1"}""");

    /// <summary>What the connector has read.</summary>
    public IReadOnlyList<ProviderRequest> Posts => Asked(path => path.StartsWith("/connector/", StringComparison.Ordinal));

    public IReadOnlyList<ProviderRequest> Logins => Asked(path => path.EndsWith("/token", StringComparison.Ordinal));

    public int KeyReads => Asked(path => path == "/keys").Count;

    public string? Location
    {
        set => _stub.Location = value;
    }

    public string? RetryAfter
    {
        set => _stub.RetryAfter = value;
    }

    /// <summary>The connector's URL, as activities name it.</summary>
    public string ConnectorUrl => $"{Url}/connector/";

    public IEnumerable<(string Key, string Value)> Settings =>
    [
        ("Channels:BotFramework:AppId", AppId),
        ("Channels:BotFramework:AppPassword", AppPassword),
        ("Channels:BotFramework:MetadataUrl", $"{Url}/metadata"),
        ("Channels:BotFramework:LoginUrl", Url),
    ];

    public static async Task<BotService> StartAsync()
    {
        var service = new BotService();
        service._stub = await ProviderStub.StartAsync(service.Answer);
        return service;
    }

    /// <summary>Publishes another key, in place of those there are.</summary>
    public void Rotate(string id, RSA key, params string[] endorsements)
    {
        lock (_keys)
        {
            _keys.Clear();
            _keys[id] = (key, endorsements);
        }
    }

    /// <summary>A message as channels post it.</summary>
    public static JsonObject Message(string id, string text, string serviceUrl = ServiceUrl) => new()
    {
        ["type"] = "message",
        ["id"] = id,
        ["timestamp"] = "2026-01-31T12:00:00.000Z",
        ["serviceUrl"] = serviceUrl,
        ["channelId"] = "telegram",
        ["from"] = new JsonObject { ["id"] = "923001234567", ["name"] = "Sana" },
        ["recipient"] = new JsonObject { ["id"] = "helpline_bot", ["name"] = "Helpline" },
        ["conversation"] = new JsonObject { ["id"] = "a:1/x|y z" },
        ["text"] = text,
        ["locale"] = "ur-PK",
    };

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, JsonNode activity, BotToken? token = null) =>
        PostAsync(client, activity.ToJsonString(), $"Bearer {(token ?? new BotToken { ServiceUrl = activity["serviceUrl"]?.ToString() }).Sign()}");

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string body, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    private List<ProviderRequest> Asked(Func<string, bool> path)
    {
        lock (_stub.Requests)
            return [.. _stub.Requests.Where(request => path(request.Path))];
    }

    private (int Status, string Body)? Answer(ProviderRequest request) => request.Path switch
    {
        _ when request.Path.StartsWith("/connector/", StringComparison.Ordinal) => Connector(request),
        _ when IsIssuerDown => (500, ""),
        "/metadata" => (200, JsonSerializer.Serialize(new { issuer = Issuer, jwks_uri = $"{Url}/keys" })),
        "/keys" => (200, KeySet()),
        _ when request.Path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal) =>
            Login ?? (200, JsonSerializer.Serialize(new { token_type = "Bearer", expires_in = TokenLife, access_token = $"token-{Interlocked.Increment(ref _tokens)}" })),
        _ => (404, ""),
    };

    private string KeySet()
    {
        lock (_keys)
        {
            return JsonSerializer.Serialize(new
            {
                keys = _keys.Select(key => (key.Key, key.Value.Endorsements, Public: key.Value.Key.ExportParameters(includePrivateParameters: false))).Select(key => new
                {
                    kty = "RSA",
                    use = "sig",
                    kid = key.Key,
                    n = Base64Url.EncodeToString(key.Public.Modulus),
                    e = Base64Url.EncodeToString(key.Public.Exponent),
                    endorsements = key.Endorsements,
                }),
            });
        }
    }
}
