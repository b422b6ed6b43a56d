using System.Text.Json.Nodes;
using Helpline.Channels.BotFramework;

namespace Helpline.Channels.Tests.BotFramework;

/// <summary>What becomes of activities that the Bot Service may post.</summary>
public sealed class BotFrameworkEndpointTests : IAsyncLifetime
{
    private BotService _service = null!;

    public async ValueTask InitializeAsync() => _service = await BotService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("conversationUpdate", 200)]
    [InlineData("event", 200)]
    [InlineData("messageReaction", 200)]
    [InlineData("messageDelete", 200)]
    [InlineData("endOfConversation", 200)]
    [InlineData("installationUpdate", 200)]
    [InlineData("somethingNew", 200)]
    [InlineData("invoke", 501)]
    public async Task What_is_no_message_has_no_effect(string type, int status)
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var response = await BotService.PostAsync(gateway.Client, With(activity => activity["type"] = type));

        ((int)response.StatusCode).ShouldBe(status);
        gateway.Inbox.Messages.ShouldBeEmpty();
        gateway.Transcript.Typed.ShouldBeEmpty();
    }

    [Fact]
    public async Task That_a_child_types_is_told_of_the_same_child()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var typing = await BotService.PostAsync(gateway.Client, With(activity => activity["type"] = "typing"));
        using var message = await BotService.PostAsync(gateway.Client, BotService.Message("2", "help"));

        gateway.Transcript.Typed.ShouldBe([gateway.Inbox.Messages.ShouldHaveSingleItem().From]);
    }

    [Fact]
    public async Task A_message_that_a_child_changes_is_read_again_and_each_change_once()
    {
        await using var gateway = await _service.StartGatewayAsync();
        foreach (var (type, time) in new[] { ("message", "1"), ("messageUpdate", "2"), ("messageUpdate", "2"), ("messageUpdate", "3") })
        {
            using var response = await BotService.PostAsync(gateway.Client, With(activity => (activity["type"], activity["timestamp"]) = (type, time)));
            response.IsSuccessStatusCode.ShouldBeTrue();
        }

        var ids = gateway.Inbox.Messages.Select(message => message.ProviderId).ToList();
        ids.Distinct().Count().ShouldBe(3);
        ids[1].ShouldBe(ids[2]);
    }

    [Fact]
    public async Task A_message_has_its_id_in_its_own_conversation_only_and_the_id_tells_nothing_of_it()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var one = await BotService.PostAsync(gateway.Client, BotService.Message("1", "help"));
        using var other = await BotService.PostAsync(gateway.Client, With(activity => activity["conversation"]!["id"] = "b"));
        using var elsewhere = await BotService.PostAsync(gateway.Client, With(activity => activity["channelId"] = "facebook"));

        gateway.Inbox.Messages.Select(message => message.ProviderId).Distinct().Count().ShouldBe(3);
        gateway.Inbox.Messages.ShouldAllBe(message => !message.ProviderId.Contains("a:1", StringComparison.Ordinal) && !message.To.Value.Contains("923001234567", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_does_not_have_the_secret_cannot_make_the_id_out_of_a_guess()
    {
        await using var gateway = await _service.StartGatewayAsync();
        await using var other = await GatewayFixture.StartAsync(settings: [.. _service.Settings, ("Channels:BotFramework:AppPassword", "another-secret-of-the-app")]);
        using var one = await BotService.PostAsync(gateway.Client, BotService.Message("1", "help"));
        using var two = await BotService.PostAsync(other.Client, BotService.Message("1", "help"));

        gateway.Inbox.Messages[0].ProviderId.ShouldNotBe(other.Inbox.Messages[0].ProviderId);
    }

    [Fact]
    public async Task Two_children_to_whom_a_page_gave_the_same_id_are_two_children()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var one = await BotService.PostAsync(gateway.Client, With(activity => activity["channelId"] = "webchat"));
        using var other = await BotService.PostAsync(gateway.Client, With(activity => (activity["channelId"], activity["conversation"]!["id"]) = ("webchat", "b")));

        gateway.Inbox.Messages[0].From.ShouldNotBe(gateway.Inbox.Messages[1].From);
    }

    [Fact]
    public async Task Attachments_are_counted_and_not_fetched()
    {
        await using var gateway = await _service.StartGatewayAsync();
        var picture = new JsonObject { ["contentType"] = "image/jpeg", ["contentUrl"] = $"{_service.Url}/connector/picture" };
        var copy = new JsonObject { ["contentType"] = "text/html", ["content"] = "<div>help</div>" };
        using var two = await BotService.PostAsync(gateway.Client, With(activity => activity["attachments"] = new JsonArray(picture.DeepClone(), picture.DeepClone(), copy.DeepClone())));
        using var wordless = await BotService.PostAsync(gateway.Client, With(activity => (activity["id"], activity["text"]) = ("2", "")));
        using var formatted = await BotService.PostAsync(gateway.Client, With(activity => (activity["id"], activity["attachments"]) = ("3", new JsonArray(copy.DeepClone()))));

        gateway.Inbox.Messages.Select(message => message.Attachments).ShouldBe([2, 1, 0], "a sticker is no words; Teams' copy of the words is no picture");
        _service.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_button_that_answers_with_a_value_says_it()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var response = await BotService.PostAsync(gateway.Client, With(activity => (activity["text"], activity["value"]) = (null, "Yes")));
        gateway.Inbox.Messages.ShouldHaveSingleItem().Text.ShouldBe("Yes");
    }

    [Theory]
    [InlineData("isGroup", "true")]
    [InlineData("conversationType", "\"groupChat\"")]
    [InlineData("conversationType", "\"channel\"")]
    public async Task A_group_is_told_once_that_the_helpline_answers_in_private_and_nothing_is_stored(string property, string value)
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        for (var i = 0; i < 3; i++)
        {
            using var response = await BotService.PostAsync(gateway.Client, With(activity => activity["conversation"]![property] = JsonNode.Parse(value), _service.ConnectorUrl));
            response.IsSuccessStatusCode.ShouldBeTrue();
        }

        gateway.Inbox.Messages.ShouldBeEmpty();
        JsonNode.Parse(_service.Posts.ShouldHaveSingleItem().Body)!["text"]!.ToString().ShouldContain("in private");
    }

    [Fact]
    public async Task A_group_is_not_kept_waiting_for_by_a_connector_that_fails()
    {
        await using var gateway = await _service.StartWithConnectorAsync();
        _service.Connector = _ => null;
        using var response = await BotService.PostAsync(gateway.Client, With(activity => activity["conversation"]!["isGroup"] = true, _service.ConnectorUrl));
        response.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_bot_wrote_is_not_taken_for_a_childs()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var response = await BotService.PostAsync(gateway.Client, With(activity => activity["from"]!["role"] = "bot"));

        response.IsSuccessStatusCode.ShouldBeTrue();
        gateway.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_addresses_hold_all_that_a_later_message_needs()
    {
        await using var gateway = await _service.StartGatewayAsync();
        using var response = await BotService.PostAsync(gateway.Client, BotService.Message("1", "help"));

        var message = gateway.Inbox.Messages.ShouldHaveSingleItem();
        ConversationReference.Of(message.To, message.From).ShouldBe(new ConversationReference(BotService.ServiceUrl, "telegram", "a:1/x|y z", "923001234567", "helpline_bot"));
    }

    private static JsonObject With(Action<JsonObject> change, string serviceUrl = BotService.ServiceUrl)
    {
        var activity = BotService.Message("1", "help", serviceUrl);
        change(activity);
        return activity;
    }
}
