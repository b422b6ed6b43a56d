using Helpline.Messages;
using Helpline.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
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
        ContactId[] contacts = [NewContact(), NewContact()];

        (await mine.TakeAsync(contacts)).ShouldBe(contacts);
        (await other.TakeAsync(contacts)).ShouldBeEmpty();
        await mine.ReleaseAsync([contacts[0]]);

        (await other.TakeAsync(contacts)).ShouldBe([contacts[0]]);
    }

    [Fact]
    public async Task One_of_many_nodes_gets_the_lease()
    {
        var contact = NewContact();

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => NewLeases(Client).TakeAsync([contact])));

        taken.Count(lease => lease.Count > 0).ShouldBe(1);
    }

    [Fact]
    public async Task A_lease_that_ran_out_does_not_give_back_anothers()
    {
        var (mine, other) = (NewLeases(Client), NewLeases(Client));
        var contact = NewContact();
        await mine.TakeAsync([contact]);
        await Client.GetDatabase().KeyDeleteAsync($"helpline:turn:{{{contact}}}"); // as when it runs out
        await other.TakeAsync([contact]);

        await mine.ReleaseAsync([contact]);

        (await NewLeases(Client).TakeAsync([contact])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rate_is_shared_by_all_nodes()
    {
        var (mine, other) = (NewRates(Client), NewRates(Client));
        var channel = Guid.NewGuid().ToString("N");

        (await mine.TakeAsync(channel, 10, 6)).ShouldBe(6);
        (await other.TakeAsync(channel, 10, 6)).ShouldBe(4);
        (await mine.TakeAsync(channel, 10, 1)).ShouldBe(0);
        (await mine.TakeAsync("another-" + channel, 10, 1)).ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await mine.TakeAsync(channel, 10, 1)).ShouldBe(1);
    }

    [Fact]
    public async Task After_a_flush_leases_and_rates_go_on()
    {
        var (mine, other) = (NewLeases(Client), NewLeases(Client));
        var contact = NewContact();
        await mine.TakeAsync([contact]);

        await Client.GetDatabase().KeyDeleteAsync($"helpline:turn:{{{contact}}}");

        (await other.TakeAsync([contact])).ShouldBe([contact]);
        await mine.ReleaseAsync([contact]);
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
            var (leases, hints, rates) = (NewLeases(client), NewHints(client), NewRates(client));
            ContactId[] contacts = [NewContact(), NewContact()];
            await NewLeases(client).TakeAsync(contacts);
            (await leases.TakeAsync(contacts)).ShouldBeEmpty();

            server.Dispose();

            (await leases.TakeAsync(contacts)).ShouldBe(contacts, "a lease saves work; SQL is what makes it safe");
            await leases.ReleaseAsync(contacts);
            (await rates.TakeAsync("twilio", 10, 6)).ShouldBe(6);
            (await rates.TakeAsync("twilio", 10, 6)).ShouldBe(4);
            await hints.ChangedAsync(new ConversationId(Guid.NewGuid()));
            await hints.OnChangedAsync(_ => { });
            (await hints.IsUpAsync()).ShouldBeFalse();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    private Leases NewLeases(IConnectionMultiplexer client) => new(client, new RedisRest(_time), NullLogger<Leases>.Instance);

    private SendingRates NewRates(IConnectionMultiplexer client) => new(client, _time);

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
            using var first = new DataDirectoryLock(directory.FullName);

            Should.Throw<StoreUnusableException>(() => new DataDirectoryLock(directory.FullName)).Message.ShouldContain("Helpline:DataDirectory");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}

public sealed class RedisServerTests(RealRedis redis) : RedisContract
{
    protected override IConnectionMultiplexer Client => redis.Client;
}
