using System.Net;
using Helpline.Messages;
using Microsoft.Extensions.DependencyInjection;
using static Helpline.Channels.Tests.DirectLine.DirectLineCalls;

namespace Helpline.Channels.Tests.DirectLine;

/// <summary>The protocol over HTTP.</summary>
public sealed class DirectLineTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_secret_makes_tokens_each_for_a_conversation_of_its_own_that_nobody_guesses()
    {
        await using var gateway = await StartAsync();
        var begun = new List<(string Conversation, string Token)>();
        for (var i = 0; i < 20; i++)
            begun.Add(await gateway.Client.BeginAsync());

        begun.Select(one => one.Conversation).ShouldBeUnique();
        begun.ShouldAllBe(one => one.Conversation.Length == 32);
        begun.ShouldAllBe(one => !one.Token.Contains(one.Conversation, StringComparison.Ordinal));
        (await gateway.Client.PostAsync($"{Root}/tokens/generate", begun[0].Token).StatusAsync()).ShouldBe(403, "a token makes no tokens");
        (await gateway.Client.PostAsync($"{Root}/tokens/generate", bearer: null).StatusAsync()).ShouldBe(401);
    }

    [Fact]
    public async Task A_conversation_begins_with_its_token_and_begins_again_as_the_same()
    {
        await using var gateway = await StartAsync();
        var (conversation, token) = await gateway.Client.BeginAsync();

        using var response = await gateway.Client.PostAsync($"{Root}/conversations", token, new { user = new { id = "amna" } });

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var started = await Task.FromResult(response).ReadAsync();
        started.Text("conversationId").ShouldBe(conversation);
        started.GetProperty("expires_in").GetInt32().ShouldBe(1800);
        started.Text("streamUrl").ShouldStartWith($"ws://localhost/v3/directline/conversations/{conversation}/stream?watermark=");
        (await gateway.Client.PostAsync($"{Root}/conversations", started.Text("token")).ReadAsync()).Text("conversationId").ShouldBe(conversation);
        (await gateway.Client.PostAsync($"{Root}/conversations", Secret).ReadAsync()).Text("conversationId").ShouldNotBe(conversation, "the secret begins a new one");
    }

    [Fact]
    public async Task A_token_runs_out_after_half_an_hour_unless_it_is_renewed()
    {
        await using var gateway = await StartAsync();
        var (conversation, token) = await gateway.Client.BeginAsync();
        gateway.Time.Advance(TimeSpan.FromMinutes(29));
        var renewed = await gateway.Client.PostAsync($"{Root}/tokens/refresh", token).ReadAsync();
        renewed.Text("conversationId").ShouldBe(conversation);
        gateway.Time.Advance(TimeSpan.FromMinutes(1));

        (await gateway.Client.PostAsync(Activities(conversation), token, Message("help")).StatusAsync()).ShouldBe(403, "clients take 403 for 'expired'");
        (await gateway.Client.GetAsync(Activities(conversation), token).StatusAsync()).ShouldBe(403);
        (await gateway.Client.PostAsync($"{Root}/tokens/refresh", token).StatusAsync()).ShouldBe(403);
        (await gateway.Client.PostAsync(Activities(conversation), renewed.Text("token"), Message("help")).StatusAsync()).ShouldBe(200);
        (await gateway.Client.PostAsync($"{Root}/tokens/refresh", Secret).StatusAsync()).ShouldBe(403, "the secret never runs out");
    }

    [Theory]
    [InlineData("GET", "conversations/{0}")]
    [InlineData("GET", "conversations/{0}/activities")]
    [InlineData("POST", "conversations/{0}/activities")]
    [InlineData("POST", "conversations/{0}/upload")]
    public async Task Another_conversations_token_opens_nothing(string method, string path)
    {
        await using var gateway = await StartAsync();
        var (mine, _) = await gateway.Client.BeginAsync();
        var (_, others) = await gateway.Client.BeginAsync();
        gateway.Transcript.Add(mine, Line("1", "for my eyes only"));
        using var response = await gateway.Client.CallAsync(new HttpMethod(method), $"{Root}/{string.Format(null, path, mine)}", others, method == "POST" ? new StringContent("""{"type":"message","text":"help"}""") : null);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("eyes");
        gateway.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_is_answered_with_its_id_and_comes_back_under_it_with_the_clients_own()
    {
        await using var gateway = await StartAsync();
        var (conversation, token) = await gateway.Client.BeginAsync(user: "amna");
        var id = (await gateway.Client.PostAsync(Activities(conversation), token, Message("help", "own-1")).ReadAsync()).Text("id");
        var message = gateway.Inbox.Messages.ShouldHaveSingleItem();
        message.From.Value.ShouldBe(conversation);
        message.ProviderId.ShouldBe(id);
        gateway.Transcript.Add(conversation, new ChatLine(message.ProviderId, ChatAuthor.Child, message.Text, Then));

        var activity = (await gateway.Client.GetAsync(Activities(conversation), token).ReadAsync()).GetProperty("activities")[0];

        activity.Text("id").ShouldBe(id);
        activity.Text("text").ShouldBe("help");
        activity.Text("timestamp").ShouldBe("2026-01-31T12:00:00+00:00");
        activity.GetProperty("channelData").Text("clientActivityID").ShouldBe("own-1");
        activity.GetProperty("from").ShouldSatisfyAllConditions(from => from.Text("id").ShouldBe("amna"), from => from.Text("role").ShouldBe("user"));
    }

    [Fact]
    public async Task A_message_that_has_only_an_id_keeps_it_and_one_without_gets_one_of_its_own()
    {
        await using var gateway = await StartAsync();
        foreach (var json in new[] { """{"type":"message","text":"a","id":"x"}""", """{"type":"message","text":"a","id":"x"}""", """{"type":"message","text":"a"}""", """{"type":"message","text":"a"}""" })
            (await gateway.Client.PostRawAsync(Activities(), Secret, json).StatusAsync()).ShouldBe(200);
        gateway.Inbox.Messages.Select(message => message.ProviderId).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task The_same_own_id_in_another_conversation_is_another_message()
    {
        await using var gateway = await StartAsync();
        foreach (var conversation in new[] { Conversation, new string('0', 32) })
            await gateway.Client.PostAsync(Activities(conversation), Secret, Message("help", "1")).ReadAsync();
        gateway.Inbox.Messages.Select(message => message.ProviderId).ShouldBeUnique();
    }

    [Fact]
    public async Task Answers_that_are_offered_are_buttons_and_a_counsellor_is_told_apart()
    {
        await using var gateway = await StartAsync();
        gateway.Transcript.Add(Conversation, Line("1", "Are you safe?\n1 Yes\n2 No"), Line("2", "I am here", ChatAuthor.Counsellor));
        var activities = (await gateway.Client.GetAsync(Activities(), Secret).ReadAsync()).GetProperty("activities");

        activities[0].Text("text").ShouldBe("Are you safe?");
        activities[0].GetProperty("suggestedActions").GetProperty("actions").EnumerateArray().Select(action => (action.Text("type"), action.Text("title"), action.Text("value")))
            .ShouldBe([("imBack", "Yes", "Yes"), ("imBack", "No", "No")]);
        activities[0].GetProperty("from").ShouldSatisfyAllConditions(from => from.Text("id").ShouldBe("helpline"), from => from.Text("role").ShouldBe("bot"));
        activities[1].TryGetProperty("suggestedActions", out _).ShouldBeFalse();
        activities[1].GetProperty("from").ShouldSatisfyAllConditions(from => from.Text("id").ShouldBe("counsellor"), from => from.Text("role").ShouldBe("bot"));
    }

    [Fact]
    public async Task A_poll_goes_on_from_its_watermark_and_delivers()
    {
        await using var gateway = await StartAsync();
        gateway.Transcript.Add(Conversation, [.. Enumerable.Range(0, 60).Select(i => Line($"{i}", $"{i}", awaited: i >= 55))]);
        var seen = new List<string>();
        var watermark = "";
        for (var i = 0; i < 3; i++)
        {
            var set = await gateway.Client.GetAsync($"{Activities()}?watermark={watermark}", Secret).ReadAsync();
            seen.AddRange(set.GetProperty("activities").EnumerateArray().Select(activity => activity.Text("text")));
            watermark = set.Text("watermark");
            gateway.Inbox.Receipts.Count.ShouldBe(i == 0 ? 0 : 5);
        }

        seen.ShouldBe(Enumerable.Range(0, 60).Select(i => $"{i}"));
        gateway.Inbox.Receipts.ShouldAllBe(receipt => receipt.Channel == ChannelNames.DirectLine && receipt.Status == DeliveryStatus.Delivered);
        (await gateway.Client.GetAsync($"{Activities()}?watermark=0", Secret).ReadAsync()).GetProperty("activities")[0].Text("text").ShouldBe("0");
        (await gateway.Client.GetAsync($"{Activities()}?watermark=soon", Secret).StatusAsync()).ShouldBe(400);
    }

    [Fact]
    public async Task A_poll_in_an_outage_finds_nothing_new_and_goes_on_after_it()
    {
        await using var gateway = await StartAsync();
        gateway.Transcript.Add(Conversation, Line("1", "first"), Line("2", "second"));
        var watermark = (await gateway.Client.GetAsync(Activities(), Secret).ReadAsync()).Text("watermark");
        gateway.Transcript.Add(Conversation, Line("3", "third"));
        gateway.Transcript.Failure = new TimeoutException();

        var set = await gateway.Client.GetAsync($"{Activities()}?watermark={watermark}", Secret).ReadAsync(); // after an error, directlinejs never polls again
        set.GetProperty("activities").GetArrayLength().ShouldBe(0);
        set.Text("watermark").ShouldBe(watermark);
        gateway.Transcript.Failure = null;
        (await gateway.Client.GetAsync($"{Activities()}?watermark={watermark}", Secret).ReadAsync()).GetProperty("activities")[0].Text("text").ShouldBe("third");
    }

    [Fact]
    public async Task While_the_keys_are_out_of_reach_no_token_is_called_expired()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: false, new KeysOutOfReach(), Settings());
        (await gateway.Client.PostAsync(Activities(), "a-token-", Message("help")).StatusAsync()).ShouldBe(503);
        (await gateway.Client.PostAsync("/chat/token", bearer: null).StatusAsync()).ShouldBe(503);
        (await gateway.Client.PostAsync(Activities(), Secret, Message("help")).StatusAsync()).ShouldBe(200, "the secret needs no keys");
    }

    [Fact]
    public async Task Typing_is_passed_on_and_nothing_else_but_messages_has_an_effect()
    {
        await using var gateway = await StartAsync();
        foreach (var type in new[] { "typing", "event", "conversationUpdate", "endOfConversation" })
            (await gateway.Client.PostAsync(Activities(), Secret, new { type, name = "webchat/join", text = "x" }).ReadAsync()).Text("id").ShouldNotBeEmpty();
        gateway.Inbox.Messages.ShouldBeEmpty();
        gateway.Transcript.Typed.ShouldHaveSingleItem().Value.ShouldBe(Conversation);
    }

    [Fact]
    public async Task Attachments_are_counted_and_files_are_not_taken()
    {
        await using var gateway = await StartAsync();
        await gateway.Client.PostRawAsync(Activities(), Secret, """{"type":"message","attachments":[{"contentUrl":"http://127.0.0.1:9/a.png"},{}]}""").ReadAsync();
        gateway.Inbox.Messages.ShouldHaveSingleItem().Attachments.ShouldBe(2);

        using var file = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", "a.png" } };
        using var response = await gateway.Client.CallAsync(HttpMethod.Post, $"{Root}/conversations/{Conversation}/upload?userId=a", Secret, file);
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Send words");
    }

    [Fact]
    public async Task Who_writes_too_fast_is_told_how_long_to_wait_and_others_are_not()
    {
        await using var gateway = await StartAsync(("Channels:DirectLine:MessagesPerMinute", "3"));
        for (var i = 0; i < 3; i++)
            (await gateway.Client.PostAsync(Activities(), Secret, Message("help")).StatusAsync()).ShouldBe(200);
        using var response = await gateway.Client.PostAsync(Activities(), Secret, Message("help"));

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        gateway.Inbox.Messages.Count.ShouldBe(3);
        (await gateway.Client.PostAsync(Activities(new string('0', 32)), Secret, Message("help")).StatusAsync()).ShouldBe(200);
        (await gateway.Client.PostAsync(Activities(), Secret, new { type = "typing" }).StatusAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task A_page_gets_a_token_without_a_secret_if_its_origin_is_known()
    {
        await using var gateway = await StartAsync(("Channels:DirectLine:Origins:0", "https://school.example"), ("Channels:DirectLine:TokensPerMinute", "3"));
        async Task<int> AskAsync(string? origin) => await gateway.Client.CallAsync(HttpMethod.Post, "/chat/token", bearer: null, origin: origin).StatusAsync();

        (await AskAsync("https://elsewhere.example")).ShouldBe(403);
        (await AskAsync("http://localhost")).ShouldBe(200, "its own pages");
        (await AskAsync("https://school.example")).ShouldBe(200);
        var answer = await gateway.Client.CallAsync(HttpMethod.Post, "/chat/token", bearer: null).ReadAsync();
        var conversation = answer.Text("conversationId");
        (await gateway.Client.PostAsync(Activities(conversation), answer.Text("token"), Message("help")).StatusAsync()).ShouldBe(200);
        answer.Text("streamUrl").ShouldContain(conversation);
        (await AskAsync("https://school.example")).ShouldBe(429);
    }

    [Fact]
    public async Task Only_known_origins_may_read_what_is_answered()
    {
        await using var gateway = await StartAsync(("Channels:DirectLine:Origins:0", "https://school.example"));
        async Task<string?> AllowedAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, Activities());
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-ms-bot-agent");
            using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.Headers.TryGetValues("Access-Control-Allow-Headers", out var headers) && headers.Single().Contains("x-ms-bot-agent", StringComparison.Ordinal)
                ? response.Headers.GetValues("Access-Control-Allow-Origin").Single()
                : null;
        }

        (await AllowedAsync("https://school.example")).ShouldBe("https://school.example");
        (await AllowedAsync("https://elsewhere.example")).ShouldBeNull();
    }

    [Fact]
    public async Task Urdu_travels_as_it_is()
    {
        await using var gateway = await StartAsync();
        gateway.Transcript.Add(Conversation, Line("1", "مدد <b>\"&\"</b>"));
        using var response = await gateway.Client.GetAsync(Activities(), Secret);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("مدد <b>");
    }

    [Fact]
    public async Task What_is_handed_over_is_sent_and_known()
    {
        await using var gateway = await StartAsync();
        var channel = gateway.Services.GetServices<IChannel>().Single(channel => channel.Name == ChannelNames.DirectLine);
        var message = new OutgoingText(new OutboundId(Guid.NewGuid()), new Address(channel.Name, "helpline"), new Address(channel.Name, Conversation), "hello", Then, Then);
        (await channel.SendAsync(message, TestContext.Current.CancellationToken)).ShouldBe(new SendResult.Sent(message.Id.ToString()));
        (await channel.LookUpAsync(message, TestContext.Current.CancellationToken)).ShouldBeOfType<LookUpResult.Known>().ProviderIds.ShouldBe([message.Id.ToString()]);
    }

    [Fact]
    public async Task Without_a_secret_the_channel_is_off_and_development_makes_its_own()
    {
        await using var off = await GatewayFixture.StartAsync();
        (await off.Client.PostAsync("/chat/token", bearer: null).StatusAsync()).ShouldBe(404);
        (await off.Client.PostAsync($"{Root}/conversations", bearer: "").StatusAsync()).ShouldBe(404);
        await using var development = await GatewayFixture.StartAsync(isDevelopment: true);
        (await development.Client.PostAsync("/chat/token", bearer: null).StatusAsync()).ShouldBe(200);
        (await development.Client.PostAsync($"{Root}/conversations", bearer: "x").StatusAsync()).ShouldBe(403);
    }

    [Theory]
    [InlineData("Secret", "short", "32")]
    [InlineData("Origins:0", "https://school.example/page", "Origins:0")]
    [InlineData("Origins:0", "http://school.example", "https")]
    [InlineData("Origins:0", "*", "Origins:0")]
    [InlineData("MessagesPerMinute", "0", "MessagesPerMinute")]
    [InlineData("TokensPerMinute", "-1", "TokensPerMinute")]
    [InlineData("MostStreams", "9999999", "MostStreams")]
    public async Task A_wrong_setting_is_refused_by_name(string key, string value, string named)
    {
        var error = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => StartAsync(($"Channels:DirectLine:{key}", value)));
        error.Message.ShouldContain(named);
    }

    [Fact]
    public async Task Origins_without_a_secret_are_refused()
    {
        var error = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => GatewayFixture.StartAsync(settings: ("Channels:DirectLine:Origins:0", "https://school.example")));
        error.Message.ShouldContain("Channels:DirectLine:Secret");
    }

    internal static ChatLine Line(string id, string text, ChatAuthor author = ChatAuthor.Bot, bool awaited = false) =>
        new(id, author, text, Then, awaited ? new OutboundId(Guid.NewGuid()) : null);
}
