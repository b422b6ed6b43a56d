using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Helpline.Channels.Tests.BotFramework;
using Helpline.Servers;

namespace Helpline.EndToEnd.Tests.BotFramework;

/// <summary>The built server and the Bot Framework's SDK: a child writes on one of the Bot Service's channels and is answered there.</summary>
public sealed class BotFrameworkStoryTests : IAsyncLifetime
{
    private const string Conversation = "conversation-of-sana-77";
    private const string User = "user-sana-9915";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private BotService _service = null!;
    private BotSdk _sdk = null!;
    private ServerHome _home = null!;
    private HelplineProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await BotService.StartAsync();
        _service.Rotate("first", Keys.First, "webchat", "unknown"); // the SDK's connector does not say which channel it is
        _sdk = await BotSdk.StartAsync(_service.Url);
        _service.Login = (200, $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"{{_sdk.Token().Sign()}}"}""");
        _home = await ServerHome.CreateAsync("helpline-bot");
        _server = new HelplineProcess(_home.Path, "http://127.0.0.1:9", _output.Enqueue, _service.Settings
            .Append(("Channels:BotFramework:ServiceHosts:0", "127.0.0.1"))
            .ToDictionary(setting => setting.Item1.Replace(":", "__", StringComparison.Ordinal), setting => setting.Item2));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _home.DisposeAsync();
        await _sdk.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_child_is_answered_in_its_conversation_and_nothing_of_it_is_in_the_log()
    {
        var url = await _server.Up.WaitAsync(Patience, TestContext.Current.CancellationToken);
        (await _sdk.PostAsync(url, "message", "hello-of-sana", "1", Conversation, User)).ShouldBe(200);
        (await _sdk.PostAsync(url, "message", "hello-of-sana", "1", Conversation, User)).ShouldBe(200);
        var questions = await QuestionsAsync(1);
        Answers(questions[0]).ShouldContain("English");

        (await _sdk.PostAsync(url, "message", "English", "2", Conversation, User)).ShouldBe(200);
        questions = await QuestionsAsync(2);
        Answers(questions[1]).ShouldNotContain("English", "the message that was posted twice was answered once");
        questions[1]["recipient"]!["id"]!.ToString().ShouldBe(User);

        var output = string.Join('\n', _output);
        string[] secrets = ["hello-of-sana", Conversation, User, BotService.AppPassword, _service.Logins[0].Body];
        secrets.ShouldAllBe(secret => !output.Contains(secret, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Answers(JsonNode question) => question["suggestedActions"]!["actions"]!.AsArray().Select(action => action!["value"]!.ToString());

    /// <summary>The lines with answers to choose from that have come so far, in order, once there are so many.</summary>
    private async Task<IReadOnlyList<JsonNode>> QuestionsAsync(int count)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Patience; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken))
        {
            var received = await _sdk.ReceivedAsync();
            received.ShouldAllBe(post => post!["conversationId"]!.ToString() == Conversation);
            List<JsonNode> questions = [.. received.Select(post => post!["activity"]!).Where(activity => activity["suggestedActions"] is not null)];
            if (questions.Count >= count)
                return questions;
        }

        throw new TimeoutException($"No question came:\n{string.Join('\n', _output)}");
    }
}
