using System.Diagnostics;

namespace Helpline.Benchmarks.Load;

/// <summary>One measurement, from starting the stores to the line of JSON.</summary>
internal sealed class LoadRun(LoadOptions options, Stores stores, IReadOnlyList<Node> nodes, Traffic traffic, Scores scores)
{
    private const int DangerEvery = 50;

    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        // One thread polls the sockets and runs what follows on them: fewer of the switches that two cores cannot afford.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

        await using var stores = await Stores.StartAsync(options);
        double? pgbench = options.Pgbench > 0 ? await stores.PgbenchAsync(options.Pgbench) : null;
        var nodes = new List<Node>();
        try
        {
            for (var i = 0; i < options.Nodes; i++)
                nodes.Add(await Node.CreateAsync());
            var scores = new Scores();
            Traffic? traffic = null;
            using var stub = new ProviderStub((child, message, sid) => traffic!.Take(child, message, sid));
            using var gateway = new Gateway([.. nodes.Select(node => node.Port)]);
            using var chats = new Chats(nodes.Select(node => node.Port), (child, message, id) => traffic!.Take(child, message, id));
            traffic = new Traffic(options.Channel == LoadOptions.DirectLine ? chats : gateway, scores, [.. Enumerable.Range(0, options.Conversations + (options.Burst ?? 0)).Select(child => new Phone(child))]);

            var settings = Settings(stub, stores);
            if (options.Stored > 0)
            {
                await nodes[0].MigrateAsync(settings);
                await stores.FillAsync(options.Stored, nodes[0]);
            }

            foreach (var node in nodes)
                await node.StartAsync(settings);
            if (options.Channel == LoadOptions.DirectLine)
            {
                await Console.Error.WriteLineAsync($"opening {options.Conversations + (options.Burst ?? 0)} streams");
                await chats.OpenAsync(options.Conversations + (options.Burst ?? 0), cancellationToken);
            }

            var report = await new LoadRun(options, stores, nodes, traffic, scores).MeasureAsync(pgbench, cancellationToken);
            foreach (var node in nodes)
                await Console.Error.WriteAsync(node.Complaints);
            if (chats.Cut > 0)
                await Console.Error.WriteLineAsync($"{chats.Cut} streams were cut");
            Console.WriteLine(report);
            return 0;
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    private async Task<LoadReport> MeasureAsync(double? pgbench, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"introducing {options.Conversations} children");
        await traffic.AllSayAsync(options.Conversations, "hello", cancellationToken);
        await traffic.AllSayAsync(options.Conversations, "1", cancellationToken);
        var greetings = scores.Unexpected;

        var (before, after, drained) = options.Burst is { } burst
            ? await BurstAsync(burst, cancellationToken)
            : await SteadyAsync(cancellationToken);
        if (options.Burst is null && scores.Unexpected > greetings)
            await Console.Error.WriteLineAsync($"{scores.Unexpected - greetings} SMS answered nothing: a text of the loop in {nameof(Phone)} gets more than one SMS, so the figures are not of one message each.");

        var perSecond = scores.Messages / scores.Seconds;
        return new LoadReport
        {
            Channel = options.Channel,
            Mode = options.Mode,
            Nodes = options.Nodes,
            Messages = scores.Messages,
            Seconds = Math.Round(scores.Seconds, 2),
            MessagesPerS = Math.Round(perSecond, 1),
            AckP50Ms = scores.Acks.Percentile(0.5),
            AckP99Ms = scores.Acks.Percentile(0.99),
            ReplyP50Ms = scores.Replies.Percentile(0.5),
            ReplyP99Ms = scores.Replies.Percentile(0.99),
            Lost = traffic.Waiting,
            Duplicated = scores.Duplicated,
            PgbenchPerS = pgbench is { } bare ? Math.Round(bare, 1) : null,
            Ratio = pgbench is { } yardstick ? Math.Round(perSecond / yardstick, 3) : null,
            RssMb = Math.Round(nodes.Sum(node => ProcessFigures.PeakMegabytes(node.HomeDirectory))),
            Conversations = options.Conversations,
            Rate = options.Rate,
            Stored = options.Stored,
            Accepted = scores.Accepted,
            Refused = scores.Refused,
            ReceiptsRefused = scores.ReceiptsRefused,
            Burst = options.Burst,
            DrainedS = drained,
            UrgentP50Ms = scores.UrgentReplies.Percentile(0.5),
            UrgentP99Ms = scores.UrgentReplies.Percentile(0.99),
            CpuUs = after.PerMessage(before, scores.Messages),
        };
    }

    /// <summary>The same traffic, first to warm up, then measured.</summary>
    private async Task<(CpuShares Before, CpuShares After, double? Drained)> SteadyAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pacing = Task.CompletedTask;
        if (options.Rate is { } rate)
            pacing = traffic.PaceAsync(rate, enough.Token);
        else
            traffic.Start();
        await Console.Error.WriteLineAsync($"warming up for {options.WarmUp} s, measuring for {options.Seconds} s");
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUp), TimeProvider.System, cancellationToken);
        var before = CpuShares.Now(nodes, stores);
        scores.OpenWindow();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), TimeProvider.System, cancellationToken);
        scores.CloseWindow();
        var after = CpuShares.Now(nodes, stores);
        await enough.CancelAsync();
        await pacing;
        traffic.Stop();
        await traffic.DrainAsync(cancellationToken);
        return (before, after, null);
    }

    /// <summary>After the warm-up, children who are new text once each within a second, every fiftieth in danger.</summary>
    private async Task<(CpuShares Before, CpuShares After, double? Drained)> BurstAsync(int count, CancellationToken cancellationToken)
    {
        traffic.Start();
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUp), TimeProvider.System, cancellationToken);
        traffic.Stop();
        await traffic.DrainAsync(cancellationToken);
        await traffic.SilenceAsync(TimeSpan.FromSeconds(1), cancellationToken);

        await Console.Error.WriteLineAsync($"{count} children text within a second");
        var before = CpuShares.Now(nodes, stores);
        var begun = Stopwatch.GetTimestamp();
        scores.OpenWindow();
        await traffic.BurstAsync(options.Conversations, count, Line, cancellationToken);
        await traffic.DrainAsync(cancellationToken);
        var drained = Stopwatch.GetElapsedTime(begun, scores.LastSms).TotalSeconds;
        await traffic.SilenceAsync(TimeSpan.FromMilliseconds(500), cancellationToken);
        scores.CloseWindow();
        return (before, CpuShares.Now(nodes, stores), Math.Round(drained, 2));
    }

    private static (string Text, bool IsUrgent) Line(int child) =>
        child % DangerEvery == DangerEvery / 2 ? ("i want to kill myself tonight", true) : ("hello, i need help", false);

    private static List<KeyValuePair<string, string?>> Settings(ProviderStub stub, Stores stores) =>
    [
        .. Node.QuietSettings,
        new("Channels__Twilio__AccountSid", Twilio.AccountSid),
        new("Channels__Twilio__AuthToken", Twilio.AuthToken),
        new("Channels__Twilio__From", Twilio.Number),
        new("Channels__Twilio__ApiUrl", stub.Url),
        new("Channels__Twilio__PublicUrl", Twilio.PublicUrl),
        new("Channels__DirectLine__Secret", Chats.Secret),
        new("Channels__DirectLine__MessagesPerMinute", "1000000"),
        .. stores.Settings,
    ];
}
