using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Helpline.EndToEnd.Tests.Chat;

/// <summary>botframework-directlinejs in a real browser, on another site's page.</summary>
public sealed class DirectLineClientTests(HelplineServer server, Browser browser)
{
    private const int Online = 2;
    private const int ExpiredToken = 3;
    private const int FailedToConnect = 4;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_talk_goes_both_ways_in_order_by_stream_and_by_poll(bool webSocket)
    {
        var page = await browser.NewChatPageAsync(server);
        var (conversation, token) = await page.TokenAsync(server);
        await ConnectAsync(page, new { token, domain = server.Domain(), webSocket, pollingInterval = 200 });

        var id = await page.EvaluateAsync<string>("say('hello', 'own-1')");
        var shown = await ShownAsync(page, 2);
        id.ShouldStartWith(conversation + "|");
        shown[0].GetProperty("id").GetString().ShouldBe(id);
        shown[0].GetProperty("channelData").GetProperty("clientActivityID").GetString().ShouldBe("own-1");
        shown[1].GetProperty("suggestedActions").GetProperty("actions").EnumerateArray().Select(action => action.GetProperty("value").GetString()).ShouldBe(["English", "اردو", "Roman Urdu"]);

        await page.EvaluateAsync("say('English', 'own-2')");
        shown = await ShownAsync(page, 6);
        Texts(shown)[2].ShouldBe("English");
        Texts(shown)[3].ShouldContain("Welcome to Helpline");
        shown.Select(activity => activity.GetProperty("id").GetString()).ShouldBeUnique();
        (await page.EvaluateAsync<int>("sockets.length")).ShouldBe(webSocket ? 1 : 0);

        await page.EvaluateAsync("say('hello again', 'own-2')"); // the same message, sent again
        await page.EvaluateAsync("say('menu', 'own-3')");
        Texts(await ShownAsync(page, 7))[6].ShouldBe("menu");
        server.Output.ShouldNotContain(token);
        server.Output.ShouldNotContain("&t=", customMessage: "a stream's URL holds a token");
    }

