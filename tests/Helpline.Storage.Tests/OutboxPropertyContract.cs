using Helpline.Tests;

namespace Helpline.Storage.Tests;

/// <summary>What holds for every outbox, in whatever order workers, providers, receipts and time come.</summary>
public abstract class OutboxPropertyContract
{
    private const int Schedules = 50;

    private static readonly string[] Corners =
    [
        "a dead send was recovered",
        "a message was taken twice",
        "a receipt settled Ambiguous",
        "a receipt settled Sending",
        "a receipt was faster than the record",
        "a record came late",
        "a worker was paused too long to send",
        "asked and Ambiguous",
        "asked and Failed",
        "asked and Pending",
        "asked and Sent",
    ];

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task Messages_leave_in_order_once_and_all_whatever_happens()
    {
        await using var store = await OpenAsync();
        TestStore.Node[] nodes = [store.First, await store.AddNodeAsync()];
        var corners = new HashSet<string>();

        await OutboxSchedule.All.HoldsAsync(
            async schedule =>
            {
                var run = new OutboxRun(store, nodes, schedule);
                await run.RunAsync();
                corners.UnionWith(run.Corners);
            },
            schedule => schedule.Smaller(),
            Schedules);

        Corners.Except(corners).ShouldBeEmpty("the schedules do not reach what they are for");
    }
}

public sealed class SqliteOutboxPropertyTests(SharedRedis redis) : OutboxPropertyContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresOutboxPropertyTests(SharedPostgres postgres, SharedRedis redis) : OutboxPropertyContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
