namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>Nothing that a child writes is lost, doubled or answered out of order, whoever dies.</summary>
/// <remarks>
/// In the suite the runs are short. The environment makes them longer, or repeats one; nothing is skipped:
/// <list type="table">
/// <item><term><c>HELPLINE_CRASH=long</c></term><description>2,000 conversations of five messages.</description></item>
/// <item><term><c>HELPLINE_CRASH_SEED</c></term><description>The seed, printed by each run. Default: 1.</description></item>
/// <item><term><c>HELPLINE_CRASH_CONVERSATIONS</c>, <c>_MESSAGES</c>, <c>_RATE</c></term><description>How many, of how many messages, and how many messages per second.</description></item>
/// <item><term><c>HELPLINE_CRASH_LOGS</c></term><description>A directory that gets each node's output.</description></item>
/// </list>
/// For example <c>HELPLINE_CRASH=long HELPLINE_CRASH_SEED=7 dotnet run --project tests/Helpline.EndToEnd.Tests -c Release -- -class '*CrashTests' -showLiveOutput</c>.
/// </remarks>
public class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task One_node_on_embedded_stores_that_dies_all_the_time_loses_and_doubles_nothing()
    {
        await using var stores = new EmbeddedStores();
        await RunAsync(new CrashOptions { Conversations = 60, KillInterval = TimeSpan.FromSeconds(3), MessagesPerSecond = 15 }, stores);
    }

    [Fact]
    public async Task Three_nodes_that_die_in_turn_over_stores_that_fail_lose_and_double_nothing()
    {
        await using var stores = new ScaleStores();
        await RunAsync(new CrashOptions { Conversations = 300, Nodes = 3 }, stores);
    }

    [Fact]
    public async Task A_node_that_is_asked_to_stop_under_load_ends_in_time_and_leaves_nothing_undone()
    {
        await using var stores = new EmbeddedStores();
        await RunAsync(new CrashOptions { Conversations = 40, Politely = true, KillInterval = TimeSpan.FromSeconds(3), MessagesPerSecond = 15 }, stores);
    }

    [Fact]
    public async Task Three_nodes_that_are_restarted_in_turn_under_load_lose_and_double_nothing()
    {
        await using var stores = new ScaleStores();
        await RunAsync(new CrashOptions { Conversations = 120, Nodes = 3, Politely = true, MessagesPerSecond = 25 }, stores);
    }

    private async Task RunAsync(CrashOptions options, IStores stores, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        options = options.FromEnvironment();
        var again =
            $"HELPLINE_CRASH_SEED={options.Seed} HELPLINE_CRASH_CONVERSATIONS={options.Conversations} HELPLINE_CRASH_MESSAGES={options.MessagesEach} HELPLINE_CRASH_RATE={options.MessagesPerSecond}"
            + $" dotnet run --project tests/Helpline.EndToEnd.Tests --configuration Release -- -method '*{test}' -showLiveOutput";
        output.WriteLine($"Again: {again}");
        var verdict = await new CrashRun(options, stores).RunAsync();
        output.WriteLine($"{verdict}");
        Assert.True(verdict.IsGood, $"Seed {options.Seed} found what must never be. Again: {again}\n{verdict}");
    }
}
