using System.Text.Json.Nodes;
using Helpline.Channels.BotFramework;
using Helpline.Messages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Tests.BotFramework;

/// <summary>What connectors and the login are asked, and what their answers mean.</summary>
public sealed class BotFrameworkChannelTests : IAsyncLifetime
{
    private BotService _service = null!;

    public async ValueTask InitializeAsync() => _service = await BotService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private ConversationReference Reference => new(_service.ConnectorUrl, "telegram", "a:1/x|y z", "923001234567", "helpline_bot");

    [Fact]
    public async Task A_message_is_posted_into_the_conversation_as_the_connector_wants_it()
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        var result = await SendAsync(gateway, Reference, "hello");

        result.ShouldBeOfType<SendResult.Sent>();
        var post = _service.Posts.ShouldHaveSingleItem();
        post.Authorization.ShouldBe("Bearer token-1");
        post.Path.ShouldBe("/connector/v3/conversations/a:1%2Fx%7Cy%20z/activities", "the id is one part of the path");
        var activity = JsonNode.Parse(post.Body)!;
        activity["type"]!.ToString().ShouldBe("message");
        activity["text"]!.ToString().ShouldBe("hello");
        activity["textFormat"]!.ToString().ShouldBe("plain", "what looks like Markdown is a child's or counsellor's own");
        activity["from"]!["id"]!.ToString().ShouldBe("helpline_bot");
        activity["recipient"]!["id"]!.ToString().ShouldBe("923001234567");
        activity["conversation"]!["id"]!.ToString().ShouldBe("a:1/x|y z");
        activity["channelId"]!.ToString().ShouldBe("telegram");
    }

    [Fact]
    public async Task A_counsellors_message_weeks_later_needs_nothing_but_the_addresses_that_were_stored()
    {
        Address child, service;
        await using (var gateway = await _service.StartWithConnectorAsync())
        {
            using var response = await BotService.PostAsync(gateway.Client, BotService.Message("1", "help", _service.ConnectorUrl));
            (child, service) = (new Address("botframework", gateway.Inbox.Messages.ShouldHaveSingleItem().From.Value), new Address("botframework", gateway.Inbox.Messages[0].To.Value));
        }

        await using var other = await _service.StartWithConnectorAsync();
        other.Time.Advance(TimeSpan.FromDays(20));
        (await SendAsync(other, service, child, "Are you safe?")).ShouldBeOfType<SendResult.Sent>();
        JsonNode.Parse(_service.Posts.ShouldHaveSingleItem().Body)!["conversation"]!["id"]!.ToString().ShouldBe("a:1/x|y z");
    }

    [Theory]
    [InlineData("", "botframework.com")]
    [InlineData("0f5c7c4e-8b1e-4b0a-9a53-2f0c2a5d0001", "0f5c7c4e-8b1e-4b0a-9a53-2f0c2a5d0001")]
    public async Task The_token_is_the_apps_own_from_its_tenant(string tenantId, string tenant)
    {
        await using var gateway = await _service.StartWithConnectorAsync(("Channels:BotFramework:TenantId", tenantId));
        await SendAsync(gateway, Reference, "hello");

        var login = _service.Logins.ShouldHaveSingleItem();
        login.Path.ShouldBe($"/{tenant}/oauth2/v2.0/token");
        QueryHelpers.ParseQuery(login.Body).ToDictionary(field => field.Key, field => field.Value.ToString()).ShouldBe(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = BotService.AppId,
                ["client_secret"] = BotService.AppPassword,
                ["scope"] = "https://api.botframework.com/.default",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task The_token_is_kept_and_renewed_before_it_runs_out()
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(gateway, Reference, "hello")));
        _service.Logins.Count.ShouldBe(1, "ten at once wait for one");

        gateway.Time.Advance(TimeSpan.FromMinutes(54));
        await SendAsync(gateway, Reference, "hello");
        _service.Logins.Count.ShouldBe(1);

        gateway.Time.Advance(TimeSpan.FromMinutes(2));
        await SendAsync(gateway, Reference, "hello");
        _service.Logins.Count.ShouldBe(2, "it had four minutes left");
        _service.Posts[^1].Authorization.ShouldBe("Bearer token-2");
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once()
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        await SendAsync(gateway, Reference, "hello");
        _service.Connector = post => post.Authorization == "Bearer token-1" ? (401, "") : (201, "");
        (await SendAsync(gateway, Reference, "hello")).ShouldBeOfType<SendResult.Sent>();
        _service.Posts.Select(post => post.Authorization).ShouldBe(["Bearer token-1", "Bearer token-1", "Bearer token-2"]);

        _service.Connector = _ => (401, "");
        (await SendAsync(gateway, Reference, "hello")).ShouldBe(new SendResult.TryLater(SendTrouble.Misconfigured, "401"));
        _service.Posts.Count.ShouldBe(5, "with the old token and a new one, and no third time");
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client"}""", SendTrouble.Misconfigured, "token_400")]
    [InlineData(401, """{"error":"invalid_client"}""", SendTrouble.Misconfigured, "token_401")]
    [InlineData(404, "", SendTrouble.Misconfigured, "token_404")]
    [InlineData(429, "", SendTrouble.Unavailable, "token_429")]
    [InlineData(500, "", SendTrouble.Unavailable, "token_500")]
    [InlineData(200, "<html>", SendTrouble.Unavailable, "token_unreadable")]
    [InlineData(200, "[]", SendTrouble.Unavailable, "token_unreadable")]
    [InlineData(200, "{}", SendTrouble.Unavailable, "token_unreadable")]
    public async Task Without_a_token_nothing_is_sent_and_it_is_tried_later(int status, string body, SendTrouble trouble, string code)
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        _service.Login = (status, body);
        (await SendAsync(gateway, Reference, "hello")).ShouldBe(new SendResult.TryLater(trouble, code));
        _service.Posts.ShouldBeEmpty();

        _service.Login = null;
        (await SendAsync(gateway, Reference, "hello")).ShouldBeOfType<SendResult.Sent>();
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"BadSyntax"}}""", "BadSyntax")]
    [InlineData(403, """{"error":{"code":"MessageWritesBlocked"}}""", "MessageWritesBlocked")]
    [InlineData(403, "", "403")]
    [InlineData(404, """{"error":{"code":"ConversationNotFound"}}""", "ConversationNotFound")]
    [InlineData(413, """{"error":{"code":"words of a child 92300"}}""", "413")]
    public async Task What_will_never_be_taken_is_given_up(int status, string body, string code)
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        _service.Connector = _ => (status, body);
        (await SendAsync(gateway, Reference, "hello")).ShouldBe(new SendResult.Refused(code));
    }

    [Theory]
    [InlineData(429, SendTrouble.Throttled)]
    [InlineData(503, SendTrouble.Unavailable)]
    [InlineData(408, SendTrouble.Unavailable)]
    [InlineData(412, SendTrouble.Unavailable)]
    public async Task What_may_be_taken_later_is_tried_later(int status, SendTrouble trouble)
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        _service.Connector = _ => (status, "");
        (await SendAsync(gateway, Reference, "hello")).ShouldBe(new SendResult.TryLater(trouble, $"{status}"));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Sat, 31 Jan 2026 12:00:30 GMT", 30)]
    public async Task The_pause_that_is_asked_for_is_kept(string header, int seconds)
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        await SendAsync(gateway, Reference, "hello");
        _service.RetryAfter = header;
        _service.Connector = _ => (429, "");
        (await SendAsync(gateway, Reference, "hello")).ShouldBe(new SendResult.TryLater(SendTrouble.Throttled, "429", TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_connector_that_sends_us_elsewhere_is_not_followed(int status)
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        await SendAsync(gateway, Reference, "hello");
        (_service.Location, _service.Connector) = ($"{_service.Url}/connector/elsewhere", _ => (status, ""));
        (await SendAsync(gateway, Reference, "hello")).ShouldBe(new SendResult.Refused($"{status}"));
        _service.Posts.ShouldAllBe(post => post.Path != "/connector/elsewhere");
    }

    [Fact]
    public async Task Words_and_the_token_go_to_no_host_that_is_not_known_any_more()
    {
        await using var gateway = await _service.StartWithConnectorAsync(("Channels:BotFramework:ServiceHosts:0", "other.example"));
        (await SendAsync(gateway, Reference, "hello")).ShouldBe(new SendResult.TryLater(SendTrouble.Misconfigured, "service_host"));
        _service.Posts.ShouldBeEmpty();
        _service.Logins.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "telegram|a|1")]
    [InlineData("https%3A%2F%2Fx.botframework.com|bot", "+923001234567")]
    public async Task An_address_that_is_no_conversation_is_refused(string service, string child)
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        (await SendAsync(gateway, new Address("botframework", service), new Address("botframework", child), "hello")).ShouldBe(new SendResult.Refused("no_conversation"));
    }

    [Theory]
    [InlineData("webchat", true)]
    [InlineData("telegram", true)]
    [InlineData("facebook", true)]
    [InlineData("msteams", false)]
    [InlineData("slack", false)]
    public async Task Answers_are_buttons_where_the_channel_has_them_and_numbered_lines_elsewhere(string channel, bool hasButtons)
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        await SendAsync(gateway, Reference with { ChannelId = channel }, "Are you safe?\n1 Yes\n2 No");

        var activity = JsonNode.Parse(_service.Posts.ShouldHaveSingleItem().Body)!;
        activity["text"]!.ToString().ShouldBe(hasButtons ? "Are you safe?" : "Are you safe?\n1 Yes\n2 No");
        activity["suggestedActions"]?["actions"]!.AsArray().Select(action => $"{action!["type"]} {action["title"]} {action["value"]}").ShouldBe(["imBack Yes Yes", "imBack No No"]);
        (activity["suggestedActions"] is not null).ShouldBe(hasButtons);
    }

    [Fact]
    public async Task Answers_that_a_button_would_cut_short_stay_lines()
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        await SendAsync(gateway, Reference with { ChannelId = "facebook" }, "Choose\n1 Somebody hurts me at home\n2 No");
        JsonNode.Parse(_service.Posts.ShouldHaveSingleItem().Body)!["suggestedActions"].ShouldBeNull();
    }

    [Fact]
    public async Task A_connector_cannot_be_asked_what_it_has()
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        var channel = gateway.Services.GetServices<IChannel>().Single(channel => channel.Name == "botframework");
        (await channel.LookUpAsync(Text(Reference.Service, Reference.Child, "hello"), TestContext.Current.CancellationToken)).ShouldBeOfType<LookUpResult.CannotAsk>();
    }

    private static Task<SendResult> SendAsync(GatewayFixture gateway, ConversationReference reference, string text) => SendAsync(gateway, reference.Service, reference.Child, text);

    private static Task<SendResult> SendAsync(GatewayFixture gateway, Address service, Address child, string text) =>
        gateway.Services.GetServices<IChannel>().Single(channel => channel.Name == "botframework").SendAsync(Text(service, child, text), TestContext.Current.CancellationToken);

    private static OutgoingText Text(Address service, Address child, string text) =>
        new(new OutboundId(Guid.Parse("01890000-0000-7000-8000-000000000001")), service, child, text, BotToken.Now, BotToken.Now.AddHours(4));
}
