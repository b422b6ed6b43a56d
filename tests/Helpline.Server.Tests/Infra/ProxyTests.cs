using System.Net;
using System.Net.Http.Json;

namespace Helpline.Server.Tests.Infra;

/// <summary><c>haproxy.cfg</c>: what gets in, what does not, and to whom.</summary>
public sealed class ProxyTests(Proxy proxy) : IClassFixture<Proxy>, IDisposable
{
    private const string Number = "923001234567";
    private readonly HttpClient _http = proxy.CreateClient();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task HAProxy_takes_the_configuration_as_it_is()
    {
        var check = await proxy.CheckAsync();
        check.ExitCode.ShouldBe(0, check.Output);
        check.Output.ShouldNotContain("WARNING");
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/METRICS")]
    [InlineData("/metrics/")]
    [InlineData("//metrics")]
    [InlineData("/%6Detrics")]
    [InlineData("/health/ready")]
    [InlineData("/health/live")]
    [InlineData("/simulator")]
    [InlineData("/simulator/messages?number=1&after=0")]
    public async Task What_is_for_those_inside_is_not_there(string path)
    {
        (await StatusAsync(path)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void What_is_hidden_is_what_the_server_has()
    {
        var routes = Product.ReadRoutes();
        foreach (var path in new[] { "/metrics", "/health/ready", "/health/live", "/simulator", "/simulator/messages", "/console", "/operations" })
            routes.ShouldContain(path);
    }

    [Theory]
    [InlineData("/chat/../metrics")]
    [InlineData("/chat/%2e%2E/metrics")]
    [InlineData("/./metrics")]
    public async Task No_path_is_another_one_behind_the_proxy(string path) => (await StatusAsync(path)).ShouldBe(HttpStatusCode.Forbidden);

    [Theory]
    [InlineData("/channels/twilio/inbound")]
    [InlineData("/metricsish")]
    [InlineData("/.well-known/security.txt")]
    public async Task Everything_else_is_passed_on(string path) => (await StatusAsync(path)).ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_webhook_that_one_node_cannot_keep_goes_to_the_other()
    {
        proxy.StatusOf["/channels/twilio/inbound"] = node => node == 0 ? 503 : 200;
        for (var round = 0; round < 4; round++)
            (await PostAsync("/channels/twilio/inbound")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_people_post_is_sent_once()
    {
        proxy.StatusOf["/login"] = node => node == 0 ? 503 : 200;
        var statuses = new List<HttpStatusCode>();
        for (var round = 0; round < 4; round++)
            statuses.Add(await PostAsync("/login"));
        statuses.ShouldContain(HttpStatusCode.ServiceUnavailable);
        statuses.ShouldContain(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_is_believed_about_where_they_come_from()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, proxy.Tls("/chat"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "http");

        using var response = await _http.SendAsync(request, Cancel);

        var answer = (await response.Content.ReadFromJsonAsync<Proxy.Answer>(Cancel))!;
        (answer.For, answer.Host, answer.Proto).ShouldBe(("", "", "https"));
    }

    [Fact]
    public async Task A_circuit_stays_at_its_node()
    {
        using var first = await _http.GetAsync(proxy.Tls("/console"), Cancel);
        var node = (await first.Content.ReadFromJsonAsync<Proxy.Answer>(Cancel))!.Node;
        var cookie = first.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        foreach (var attribute in new[] { "HttpOnly", "Secure", "SameSite=Strict" })
            cookie.ShouldContain(attribute);

        foreach (var path in new[] { "/_blazor", "/operations", "/Console", "/_blazor/negotiate" })
            (await _http.GetFromJsonAsync<Proxy.Answer>(proxy.Tls(path), Cancel))!.Node.ShouldBe(node, path);
    }

    [Fact]
    public async Task In_the_clear_there_is_only_the_way_to_https()
    {
        using var get = await _http.GetAsync(proxy.Plain("/chat"), Cancel);
        get.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        get.Headers.Location!.Scheme.ShouldBe("https");
        using var post = await _http.PostAsync(proxy.Plain("/channels/twilio/inbound"), new StringContent(Number), Cancel);
        post.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_log_has_neither_numbers_nor_addresses()
    {
        (await StatusAsync($"/channels/kannel/inbound?from={Number}&text=secret")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync($"/simulator/{Number}")).ShouldBe(HttpStatusCode.NotFound);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (!proxy.Log.Contains("GET stateless ", StringComparison.Ordinal) || !proxy.Log.Contains(" 404 ", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);

        foreach (var secret in new[] { Number, "secret", "127.0.0.1", "kannel" })
            proxy.Log.ShouldNotContain(secret);
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await _http.GetAsync(proxy.Tls(path), Cancel);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> PostAsync(string path)
    {
        using var response = await _http.PostAsync(proxy.Tls(path), new StringContent("Body=help"), Cancel);
        return response.StatusCode;
    }
}
