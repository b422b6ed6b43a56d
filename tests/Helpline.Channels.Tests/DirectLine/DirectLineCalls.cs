using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Helpline.Channels.Tests.DirectLine;

/// <summary>Requests as Direct Line's clients make them.</summary>
internal static class DirectLineCalls
{
    public const string Secret = "0123456789abcdef0123456789abcdef";
    public const string Root = "/v3/directline";

    /// <summary>Any conversation, for whoever has the secret.</summary>
    public const string Conversation = "00112233445566778899aabbccddeeff";

    public static (string Key, string Value)[] Settings(params (string Key, string Value)[] more) => [("Channels:DirectLine:Secret", Secret), .. more];

    public static Task<GatewayFixture> StartAsync(params (string Key, string Value)[] more) => GatewayFixture.StartAsync(isDevelopment: false, Settings(more));

    public static async Task<HttpResponseMessage> CallAsync(this HttpClient client, HttpMethod method, string path, string? bearer, HttpContent? content = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static Task<HttpResponseMessage> GetAsync(this HttpClient client, string path, string? bearer) => client.CallAsync(HttpMethod.Get, path, bearer);

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, string? bearer, object? body = null) =>
        client.CallAsync(HttpMethod.Post, path, bearer, body is null ? null : JsonContent.Create(body));

    public static Task<HttpResponseMessage> PostRawAsync(this HttpClient client, string path, string? bearer, string json) =>
        client.CallAsync(HttpMethod.Post, path, bearer, new StringContent(json, Encoding.UTF8, "application/json"));

    public static string Activities(string conversation = Conversation) => $"{Root}/conversations/{conversation}/activities";

    public static object Message(string text, string? id = null) => new { type = "message", from = new { id = "child" }, text, channelData = new { clientActivityID = id } };

    public static async Task<JsonElement> ReadAsync(this Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        response.IsSuccessStatusCode.ShouldBeTrue($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    public static async Task<int> StatusAsync(this Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        return (int)response.StatusCode;
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>A token for a new conversation.</summary>
    public static async Task<(string Conversation, string Token)> BeginAsync(this HttpClient client, string? user = null)
    {
        var answer = await client.PostAsync($"{Root}/tokens/generate", Secret, user is null ? null : new { user = new { id = user } }).ReadAsync();
        return (answer.Text("conversationId"), answer.Text("token"));
    }
}
