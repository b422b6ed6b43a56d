using System.Diagnostics;
using Helpline.Servers;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>
/// One run: children write to nodes that are killed all the time, through a provider and stores that fail; then all has time to settle, and is
/// judged. The seed decides all choices; how they fall together in time differs from run to run.
/// </summary>
internal sealed class CrashRun(CrashOptions options, IStores stores)
{
    /// <summary>Longer than it takes to notice a dead send, to ask the provider, and to meet the next fault, a few times over.</summary>
    private static readonly TimeSpan LongestSettling = TimeSpan.FromMinutes(5);

    /// <summary>From SIGTERM to the end of the process, under load.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);

    private readonly List<string> _unrecorded = [];

    public async Task<Verdict> RunAsync()
    {
        await using var home = await ServerHome.CreateAsync("helpline-crash");
        var directories = Enumerable.Range(1, options.Nodes).Select(number => Directory.CreateDirectory(Path.Combine(home.Path, $"node{number}")).FullName).ToList();
        await stores.StartAsync(directories[0]);
        await using var cluster = new Cluster();
        var webhooks = new Webhooks(cluster);
        await using var twilio = new FaultyTwilio(options.Seed, webhooks);
        await twilio.StartAsync();
        await cluster.StartAsync(directories, twilio.UrlOf, stores.Settings);
        var children = ChildPlan.All(options).Select(plan => new Child(plan, options.Seed, twilio, webhooks)).ToList();
        var verdict = new Verdict();

        // 1. Everything at once.
        Func<Task>[] misfortunes = options.Politely ? []
            : options.Nodes == 1 ? [.. stores.Misfortunes]
            : [.. stores.Misfortunes, () => cluster.FreezeAsync(options.Freeze, Dice.For(options.Seed, 8))];
        var started = Stopwatch.GetTimestamp();
        using (var done = new CancellationTokenSource())
        {
            var ending = cluster.EndAsync(
                options.KillInterval,
                Dice.For(options.Seed, 7),
                node => options.Politely ? node.RestartAsync(LookForUnrecordedAsync) : node.KillAsync(),
                done.Token);
            await Task.WhenAll(children.Select(child => child.RunAsync()).Append(SufferAsync(misfortunes)));
            await done.CancelAsync();
            await ending;
        }

        verdict.Note("conversations", $"{children.Count}");
        verdict.Note("seconds of writing", $"{Stopwatch.GetElapsedTime(started).TotalSeconds:f0}");
        verdict.Note(options.Politely ? "nodes stopped" : "nodes killed", $"{cluster.Ends}");
        verdict.Note("misfortunes beside them", $"{misfortunes.Length}");
        verdict.Note("webhooks answered with an error", $"{webhooks.Refused}");
        verdict.Note("webhooks without an answer", $"{webhooks.Broken}");

        // 2. Peace.
        started = Stopwatch.GetTimestamp();
        await cluster.AllServeAsync();
        await twilio.ReportedAsync();
        var settled = await SettleAsync(children.Sum(child => child.Accepted.Count));
        var settledAt = TimeProvider.System.GetUtcNow();
        verdict.Note("seconds until settled", $"{Stopwatch.GetElapsedTime(started).TotalSeconds:f0}");

        // 3. Judgement.
        await twilio.ReportedAsync();
        verdict.Rule("all settles", settled ? [] : [$"not within {LongestSettling.TotalMinutes} minutes"]);
        verdict.Rule("no node dies by itself", cluster.Nodes.Where(node => node.DiedByItself > 0).Select(node => $"{node.DiedByItself} times"));
        verdict.Rule("no child's words or number are in any output", cluster.Leaks);
        var stopped = cluster.Nodes.SelectMany(node => node.Stopped).ToList();
        if (options.Politely)
            verdict.Note("longest stop in seconds", $"{stopped.Max(stop => stop.Took).TotalSeconds:f1}");
        verdict.Rule($"SIGTERM ends a node within {LongestStop.TotalSeconds} s, in good order", stopped.Where(stop => stop.ExitCode != 0 || stop.Took > LongestStop).Select(stop => $"{stop}"));
        verdict.Rule("a node that was asked to stop leaves no send unrecorded", _unrecorded);
        var killed = cluster.Nodes.SelectMany(node => node.Killed).ToDictionary();
        new Judge(children, twilio.Sends, twilio.Receipts, await ReadAsync(), killed, cluster.Nodes.SelectMany(node => node.Woken).ToDictionary(), settledAt).Decide(verdict);
        if (!verdict.IsGood)
            verdict.Note("last lines of the nodes", $"\n{cluster.LastLines}\n");
        return verdict;
    }

    /// <summary>A single node that has stopped in good order leaves no send that it has not written down.</summary>
    private async Task LookForUnrecordedAsync()
    {
        if (options.Nodes > 1)
            return; // the others are sending
        await using var connection = stores.Connect();
        await connection.OpenAsync();
        _unrecorded.AddRange((await Tables.ReadAsync(connection)).Outbox.Where(row => row.Status == Tables.Sending).Select(row => $"{row}"));
    }

    /// <summary>One after the other, evenly over the time in which children write.</summary>
    private async Task SufferAsync(Func<Task>[] misfortunes)
    {
        foreach (var misfortune in misfortunes)
        {
            await Task.Delay(options.Duration / (misfortunes.Length + 1), TimeProvider.System);
            await misfortune();
        }
    }

    private async Task<bool> SettleAsync(int accepted)
    {
        var since = Stopwatch.GetTimestamp();
        await using var connection = stores.Connect();
        await connection.OpenAsync();
        while (!await Tables.AreSettledAsync(connection, accepted))
        {
            if (Stopwatch.GetElapsedTime(since) > LongestSettling)
                return false;
            await Task.Delay(Glance, TimeProvider.System);
        }

        return true;
    }

    private async Task<Tables> ReadAsync()
    {
        await using var connection = stores.Connect();
        await connection.OpenAsync();
        return await Tables.ReadAsync(connection);
    }
}
