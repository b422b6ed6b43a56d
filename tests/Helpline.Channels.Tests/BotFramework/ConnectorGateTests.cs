using System.Security.Cryptography;
using Helpline.Channels.BotFramework;

namespace Helpline.Channels.Tests.BotFramework;

/// <summary>Who may post to <c>/api/messages</c>, against a local issuer.</summary>
public sealed class ConnectorGateTests : IAsyncLifetime
{
    private BotService _service = null!;

    public async ValueTask InitializeAsync() => _service = await BotService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    public static TheoryData<string> Ways => [.. WrongTokens.All.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_token_that_is_wrong_in_one_way_is_refused(string way)
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var right = await PostAsync(gateway, new BotToken());
        right.IsSuccessStatusCode.ShouldBeTrue("the same token is taken without the fault");

        using var wrong = await PostAsync(gateway, WrongTokens.All[way].Token);

        ((int)wrong.StatusCode).ShouldBe(WrongTokens.All[way].Status);
        gateway.Inbox.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Clocks_may_be_five_minutes_apart()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var late = await PostAsync(gateway, new BotToken { Until = BotToken.Now.AddMinutes(-4) });
        using var early = await PostAsync(gateway, new BotToken { From = BotToken.Now.AddMinutes(4) });
        using var longer = await PostAsync(gateway, new BotToken { Algorithm = "RS384" });

        late.IsSuccessStatusCode.ShouldBeTrue();
        early.IsSuccessStatusCode.ShouldBeTrue();
        longer.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task A_token_that_was_good_runs_out()
    {
        await using var gateway = await _service.StartGatewayAsync();
        var token = new BotToken();
        using var first = await PostAsync(gateway, token);
        gateway.Time.Advance(TimeSpan.FromMinutes(56));
        using var later = await PostAsync(gateway, token);

        first.IsSuccessStatusCode.ShouldBeTrue();
        ((int)later.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task A_key_signs_only_for_the_channels_that_it_is_endorsed_for()
    {
        await using var gateway = await _service.StartGatewayAsync();
        var activity = BotService.Message("1", "help");
        activity["channelId"] = "skype";
        using var response = await BotService.PostAsync(gateway.Client, activity);
        ((int)response.StatusCode).ShouldBe(403);

        _service.Rotate("bare", Keys.Second);
        gateway.Time.Advance(IssuerKeys.Age);
        using var bare = await BotService.PostAsync(gateway.Client, BotService.Message("1", "help"), Renewed(gateway) with { Key = Keys.Second, KeyId = "bare" });
        ((int)bare.StatusCode).ShouldBe(403, "a key without endorsements signs for none");
    }

    [Fact]
    public async Task A_new_key_is_read_when_a_token_names_it_and_the_old_one_is_good_no_more()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var before = await PostAsync(gateway, new BotToken());
        _service.Rotate("second", Keys.Second, "telegram");
        gateway.Time.Advance(IssuerKeys.Pause);

        using var renewed = await PostAsync(gateway, new BotToken { Key = Keys.Second, KeyId = "second" });
        using var old = await PostAsync(gateway, new BotToken());

        before.IsSuccessStatusCode.ShouldBeTrue();
        renewed.IsSuccessStatusCode.ShouldBeTrue();
        ((int)old.StatusCode).ShouldBe(401);
        _service.KeyReads.ShouldBe(2);
    }

    [Fact]
    public async Task Strangers_who_name_keys_do_not_make_us_ask_the_issuer_again_and_again()
    {
        await using var gateway = await _service.StartGatewayAsync();
        for (var i = 0; i < 20; i++)
        {
            using var response = await PostAsync(gateway, new BotToken { KeyId = $"made-up-{i}" });
            ((int)response.StatusCode).ShouldBe(401);
        }

        _service.KeyReads.ShouldBe(1);
    }

    [Fact]
    public async Task Keys_are_read_once_for_many_messages_and_again_after_a_day()
    {
        await using var gateway = await _service.StartGatewayAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => (await PostAsync(gateway, new BotToken())).Dispose()));
        _service.KeyReads.ShouldBe(1);

        gateway.Time.Advance(TimeSpan.FromHours(24));
        using var next = await PostAsync(gateway, Renewed(gateway));
        next.IsSuccessStatusCode.ShouldBeTrue();
        _service.KeyReads.ShouldBe(2);
    }

