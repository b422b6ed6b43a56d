using Helpline.Messages;
using Helpline.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Helpline.Storage.Tests;

/// <summary>Leases and hints: what Redis is for, and that it may be lost.</summary>
public abstract class RedisContract
{
    protected abstract IConnectionMultiplexer Client { get; }

    [Fact]
    public async Task A_lease_is_exclusive_until_it_is_given_back()
    {
        var (mine, other) = (NewLeases(Client), NewLeases(Client));
        var contact = NewContact();

        var lease = (await mine.TryTakeAsync(WorkKind.Turns, contact)).ShouldNotBeNull();
        (await other.TryTakeAsync(WorkKind.Turns, contact)).ShouldBeNull();
        await lease.DisposeAsync();

        (await other.TryTakeAsync(WorkKind.Turns, contact)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Leases_of_other_work_and_other_contacts_do_not_meet()
    {
        var leases = NewLeases(Client);
        var contact = NewContact();
        await leases.TryTakeAsync(WorkKind.Turns, contact);

        (await leases.TryTakeAsync(WorkKind.Outbox, contact)).ShouldNotBeNull();
        (await leases.TryTakeAsync(WorkKind.Turns, NewContact())).ShouldNotBeNull();
    }

    [Fact]
    public async Task One_of_many_gets_the_lease()
    {
        var leases = NewLeases(Client);
        var contact = NewContact();

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => leases.TryTakeAsync(WorkKind.Turns, contact)));

        taken.Count(lease => lease is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_lease_that_ran_out_does_not_give_back_anothers()
    {
        var leases = NewLeases(Client);
        var contact = NewContact();
        var old = (await leases.TryTakeAsync(WorkKind.Turns, contact)).ShouldNotBeNull();
        await Client.GetDatabase().KeyDeleteAsync($"helpline:lease:Turns:{{{contact}}}"); // as when it runs out
        await leases.TryTakeAsync(WorkKind.Turns, contact);

        await old.DisposeAsync();

        (await leases.TryTakeAsync(WorkKind.Turns, contact)).ShouldBeNull();
    }

    [Fact]
    public async Task A_change_is_heard_by_everyone()
    {
        var hints = NewHints(Client);
        var conversation = new ConversationId(Guid.NewGuid());
        var heard = new TaskCompletionSource();
        await hints.OnChangedAsync(changed =>
        {
            if (changed == conversation)
                heard.TrySetResult();
        });

        await NewHints(Client).ChangedAsync(conversation);

        await heard.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(WorkKind.Turns)]
    [InlineData(WorkKind.Outbox)]
    public async Task A_wake_is_heard(WorkKind kind)
    {
        var hints = NewHints(Client);
        var heard = new TaskCompletionSource();
        await hints.OnWakeAsync(kind, () => heard.TrySetResult());

        await NewHints(Client).WakeAsync(kind);

        await heard.Task.WaitAsync(TestContext.Current.CancellationToken);
        (await hints.IsUpAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_redis_every_claim_succeeds_and_hints_do_not_throw()
    {
        var directory = Directory.CreateTempSubdirectory("helpline-lost-");
        try
        {
            var server = new EmbeddedRedis(directory.FullName);
            var options = server.Client.Clone();
            (options.AsyncTimeout, options.SyncTimeout, options.ConnectTimeout) = (200, 200, 200);
            await using var client = await ConnectionMultiplexer.ConnectAsync(options);
            var (leases, hints) = (NewLeases(client), NewHints(client));
            var held = (await leases.TryTakeAsync(WorkKind.Turns, NewContact())).ShouldNotBeNull();
            var contact = NewContact();
            await leases.TryTakeAsync(WorkKind.Turns, contact);
            var woken = 0;
            await hints.OnWakeAsync(WorkKind.Turns, () => Interlocked.Increment(ref woken));

            server.Dispose();

            var lease = (await leases.TryTakeAsync(WorkKind.Turns, contact)).ShouldNotBeNull("a lease saves work; SQL is what makes it safe");
            await lease.DisposeAsync();
            await held.DisposeAsync();
            await hints.WakeAsync(WorkKind.Turns);
            await hints.WakeAsync(WorkKind.Outbox);
            await hints.ChangedAsync(new ConversationId(Guid.NewGuid()));
            await hints.OnWakeAsync(WorkKind.Outbox, () => { });
            await hints.OnChangedAsync(_ => { });
            (await hints.IsUpAsync()).ShouldBeFalse();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static Leases NewLeases(IConnectionMultiplexer client) => new(client, NullLogger<Leases>.Instance);

    private static Hints NewHints(IConnectionMultiplexer client) => new(client, NullLogger<Hints>.Instance);

    private static ContactId NewContact() => new(Guid.NewGuid());
}

public sealed class EmbeddedRedisTests(SharedRedis redis) : RedisContract
{
    protected override IConnectionMultiplexer Client => redis.Client;

    [Fact]
    public void Two_servers_on_one_data_directory_are_refused_with_the_remedy()
    {
        var directory = Directory.CreateTempSubdirectory("helpline-twice-");
        try
        {
            using var first = new EmbeddedRedis(directory.FullName);

            Should.Throw<StoreUnusableException>(() => new EmbeddedRedis(directory.FullName)).Message.ShouldContain("Helpline:DataDirectory");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
