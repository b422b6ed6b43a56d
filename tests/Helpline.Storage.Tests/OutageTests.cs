using Helpline.Messages;
using Helpline.Servers;
using Helpline.Storage.Spool;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>Accepting while SQL is out of reach: on the disk all the same, and in order when it is back.</summary>
public class OutageTests(SharedRedis redis)
{
    /// <summary>No other tests' child: marks of what lies in spools are shared by all who share a Redis and a key.</summary>
    private const string Phone = "+923005550001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_PostgreSQL_is_down_messages_are_kept_and_come_in_order_when_it_is_back()
    {
        await using var server = new PostgresServer();
        await server.StartAsync();
        await using var store = new PostgresStore(await server.CreateDatabaseAsync(), redis);
        await store.AddNodeAsync();
        var before = store.Message("before", Phone);
        await store.Inbox.AcceptAsync(before, Token);
        await store.TalkAsync("out of the queue", "+1");
        (await store.First.Health.ReadAsync(Token)).ShouldBe(StoreState.Up);

        await server.StopAsync();
        for (var i = 0; i < 5; i++)
            (await store.Inbox.AcceptAsync(store.Message($"in the outage {i}", Phone), Token)).ShouldBe(Acceptance.Accepted);
        (await store.Inbox.AcceptAsync(before, Token)).ShouldBe(Acceptance.Accepted, "it cannot be known now that it is a repetition");
        (await store.First.Health.ReadAsync(Token)).ShouldBe(StoreState.Spooling);
        store.First.Health.Spooled.ShouldBe(6);
        (await store.First.Marks.AmongAsync([before.From, store.Message("", "+1").From])).ShouldBe([before.From], "other nodes know");

        await server.StartAsync();
        await DrainedAsync(store);
        (await store.Inbox.AcceptAsync(store.Message("after", Phone), Token)).ShouldBe(Acceptance.Accepted);

        var session = (await store.Conversations.OpenForTurnAsync(await store.ContactAsync(Phone), Token)).ShouldNotBeNull();
        session.Pending.Select(message => message.Text).ShouldBe(["before", .. Enumerable.Range(0, 5).Select(i => $"in the outage {i}"), "after"]);
        (await store.First.Marks.AmongAsync([before.From])).ShouldBeEmpty();
        (await store.ReadAsync(context => context.Inbox.CountAsync(row => row.Spooled, Token))).ShouldBe(6, "also the repetition of what SQL had already");
    }

    [Fact]
    public async Task What_another_node_kept_in_an_outage_comes_before_what_was_accepted_after_it()
    {
        await using var store = await SqliteStore.OpenFileAsync(redis);
        var other = await store.AddNodeAsync();
        var kept = new InboxEntry(store.Time.GetUtcNow().ToUnixTimeMilliseconds(), Urgent: false, store.Message("in the outage", Phone), Receipt: null);
        other.Marks.Set([kept.Message!.From]);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        var contact = await store.AcceptAsync("after it", Phone);
        var unconcerned = await store.AcceptAsync("hello", "+923005550002");

        var load = await store.Conversations.OpenForTurnsAsync([contact, unconcerned], Token);
        load.Held.ShouldBe([contact]);
        load.Sessions.Select(session => session.Conversation.Contact).ShouldBe([unconcerned]);
        await other.Writer.WriteAsync([kept], spooled: true, Token);
        other.Marks.Clear([kept.Message!.From]);

        var session = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        session.Pending.Select(message => message.Text).ShouldBe(["in the outage", "after it"]);
    }

    [Fact]
    public async Task Nobody_waits_long_for_a_spool_that_does_not_come_back()
    {
        await using var store = await SqliteStore.OpenFileAsync(redis);
        var other = await store.AddNodeAsync();
        Address[] child = [store.Message("", Phone).From];
        other.Marks.Set(child);
        var contact = await store.AcceptAsync("after it", Phone);

        (await store.Conversations.OpenForTurnsAsync([contact], Token)).Held.ShouldBe([contact]);
        store.Time.Advance(ConversationStore.LongestHold);
        (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        other.Marks.Clear(child);
    }

    [Fact]
    public async Task A_node_that_starts_in_an_outage_keeps_messages_and_a_node_that_died_in_one_has_them()
    {
        await using var server = new PostgresServer();
        await server.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await server.StopAsync();
        await using var store = new PostgresStore(database, redis);
        await Should.ThrowAsync<Exception>(() => store.AddNodeAsync());
        store.First.Database.IsPrepared.ShouldBeFalse();
        (await store.Inbox.AcceptAsync(store.Message("hello", Phone), Token)).ShouldBe(Acceptance.Accepted);
        (await store.First.Health.ReadAsync(Token)).ShouldBe(StoreState.Spooling);

        await server.StartAsync();
        await store.First.Database.PrepareAsync(Token);
        await DrainedAsync(store);

        (await store.PendingAsync(9)).ShouldBe([await store.ContactAsync(Phone)]);
    }

    [Fact]
    public async Task Without_SQL_and_without_room_in_the_spool_nothing_is_promised()
    {
        await using var store = await SqliteStore.OpenFileAsync(redis, spoolMegabytes: 0);
        await RefuseAsync(store);

        (await store.Inbox.AcceptAsync(store.Message("hello", Phone), Token)).ShouldBe(Acceptance.Unavailable);

        (await store.ReadAsync(context => context.Contacts.CountAsync(Token))).ShouldBe(0);
    }

    [Theory]
    [InlineData("inbox")]
    [InlineData("contacts")]
    public async Task On_SQLite_what_the_database_refuses_is_kept_too(string table)
    {
        await using var store = await SqliteStore.OpenFileAsync(redis);
        await RefuseAsync(store, table);
        (await store.Inbox.AcceptAsync(store.Message("one", Phone), Token)).ShouldBe(Acceptance.Accepted);
        (await store.Inbox.AcceptAsync(store.Message("two", Phone), Token)).ShouldBe(Acceptance.Accepted);
        store.First.Health.Spooled.ShouldBe(2);

        await store.ReadAsync(context => context.Database.ExecuteSqlRawAsync("DROP TRIGGER refuse", Token));
        await DrainedAsync(store);

        var session = (await store.Conversations.OpenForTurnAsync(await store.ContactAsync(Phone), Token)).ShouldNotBeNull();
        session.Pending.Select(message => message.Text).ShouldBe(["one", "two"]);
    }

    private static Task<int> RefuseAsync(TestStore store, string table = "inbox") =>
#pragma warning disable EF1002 // a name from a test
        store.ReadAsync(context => context.Database.ExecuteSqlRawAsync($"CREATE TRIGGER refuse BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END", Token));
#pragma warning restore EF1002

    /// <summary>Lets the clock run until the spool is empty.</summary>
    private static async Task DrainedAsync(TestStore store)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (store.First.Health.Spooled != 0)
        {
            store.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