    [Fact]
    public async Task A_connection_that_is_cut_comes_back_with_what_was_missed_once_and_in_order()
    {
        var page = await browser.NewChatPageAsync(server);
        var (conversation, token) = await page.TokenAsync(server);
        await ConnectAsync(page, new { token, domain = server.Domain() });
        await page.EvaluateAsync("say('hello', 'own-1')");
        await ShownAsync(page, 2);

        await page.EvaluateAsync("sockets.at(-1).close()");
        using var http = new HttpClient();
        using var missed = await http.SendAsync(Request(HttpMethod.Post, $"conversations/{conversation}/activities", token, new { type = "message", text = "English", channelData = new { clientActivityID = "elsewhere" } }), TestContext.Current.CancellationToken);
        missed.StatusCode.ShouldBe(HttpStatusCode.OK);

        var shown = await ShownAsync(page, 6);
        Texts(shown)[2].ShouldBe("English");
        shown.Select(activity => activity.GetProperty("id").GetString()).ShouldBeUnique();
        (await page.EvaluateAsync<int>("sockets.length")).ShouldBe(2);
        using var all = await http.SendAsync(Request(HttpMethod.Get, $"conversations/{conversation}/activities", token), TestContext.Current.CancellationToken);
        var kept = (await all.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("activities");
        shown.Select(activity => activity.GetProperty("id").GetString()).ShouldBe(kept.EnumerateArray().Take(shown.Count).Select(activity => activity.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_token_that_has_run_out_is_noticed_and_replaced()
    {
        var page = await browser.NewChatPageAsync(server);
        var (conversation, token) = await page.TokenAsync(server);
        await ConnectAsync(page, new { token, domain = server.Domain() });
        await page.EvaluateAsync("say('hello', 'own-1')");
        await ShownAsync(page, 2);

        await page.EvaluateAsync("client.token = 'one that is none any more'");
        (await page.EvaluateAsync<string>("say('English', 'own-2')")).ShouldBe("retry");
        (await page.EvaluateAsync<int>("states.at(-1)")).ShouldBe(ExpiredToken);

        using var http = new HttpClient();
        using var answer = await http.SendAsync(Request(HttpMethod.Get, $"conversations/{conversation}?watermark={await page.EvaluateAsync<string>("client.watermark")}", HelplineServer.DirectLineSecret), TestContext.Current.CancellationToken);
        var fresh = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        await page.EvaluateAsync("fresh => client.reconnect({ token: fresh.token, streamUrl: fresh.streamUrl })", new { token = fresh.GetProperty("token").GetString(), streamUrl = fresh.GetProperty("streamUrl").GetString() });
        (await page.EvaluateAsync<int>("states.at(-1)")).ShouldBe(Online);
        (await page.EvaluateAsync<string>("say('English', 'own-2')")).ShouldEndWith("|own-2");
        await page.WaitForFunctionAsync("new Set(shown.map(activity => activity.id)).size >= 6"); // the client opens a second stream by its first URL, which is still good here
        Texts(await ShownAsync(page, 6)).ShouldContain("English");
    }

    [Fact]
    public async Task Two_children_at_once_see_their_own_talk_and_neither_opens_the_others()
    {
        var (first, second) = (await browser.NewChatPageAsync(server), await browser.NewChatPageAsync(server));
        var (mine, token) = await first.TokenAsync(server);
        var (_, others) = await second.TokenAsync(server);
        await ConnectAsync(first, new { token, domain = server.Domain() });
        await ConnectAsync(second, new { token = others, domain = server.Domain() });
        await Task.WhenAll(first.EvaluateAsync("say('hello', 'own-1')"), second.EvaluateAsync("say('salam', 'own-1')"));
        await Task.WhenAll(first.EvaluateAsync("say('English', 'own-2')"), second.EvaluateAsync("say('Roman Urdu', 'own-2')"));

        Texts(await ShownAsync(first, 6)).ShouldSatisfyAllConditions(texts => texts.ShouldContain("hello"), texts => texts.ShouldNotContain("salam"));
        Texts(await ShownAsync(second, 6)).ShouldSatisfyAllConditions(texts => texts.ShouldContain("salam"), texts => texts.ShouldNotContain("English"));

        await ConnectAsync(second, new { token = others, conversationId = mine, domain = server.Domain() });
        await second.WaitForFunctionAsync("state => states.at(-1) === state", FailedToConnect);
        (await second.EvaluateAsync<int>("shown.length")).ShouldBe(0);
        using var http = new HttpClient();
        using var answer = await http.SendAsync(Request(HttpMethod.Get, $"conversations/{mine}/activities", others), TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_page_of_an_unknown_site_gets_nothing()
    {
        var page = await browser.NewPageAsync(server.Site.Unknown);
        await page.GotoAsync("/");
        (await page.EvaluateAsync<string>("url => fetch(url, { method: 'POST' }).then(answer => 'readable', error => 'refused')", $"{server.Url}chat/token")).ShouldBe("refused");
        using var http = new HttpClient();
        using var begun = await http.SendAsync(Request(HttpMethod.Post, "tokens/generate", HelplineServer.DirectLineSecret), TestContext.Current.CancellationToken);
        var token = (await begun.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("token").GetString();
        await ConnectAsync(page, new { token, domain = server.Domain() });
        await page.WaitForTimeoutAsync(500);
        (await page.EvaluateAsync<int>("states.at(-1)")).ShouldNotBe(Online, "the browser hands the page no answer");
    }

    private static async Task ConnectAsync(IPage page, object options) => await page.EvaluateAsync("options => connect(options)", options);

    /// <summary>What the client has shown, once it is so many activities.</summary>
    private static async Task<IReadOnlyList<JsonElement>> ShownAsync(IPage page, int count)
    {
        await page.WaitForFunctionAsync("count => shown.length >= count", count);
        return [.. (await page.EvaluateAsync<JsonElement>("shown")).EnumerateArray()];
    }

    private static List<string> Texts(IReadOnlyList<JsonElement> shown) => [.. shown.Select(activity => activity.GetProperty("text").GetString()!)];

    private HttpRequestMessage Request(HttpMethod method, string path, string bearer, object? body = null) => new(method, $"{server.Domain()}/{path}")
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bearer) },
        Content = body is null ? null : JsonContent.Create(body),
    };
}
