using System.Net;
using System.Net.Sockets;
using Helpline.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Tests.Contract;

/// <summary>What every channel owes that hands messages to a provider: it says truly what became of each, and never tries twice.</summary>
public abstract class SenderContract
{
    protected abstract string Channel { get; }

    /// <summary>The configuration that switches the channel on, with its provider at a URL.</summary>
    protected abstract IEnumerable<(string Key, string Value)> Settings(string providerUrl);

    /// <summary>A child's address in the channel's own form.</summary>
    protected virtual string Child => "+923001234567";

    protected virtual string Service => "+15005550006";

    /// <summary>Status and body of the provider's answer in a mood.</summary>
    private protected abstract (int Status, string Body) Answer(ProviderMood mood);

    /// <summary>The words in a request to send; null if it is another request (for a token, say), which the stub answers by <see cref="AnswerOther"/>.</summary>
    private protected abstract string? TextOf(ProviderRequest request);

    private protected virtual (int Status, string Body) AnswerOther(ProviderRequest request) => (404, "");

    [Theory]
    [InlineData("hello")]
    [InlineData("مجھے مدد چاہیے۔ یہ آپ کا قصور نہیں")]
    [InlineData("a & b = c + d % e ? # \" ' < > \\ / ; {}[]~^|€")]
    [InlineData("👩‍👧 😢 میں\u200cہوں 🇵🇰")]
    [InlineData("Choose:\n1 Yes\n2 No")]
    public async Task Words_reach_the_provider_as_they_are(string text)
    {
        var (result, requests) = await SendAsync(ProviderMood.Takes, text);
        result.ShouldBeOfType<SendResult.Sent>().ProviderId.ShouldNotBeEmpty();
        requests.Select(TextOf).OfType<string>().ShouldBe([text]);
    }

    [Theory]
    [InlineData(ProviderMood.Refuses)]
    [InlineData(ProviderMood.IsBusy)]
    [InlineData(ProviderMood.DoesNotKnowUs)]
    [InlineData(ProviderMood.Fails)]
    public async Task What_the_provider_says_is_told_and_nothing_is_tried_twice(object mood)
    {
        var (result, requests) = await SendAsync((ProviderMood)mood);
        requests.Select(TextOf).OfType<string>().ShouldHaveSingleItem();
        switch ((ProviderMood)mood)
        {
            case ProviderMood.Refuses:
                result.ShouldBeOfType<SendResult.Refused>().Code.ShouldNotBeEmpty();
                break;
            case ProviderMood.IsBusy:
                result.ShouldBeOfType<SendResult.TryLater>().Trouble.ShouldBe(SendTrouble.Throttled);
                break;
            case ProviderMood.DoesNotKnowUs:
                result.ShouldBeOfType<SendResult.TryLater>().Trouble.ShouldBe(SendTrouble.Misconfigured);
                break;
            default:
                result.ShouldBeOfType<SendResult.Unknown>("it may have been taken");
                break;
        }
    }

    [Fact]
    public async Task An_answer_that_is_lost_leaves_it_unknown_whether_the_message_was_taken()
    {
        var (result, requests) = await SendAsync(mood: null);
        result.ShouldBeOfType<SendResult.Unknown>();
        requests.Select(TextOf).OfType<string>().ShouldHaveSingleItem("a second try could double it");
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_tried_later()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true, [.. Settings($"http://127.0.0.1:{port}")]);
        (await SendAsync(gateway, "hello")).ShouldBeOfType<SendResult.TryLater>().Trouble.ShouldBe(SendTrouble.Unavailable);
    }

    [Fact]
    public async Task A_send_that_is_cancelled_throws_and_tells_nothing_false()
    {
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true, [.. Settings("http://127.0.0.1:9")]);
        await Should.ThrowAsync<OperationCanceledException>(() => SendAsync(gateway, "hello", new CancellationToken(canceled: true)));
    }

    private async Task<(SendResult Result, IReadOnlyList<ProviderRequest> Requests)> SendAsync(ProviderMood? mood, string text = "hello")
    {
        await using var stub = await ProviderStub.StartAsync(request => TextOf(request) is null ? AnswerOther(request) : mood is { } known ? Answer(known) : null);
        await using var gateway = await GatewayFixture.StartAsync(isDevelopment: true, [.. Settings(stub.Url)]);
        return (await SendAsync(gateway, text), stub.Requests);
    }

    private Task<SendResult> SendAsync(GatewayFixture gateway, string text, CancellationToken? cancellationToken = null)
    {
        var now = gateway.Time.GetUtcNow();
        var message = new OutgoingText(new OutboundId(Guid.CreateVersion7(now)), new Address(Channel, Service), new Address(Channel, Child), text, now, now.AddHours(4));
        return gateway.Services.GetServices<IChannel>().Single(channel => channel.Name == Channel).SendAsync(message, cancellationToken ?? TestContext.Current.CancellationToken);
    }
}
