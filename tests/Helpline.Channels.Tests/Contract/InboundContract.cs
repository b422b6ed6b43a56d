using Helpline.Messages;
using Helpline.Tests;

namespace Helpline.Channels.Tests.Contract;

/// <summary>What every channel owes a child's message. A channel's own tests say how its provider (or its client) writes; these say what must follow.</summary>
public abstract class InboundContract
{
    protected abstract string Channel { get; }

    /// <summary>The configuration that switches the channel on.</summary>
    protected abstract IEnumerable<(string Key, string Value)> Settings { get; }

    /// <summary>Delivers a message as the genuine provider does. The id is the provider's own; the same id is the same message again.</summary>
    protected abstract Task<HttpResponseMessage> DeliverAsync(HttpClient client, string id, string text);

    /// <summary>The forgeries to be refused, by name.</summary>
    protected abstract IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Forgeries { get; }

    /// <summary>Genuine requests that are larger than any real one, by name.</summary>
    protected abstract IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Oversized { get; }

    /// <summary>Genuine senders' broken requests, by name: truncated, of the wrong type, without what is needed.</summary>
    protected abstract IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> Broken { get; }

    private protected Task<GatewayFixture> StartAsync() => GatewayFixture.StartAsync(settings: [.. Settings]);

    [Theory]
    [InlineData("hello")]
    [InlineData("مجھے مدد چاہیے، کوئی مجھے تنگ کر رہا ہے۔")]
    [InlineData("a & b = c + d % e ? # \" ' < > \\ / ; {}[]~^|€")]
    [InlineData("👩‍👧 😢 میں\u200cہوں ﷺ 🇵🇰")]
    [InlineData("two\nlines")]
    public async Task A_message_is_accepted_as_it_was_written(string text)
    {
        await using var gateway = await StartAsync();
        using var response = await DeliverAsync(gateway.Client, "1", text);

        response.IsSuccessStatusCode.ShouldBeTrue();
        var message = gateway.Inbox.Messages.ShouldHaveSingleItem();
        message.Text.ShouldBe(text);
        message.From.Channel.ShouldBe(Channel);
        message.To.Channel.ShouldBe(Channel);
        message.From.Value.ShouldNotBeEmpty();
        message.ProviderId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_same_message_again_has_the_same_id_and_the_same_words_again_another()
    {
        await using var gateway = await StartAsync();
        using var first = await DeliverAsync(gateway.Client, "1", "help");
        gateway.Inbox.Answer = Acceptance.Duplicate;
        using var again = await DeliverAsync(gateway.Client, "1", "help");
        gateway.Inbox.Answer = Acceptance.Accepted;
        using var other = await DeliverAsync(gateway.Client, "2", "help");

        again.StatusCode.ShouldBe(first.StatusCode, "the provider must not try a third time");
        gateway.Inbox.Messages.Select(message => message.ProviderId).Distinct().Count().ShouldBe(2);
        gateway.Inbox.Messages[0].ProviderId.ShouldBe(gateway.Inbox.Messages[1].ProviderId);
    }

    [Fact]
    public async Task Messages_are_handed_in_in_the_order_in_which_they_are_acknowledged()
    {
        await using var gateway = await StartAsync();
        for (var i = 1; i <= 5; i++)
        {
            using var response = await DeliverAsync(gateway.Client, $"{i}", $"line {i}");
            gateway.Inbox.Messages.Count.ShouldBe(i, "it is in the inbox before it is acknowledged");
        }

        gateway.Inbox.Messages.Select(message => message.Text).ShouldBe(["line 1", "line 2", "line 3", "line 4", "line 5"]);
    }

    [Fact]
    public async Task A_store_that_is_out_of_reach_is_told_so_that_the_provider_tries_again()
    {
        await using var gateway = await StartAsync();
        gateway.Inbox.Answer = Acceptance.Unavailable;
        using var response = await DeliverAsync(gateway.Client, "1", "help");
        ((int)response.StatusCode).ShouldBe(503);
    }

    [Fact]
    public Task A_forgery_is_refused_and_nothing_is_stored() => EachIsRefusedAsync(Forgeries, status => status is 401 or 403);

    [Fact]
    public Task What_is_too_large_is_refused_and_nothing_is_stored() => EachIsRefusedAsync(Oversized, status => status is 400 or 413 or 414 or 431);

    [Fact]
    public Task What_is_broken_is_refused_and_nothing_is_stored() => EachIsRefusedAsync(Broken, status => status is >= 400 and < 500);

    [Fact]
    public async Task Whatever_is_written_is_accepted_or_refused()
    {
        await using var gateway = await StartAsync();
        var mutations = new Mutations(seed: 1);
        for (var i = 0; i < 150; i++)
            await AcceptedOrRefusedAsync(gateway, () => DeliverAsync(gateway.Client, $"{i}", mutations.Text()));
    }

    [Fact]
    public async Task Whatever_a_request_is_broken_into_is_accepted_or_refused()
    {
        await using var gateway = await StartAsync();
        using var client = gateway.ClientThrough(new BreakingHandler(new Mutations(seed: 2)));
        for (var i = 0; i < 300; i++)
            await AcceptedOrRefusedAsync(gateway, () => DeliverAsync(client, $"{i}", i % 2 == 0 ? "please help" : "مدد چاہیے"));
    }

    private static async Task AcceptedOrRefusedAsync(GatewayFixture gateway, Func<Task<HttpResponseMessage>> sendAsync)
    {
        var before = gateway.Inbox.Messages.Count;
        using var response = await sendAsync();
        var status = (int)response.StatusCode;
        status.ShouldBeInRange(200, 499);
        (gateway.Inbox.Messages.Count - before).ShouldBeInRange(0, response.IsSuccessStatusCode ? 1 : 0, $"{status}"); // a typing hint is no message
    }

    private async Task EachIsRefusedAsync(IEnumerable<(string Name, Func<HttpClient, Task<HttpResponseMessage>> SendAsync)> requests, Func<int, bool> isRefusal)
    {
        await using var gateway = await StartAsync();
        var count = 0;
        foreach (var (name, sendAsync) in requests)
        {
            using var response = await sendAsync(gateway.Client);
            isRefusal((int)response.StatusCode).ShouldBeTrue($"{name}: {(int)response.StatusCode}");
            gateway.Inbox.Messages.ShouldBeEmpty(name);
            gateway.Inbox.Receipts.ShouldBeEmpty(name);
            count++;
        }

        count.ShouldBePositive();
    }
}
