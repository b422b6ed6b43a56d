using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Helpline.Servers;

/// <summary>
/// A Redis server of its own, from Debian's binary, on a free port of 127.0.0.1. It ends with this object and with this process.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private ServerHome? _home;
    private Process? _process;

    /// <summary>True: what is written survives a restart, through the append-only file. False, the default: a restart forgets everything.</summary>
    public bool AppendOnly { get; init; }

    public int Port { get; } = FreePort.Take();

    /// <summary>The directory that the server works in.</summary>
    public string HomeDirectory => _home?.Path ?? throw new InvalidOperationException("The server was not started; call StartAsync first.");

    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts the server and returns when it answers.</summary>
    public async Task StartAsync()
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException("Redis is not installed. On Debian: sudo apt-get install redis-server, or run tests/run.sh as root, which does it.");
        _home ??= await ServerHome.CreateAsync("helpline-redis");
        _process?.Dispose();
        _process = _home.Start(
            Program,
            ["--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", AppendOnly ? "yes" : "no", "--logfile", "log"]);
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
                throw new InvalidOperationException($"Redis did not start:\n{await File.ReadAllTextAsync(Path.Combine(_home.Path, "log"))}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Stops the server.</summary>
    public async Task StopAsync()
    {
        await CommandAsync("SHUTDOWN");
        await _process!.WaitForExitAsync();
    }

    /// <summary>Forgets everything.</summary>
    public async Task FlushAllAsync()
    {
        if (await CommandAsync("FLUSHALL") is not "+OK" and var answer)
            throw new InvalidOperationException($"Redis answered FLUSHALL with {answer ?? "nothing"}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
        _process?.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await CommandAsync("PING") == "+PONG"; // not while it still loads its file
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }

    private async Task<string?> CommandAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        await using var stream = client.GetStream();
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        using var reader = new StreamReader(stream);
        await writer.WriteLineAsync(command);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await reader.ReadLineAsync(patience.Token);
    }
}
