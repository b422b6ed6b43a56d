using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>The nodes, and who ends them.</summary>
internal sealed partial class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentQueue<string> _leaks = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _lastLines = new();

    public IReadOnlyList<Node> Nodes { get; private set; } = [];

    /// <summary>Nodes that were killed, or asked to stop.</summary>
    public int Ends { get; private set; }

    /// <summary>Lines in which a child's words or number came up.</summary>
    public IReadOnlyCollection<string> Leaks => _leaks;

    /// <summary>The last lines of each node.</summary>
    public string LastLines => string.Join('\n', _lastLines.SelectMany(node => node.Value.Select(line => $"{node.Key} {line}")));

    // Nodes that live for seconds have nothing from a profile. Every statement and request in the log would cost more than the work; what is sent stays in it.
    private static readonly Dictionary<string, string> Light = new()
    {
        ["DOTNET_TieredPGO"] = "0",
        ["Pace__Enabled"] = "false", // the verdict plays every message again, without its time
        ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning",
        ["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Warning",
    };

    /// <summary>Starts the nodes and returns when all serve.</summary>
    public async Task StartAsync(IReadOnlyList<string> dataDirectories, Func<string, string> twilioUrl, IReadOnlyDictionary<string, string> settings)
    {
        Nodes = [.. dataDirectories.Select((directory, index) => new Node($"node{index + 1}", directory, twilioUrl, settings.Concat(Light).ToDictionary(), Read))];
        foreach (var node in Nodes)
            node.Start();
        await AllServeAsync();
    }

    /// <summary>Returns when every node serves.</summary>
    public async Task AllServeAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (Nodes.Any(node => node.Url is null))
        {
            if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromMinutes(3))
                throw new InvalidOperationException($"Not every node came up:\n{LastLines}");
            foreach (var node in Nodes)
                await node.ReviveAsync();
            await Task.Delay(Glance, TimeProvider.System);
        }
    }

    /// <summary>A node that serves, waiting for one if none does.</summary>
    public async Task<Uri> AnyAsync(Random dice)
    {
        while (true)
        {
            var serving = Nodes.Select(node => node.Url).OfType<Uri>().ToList();
            if (serving.Count > 0)
                return dice.Pick(serving);
            await Task.Delay(Glance, TimeProvider.System);
        }
    }

    /// <summary>
    /// Ends a node at every interval: the next by the dice or, if that is not up, the one after it. The interval begins when another serves too, so
    /// that somebody is there after the end; one time in ten nobody may be.
    /// </summary>
    public async Task EndAsync(TimeSpan interval, Random dice, Func<Node, Task> end, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var (first, needed) = (dice.Next(Nodes.Count), dice.Hits(0.1) ? 1 : Math.Min(2, Nodes.Count));
            while (Nodes.Count(node => node.Url is not null) < needed && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Glance, TimeProvider.System, CancellationToken.None);
                foreach (var node in Nodes)
                    await node.ReviveAsync();
            }

            await Task.Delay(interval, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var victim = Enumerable.Range(first, Nodes.Count).Select(index => Nodes[index % Nodes.Count]).FirstOrDefault(node => node.Url is not null);
            if (victim is null || cancellationToken.IsCancellationRequested)
                continue;
            await end(victim);
            Ends++;
        }
    }

    /// <summary>Freezes a node that serves, if one does.</summary>
    public async Task FreezeAsync(TimeSpan time, Random dice)
    {
        if (Nodes.Where(node => node.Url is not null).ToList() is { Count: > 0 } serving)
            await dice.Pick(serving).FreezeAsync(time);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();
    }

    private void Read(string node, string line)
    {
        if (line.Contains(ChildPlan.Mark, StringComparison.OrdinalIgnoreCase) || Phone().IsMatch(line))
            _leaks.Enqueue($"{node} {line}");
        var last = _lastLines.GetOrAdd(node, _ => new ConcurrentQueue<string>());
        last.Enqueue(line);
        if (last.Count > 100)
            last.TryDequeue(out _);
        if (Environment.GetEnvironmentVariable("HELPLINE_CRASH_LOGS") is { Length: > 0 } directory)
        {
            lock (last)
                File.AppendAllText(Path.Combine(directory, $"{node}.log"), line + '\n');
        }
    }

    [GeneratedRegex(@"(\+|%2B|\b)92345\d{7}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Phone();
}
