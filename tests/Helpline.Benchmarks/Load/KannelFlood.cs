using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Helpline.Servers;

namespace Helpline.Benchmarks.Load;

/// <summary>
/// fakesmsc floods a real bearerbox, smsbox hands it on: first to a server that answers at once, which is Kannel's own speed, then to a node, which answers when a message is
/// committed, and meanwhile replies through the same Kannel.
/// </summary>
internal static partial class KannelFlood
{
    private const int WarmUp = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(LoadOptions options, int messages, CancellationToken cancellationToken)
    {
        var bare = await BareAsync(messages, cancellationToken);
        await using var stores = await Stores.StartAsync(options);
        await using var node = await Node.CreateAsync();
        await using var kannel = new KannelServer(Path.Combine(Shipped.Root, "infra", "kannel"), node.Port);
        await kannel.StartAsync();
        await node.StartAsync([.. Node.QuietSettings, .. Settings(kannel, node), .. stores.Settings]);
        using var http = new HttpClient();
        var metrics = new Uri($"http://127.0.0.1:{node.Port.ToString(CultureInfo.InvariantCulture)}/metrics");
        var flood = await FloodAsync(kannel, messages, async () => Sum(Inbound(), await http.GetStringAsync(metrics, cancellationToken)), cancellationToken);
        var replies = await SettledAsync(async () => Sum(Sent(), await http.GetStringAsync(metrics, cancellationToken)), cancellationToken);
        await Console.Error.WriteAsync(node.Complaints);
        Console.WriteLine(new KannelReport
        {
            Mode = options.Mode,
            Messages = messages,
            Seconds = Math.Round(flood.Seconds, 2),
            MessagesPerS = Math.Round(flood.PerSecond, 1),
            KannelPerS = Math.Round(bare.PerSecond, 1),
            Ratio = Math.Round(flood.PerSecond / bare.PerSecond, 3),
            Lost = messages + WarmUp - flood.Total,
            Replies = replies,
        });
        return 0;
    }

    private static async Task<Flood> BareAsync(int messages, CancellationToken cancellationToken)
    {
        using var server = new PlainServer();
        await using var kannel = new KannelServer(Path.Combine(Shipped.Root, "infra", "kannel"), server.Port);
        await kannel.StartAsync();
        return await FloodAsync(kannel, messages, () => Task.FromResult(server.Answered), cancellationToken);
    }

    /// <summary>The time from the first message of the flood to the last, as the receiver counts them.</summary>
    private static async Task<Flood> FloodAsync(KannelServer kannel, int messages, Func<Task<int>> count, CancellationToken cancellationToken)
    {
        using (var first = Start(kannel, WarmUp))
        {
            await WaitAsync(WarmUp, count, cancellationToken);
            first.Kill(); // Kannel serves one fakesmsc at a time
        }

        await Console.Error.WriteLineAsync($"{messages} messages through Kannel");
        var begun = Stopwatch.GetTimestamp();
        using var phones = Start(kannel, messages);
        var (total, last) = await WaitAsync(WarmUp + messages, count, cancellationToken);
        return new Flood(total, messages, Stopwatch.GetElapsedTime(begun, last).TotalSeconds);
    }

    private static Process Start(KannelServer kannel, int messages) => kannel.StartFakeSmsc(messages, 0, ["+923001 1121 text hello "], isFlood: true);

    private static async Task<(int Total, long Last)> WaitAsync(int expected, Func<Task<int>> count, CancellationToken cancellationToken)
    {
        var (total, last) = (0, Stopwatch.GetTimestamp());
        while (total < expected && Stopwatch.GetElapsedTime(last) < Patience)
        {
            var now = await count();
            if (now > total)
                (total, last) = (now, Stopwatch.GetTimestamp());
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        return (total, last);
    }

    private static async Task<int> SettledAsync(Func<Task<int>> count, CancellationToken cancellationToken)
    {
        var (total, last) = (await count(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(last) < TimeSpan.FromSeconds(3))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
            var now = await count();
            if (now > total)
                (total, last) = (now, Stopwatch.GetTimestamp());
        }

        return total;
    }

    private static int Sum(Regex line, string metrics) => line.Matches(metrics).Sum(match => int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture));

    private static List<KeyValuePair<string, string?>> Settings(KannelServer kannel, Node node) =>
    [
        new("Channels__Kannel__SendUrl", kannel.SendUrl),
        new("Channels__Kannel__Username", "helpline"),
        new("Channels__Kannel__Password", KannelServer.Password),
        new("Channels__Kannel__From", "1121"),
        new("Channels__Kannel__InboundSecret", KannelServer.InboundSecret),
        new("Channels__Kannel__PublicUrl", $"http://127.0.0.1:{node.Port.ToString(CultureInfo.InvariantCulture)}"),
    ];

    [GeneratedRegex("""^helpline_messages_inbound_total\{[^}]*channel="kannel"[^}]*\} (?<count>\d+)""", RegexOptions.Multiline)]
    private static partial Regex Inbound();

    [GeneratedRegex("""^helpline_messages_outbound_total\{[^}]*channel="kannel",[^}]*status="sent"[^}]*\} (?<count>\d+)""", RegexOptions.Multiline)]
    private static partial Regex Sent();

    private sealed record Flood(int Total, int Messages, double Seconds)
    {
        public double PerSecond => Messages / Seconds;
    }
}