    [Fact]
    public async Task While_the_issuer_is_away_its_keys_stay_good_for_five_days()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var before = await PostAsync(gateway, new BotToken());
        _service.IsIssuerDown = true;

        gateway.Time.Advance(TimeSpan.FromDays(4));
        using var outage = await PostAsync(gateway, Renewed(gateway));
        gateway.Time.Advance(TimeSpan.FromDays(1));
        using var tooLong = await PostAsync(gateway, Renewed(gateway));
        _service.IsIssuerDown = false;
        gateway.Time.Advance(IssuerKeys.Retry);
        using var after = await PostAsync(gateway, Renewed(gateway));

        outage.IsSuccessStatusCode.ShouldBeTrue();
        ((int)tooLong.StatusCode).ShouldBe(503);
        after.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Keys_that_are_too_short_are_not_taken()
    {
        using var small = RSA.Create(1024);
        _service.Rotate("first", small, "telegram");
        await using var gateway = await _service.StartGatewayAsync();
        using var weak = await PostAsync(gateway, new BotToken { Key = small });
        ((int)weak.StatusCode).ShouldBe(503, "the issuer has no key that can be trusted");
        gateway.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_are_not_read_from_where_somebody_on_the_way_could_change_them()
    {
        using var network = new Network("""{"jwks_uri":"http://keys.example/keys"}""");
        using var http = new HttpClient(network);
        using var keys = new IssuerKeys("https://login.example/metadata", http, TimeProvider.System);

        await Should.ThrowAsync<HttpRequestException>(() => keys.FindAsync("first"));
        network.Asked.ShouldBe(["https://login.example/metadata"]);
    }

    [Fact]
    public async Task An_issuer_that_was_never_reached_means_503_and_nothing_is_stored()
    {
        await using var gateway = await _service.StartGatewayAsync();
        _service.IsIssuerDown = true;
        using var response = await PostAsync(gateway, new BotToken());

        ((int)response.StatusCode).ShouldBe(503);
        gateway.Inbox.Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://smba.trafficmanager.net/teams/", "plain http")]
    [InlineData("https://evil.example/", "an unknown host")]
    [InlineData("https://evil.trafficmanager.net/", "a name that anybody may have")]
    [InlineData("https://botframework.com.evil.example/", "a host that begins like a known one")]
    [InlineData("https://evilbotframework.com/", "a host that ends like a known one")]
    [InlineData("https://token@telegram.botframework.com/", "user information")]
    [InlineData("https://telegram.botframework.com/?x=", "a query")]
    [InlineData("https://169.254.169.254/", "the machine's own metadata")]
    [InlineData("telegram.botframework.com", "no URL")]
    public async Task A_service_URL_that_replies_must_not_go_to_is_refused_even_if_it_was_signed(string serviceUrl, string what)
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var response = await BotService.PostAsync(gateway.Client, BotService.Message("1", "help", serviceUrl));

        ((int)response.StatusCode).ShouldBe(403, what);
        gateway.Inbox.Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://telegram.botframework.com/")]
    [InlineData("https://europe.webchat.botframework.com/")]
    [InlineData("https://smba.trafficmanager.net/emea/5e0c1f6a-3f0e-4a55-9f52-3c7a4be4a001/")]
    public async Task The_Bot_Services_own_hosts_are_known(string serviceUrl)
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var response = await BotService.PostAsync(gateway.Client, BotService.Message("1", "help", serviceUrl));
        response.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_an_AppId_there_is_no_endpoint()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true);
        using var response = await PostAsync(gateway, new BotToken());
        using var bare = await BotService.PostAsync(gateway.Client, BotService.Message("1", "help").ToJsonString(), authorization: null);

        ((int)response.StatusCode).ShouldBe(404);
        ((int)bare.StatusCode).ShouldBe(404);
        gateway.Inbox.Messages.ShouldBeEmpty();
    }

    private static BotToken Renewed(GatewayFixture gateway) => new() { From = gateway.Time.GetUtcNow(), Until = gateway.Time.GetUtcNow().AddHours(1) };

    private static Task<HttpResponseMessage> PostAsync(GatewayFixture gateway, BotToken token) => BotService.PostAsync(gateway.Client, BotService.Message("1", "help"), token);

    /// <summary>Hosts that a test cannot have: all give the same answer.</summary>
    private sealed class Network(string answer) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add($"{request.RequestUri}");
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(answer) });
        }
    }
}
