using System.Text.Json.Nodes;
using Helpline.Channels.BotFramework;
using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Helpline.Channels.Tests.BotFramework;

/// <summary>
/// Over real sockets with the official SDK: its client writes and posts what children's channels post, and its own implementation of the connector's API takes our answers, their token
/// checked. What it cannot show is Azure itself.
/// </summary>
public sealed class BotFrameworkSdkTests : IAsyncLifetime
{
    private readonly RecordingInbox _inbox = new();
    private readonly MemoryTranscript _hints = new();
    private BotService _service = null!;
    private BotSdk _sdk = null!;
    private WebApplication _app = null!;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _service = await BotService.StartAsync();
        _service.Rotate("first", Keys.First, "webchat", "telegram", "unknown"); // the SDK's connector does not say which channel it is
        _sdk = await BotSdk.StartAsync(_service.Url);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IInbox>(_inbox).AddSingleton<IChatHints>(_hints).AddSingleton(TimeProvider.System);
        var settings = _service.Settings.Append(("Channels:BotFramework:ServiceHosts:0", "127.0.0.1")).ToDictionary(setting => setting.Item1, string? (setting) => setting.Item2);
        builder.Services.AddBotFramework(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), isDevelopment: true).ShouldBeEmpty();
        _app = builder.Build();
        _app.MapHelplineChannels();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _sdk.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_the_SDK_posts_is_accepted_and_the_answer_is_read_by_it()
    {
        (await PostAsync("message", "میری مدد کرو 😢")).ShouldBe(200);
        var message = _inbox.Messages.ShouldHaveSingleItem();
        message.Text.ShouldBe("میری مدد کرو 😢");
        message.Attachments.ShouldBe(0);

        _service.Login = (200, $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"{{_sdk.Token().Sign()}}"}""");
        var channel = _app.Services.GetServices<IChannel>().Single(channel => channel.Name == ChannelNames.BotFramework);
        var answer = new OutgoingText(new OutboundId(Guid.CreateVersion7(Now)), message.To, message.From, "کیا تم محفوظ ہو؟\n1 ہاں\n2 نہیں", Now, Now.AddHours(4));
        (await channel.SendAsync(answer, TestContext.Current.CancellationToken)).ShouldBeOfType<SendResult.Sent>();

        var received = (await _sdk.ReceivedAsync()).ShouldHaveSingleItem()!;
        received["isAuthenticated"]!.GetValue<bool>().ShouldBeTrue();
        received["conversationId"]!.ToString().ShouldBe("a:1/x|y z");
        var activity = received["activity"]!;
        activity["type"]!.ToString().ShouldBe("message");
        activity["text"]!.ToString().ShouldBe("کیا تم محفوظ ہو؟");
        activity["suggestedActions"]!["actions"]!.AsArray().Select(action => action!["value"]!.ToString()).ShouldBe(["ہاں", "نہیں"]);
        activity["recipient"]!["id"]!.ToString().ShouldBe("user");
        activity["from"]!["id"]!.ToString().ShouldBe("bot");
    }

    [Fact]
    public async Task An_answer_with_a_token_that_the_SDK_does_not_take_is_refused_by_it()
    {
        _service.Login = (200, $$"""{"token_type":"Bearer","expires_in":3600,"access_token":"{{(_sdk.Token() with { Audience = "another" }).Sign()}}"}""");
        var reference = new ConversationReference(_sdk.ConnectorUrl, "webchat", "a", "user", "bot");
        var answer = new OutgoingText(new OutboundId(Guid.CreateVersion7(Now)), reference.Service, reference.Child, "hello", Now, Now.AddHours(4));
        var result = await _app.Services.GetServices<IChannel>().Single(channel => channel.Name == ChannelNames.BotFramework).SendAsync(answer, TestContext.Current.CancellationToken);
        result.ShouldBe(new SendResult.TryLater(SendTrouble.Misconfigured, "401"));
    }

    [Fact]
    public async Task What_else_the_SDK_posts_is_taken_for_what_it_is()
    {
        (await PostAsync("conversationUpdate", "")).ShouldBe(200);
        _inbox.Messages.ShouldBeEmpty();
        (await PostAsync("typing", "")).ShouldBe(200);
        _hints.Typed.Count.ShouldBe(1);
        (await PostAsync("message", "help", _sdk.Token() with { Audience = "another" })).ShouldBe(401);
        _inbox.Messages.ShouldBeEmpty();
    }

    /// <summary>The wrong tokens are wrong in the SDK's eyes too, and the right one is right: the tests next door do not refuse what Azure would send.</summary>
    [Fact]
    public async Task The_SDK_judges_tokens_as_we_do()
    {
        (await IsTakenAsync(_sdk.Token() with { ServiceUrl = BotService.ServiceUrl })).ShouldBeTrue();
        var shift = Now - BotToken.Now;
        foreach (var (way, (token, _)) in WrongTokens.All)
        {
            var isTaken = await IsTakenAsync(token with { From = token.From + shift, Until = token.Until + shift });
            isTaken.ShouldBe(way == "without an end", $"{way}; only a token without an end is taken by the SDK for Node.js, not by the one for .NET");
        }
    }

    private async Task<bool> IsTakenAsync(BotToken token) => (await _sdk.AskAsync(new JsonObject
    {
        ["do"] = "check",
        ["authorization"] = $"Bearer {token.Sign()}",
        ["activity"] = BotService.Message("1", "help"),
    }))["isTaken"]!.GetValue<bool>();

    private Task<int> PostAsync(string type, string text, BotToken? token = null)
    {
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return _sdk.PostAsync(new Uri(address), type, text, "1", "a:1/x|y z", "user", token);
    }
}
