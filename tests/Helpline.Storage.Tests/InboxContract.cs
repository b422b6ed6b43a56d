using Helpline.Messages;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>Accepting messages: durable, once, in order.</summary>
public abstract class InboxContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task An_accepted_message_is_there_for_another_server()
    {
        await using var store = await OpenAsync();

        var contact = await store.AcceptAsync("I need help");

        var other = await store.AddNodeAsync();
        (await other.Conversations.PendingContactsAsync(10, Token)).ShouldBe([(contact, false)]);
        var session = await other.Conversations.OpenForTurnAsync(contact, Token);
        session!.Pending.Select(message => (message.Text, message.Attachments, message.AnsweredByCarrier)).ShouldBe([("I need help", 0, false)]);
    }

    [Fact]
    public async Task Attachments_and_the_carriers_answer_are_kept()
    {
        await using var store = await OpenAsync();
        (await store.Inbox.AcceptAsync(store.Message("STOP", attachments: 3) with { AnsweredByCarrier = true }, Token)).ShouldBe(Acceptance.Accepted);

        var session = await store.Conversations.OpenForTurnAsync(await store.ContactAsync(), Token);

        session!.Pending.Select(message => (message.Text, message.Attachments, message.AnsweredByCarrier)).ShouldBe([("STOP", 3, true)]);
    }

    [Fact]
    public async Task The_same_provider_id_again_is_a_duplicate_and_one_row()
    {
        await using var store = await OpenAsync();
        var message = store.Message("hello");

        (await store.Inbox.AcceptAsync(message, Token)).ShouldBe(Acceptance.Accepted);
        (await store.Inbox.AcceptAsync(message, Token)).ShouldBe(Acceptance.Duplicate);
        (await store.Inbox.AcceptAsync(message with { Text = "changed" }, Token)).ShouldBe(Acceptance.Duplicate);

        (await store.ReadAsync(context => context.Inbox.CountAsync(Token))).ShouldBe(1);
    }

    [Fact]
    public async Task A_duplicate_is_one_even_after_its_turn()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");

        (await store.Inbox.AcceptAsync(store.Message("hello", id: "SM1"), Token)).ShouldBe(Acceptance.Duplicate);

        (await store.PendingAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_provider_id_of_another_channel_is_another_message()
    {
        await using var store = await OpenAsync();
        var message = store.Message("hello");

        await store.Inbox.AcceptAsync(message, Token);

        (await store.Inbox.AcceptAsync(message with { From = new Address("twilio", TestStore.Child) }, Token)).ShouldBe(Acceptance.Accepted);
    }

    [Fact]
    public async Task The_same_text_twice_is_two_messages()
    {
        await using var store = await OpenAsync();

        await store.AcceptAsync("help");
        var contact = await store.AcceptAsync("help");

        var session = await store.Conversations.OpenForTurnAsync(contact, Token);
        session!.Pending.Select(message => message.Text).ShouldBe(["help", "help"]);
    }

    [Fact]
    public async Task Fifty_deliveries_of_one_message_at_once_have_one_effect()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        var message = store.Message("hello");

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => (i % 2 == 0 ? store.First : other).Inbox.AcceptAsync(message, Token), Token)));

        results.Count(result => result == Acceptance.Accepted).ShouldBe(1);
        results.Count(result => result == Acceptance.Duplicate).ShouldBe(49);
        (await store.ReadAsync(context => context.Inbox.CountAsync(Token))).ShouldBe(1);
    }

    [Fact]
    public async Task Fifty_first_messages_of_one_child_at_once_make_one_contact()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => (i % 2 == 0 ? store.First : other).Inbox.AcceptAsync(store.Message("hello", id: $"id-{i}"), Token), Token)));

        results.ShouldAllBe(result => result == Acceptance.Accepted);
        (await store.ReadAsync(context => context.Contacts.CountAsync(Token))).ShouldBe(1);
        (await store.ReadAsync(context => context.Inbox.CountAsync(Token))).ShouldBe(50);
    }

    [Fact]
    public async Task Messages_wait_in_the_order_in_which_they_were_accepted()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 12; i++)
            await store.AcceptAsync($"{i}");

        var session = await store.Conversations.OpenForTurnAsync(await store.ContactAsync(), Token);

        session!.Pending.Select(message => message.Text).ShouldBe(Enumerable.Range(0, 12).Select(i => $"{i}"));
    }

    [Fact]
    public async Task A_flood_is_taken_in_portions_and_loses_nothing()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 30; i++)
            await store.AcceptAsync($"{i}");
        var contact = await store.ContactAsync();
        var seen = new List<string>();

        while (await store.Conversations.OpenForTurnAsync(contact, Token) is { } session)
        {
            seen.AddRange(session.Pending.Select(message => message.Text));
            (await store.CommitAsync(session, store.Run(session), Token)).ShouldBeTrue();
        }

        seen.ShouldBe(Enumerable.Range(0, 30).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Contacts_wait_in_the_order_of_their_first_message()
    {
        await using var store = await OpenAsync();
        var a = await store.AcceptAsync("1", "+1");
        var b = await store.AcceptAsync("2", "+2");
        await store.AcceptAsync("3", "+1");
        var c = await store.AcceptAsync("4", "+3");

        (await store.PendingAsync(10)).ShouldBe([a, b, c]);
        (await store.PendingAsync(2)).ShouldBe([a, b]);
    }

    [Fact]
    public async Task Nothing_pending_is_no_turn()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");

        (await store.Conversations.OpenForTurnAsync(await store.ContactAsync(), Token)).ShouldBeNull();
        (await store.PendingAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_urgent_message_waits_behind_no_other()
    {
        await using var store = await OpenAsync();
        var calm = await store.AcceptAsync("hello", "+1");
        var danger = await store.AcceptAsync("i want to die", "+2");
        await store.TalkAsync("i want to die", "+3");
        var again = await store.AcceptAsync("are you there", "+3");

        (await store.PendingAsync(9)).ShouldBe([danger, again, calm], "danger in the message, then danger in the conversation");
        (await store.First.Work.Turns.TakeAsync(1, Token)).ShouldBe([danger], "the queue in memory knows it, too");
    }

    [Fact]
    public async Task What_comes_in_at_once_is_committed_together()
    {
        await using var store = await OpenAsync();

        var accepted = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => store.Inbox.AcceptAsync(store.Message("hello", $"+92{i:d7}"), Token)));

        accepted.ShouldAllBe(acceptance => acceptance == Acceptance.Accepted);
        (await store.ReadAsync(context => context.Inbox.CountAsync(Token))).ShouldBe(500);
        (await store.ReadAsync(context => context.Contacts.CountAsync(Token))).ShouldBe(500);
    }

    [Fact]
    public async Task A_cancelled_accept_throws_and_stores_nothing()
    {
        await using var store = await OpenAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => store.Inbox.AcceptAsync(store.Message("hello"), new CancellationToken(canceled: true)));

        (await store.ReadAsync(context => context.Inbox.CountAsync(Token))).ShouldBe(0);
    }
}

public sealed class SqliteInboxTests(SharedRedis redis) : InboxContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresInboxTests(SharedPostgres postgres, SharedRedis redis) : InboxContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
