using System.Diagnostics;
using System.Globalization;
using Helpline.Servers;

namespace Helpline.Benchmarks.Load;

/// <summary>One server process, as built together with the benchmarks.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly ServerHome _home;

    private Node(ServerHome home, int port)
    {
        _home = home;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The directory that it works in.</summary>
    public string HomeDirectory => _home.Path;

    public string DataDirectory => Path.Combine(_home.Path, "data");

    private string Log => Path.Combine(_home.Path, "log");

    /// <summary>Makes the node's place; nothing runs yet.</summary>
    public static async Task<Node> CreateAsync() => new(await ServerHome.CreateAsync("helpline-node"), FreePort.Take());

    /// <summary>Starts it and returns when it is ready.</summary>
    public async Task StartAsync(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var process = Run(settings, "serve", "--urls", $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}");
        using var http = new HttpClient();
        var ready = new Uri($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/health/ready");
        var begun = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(http, ready))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(begun) > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"The server did not start:\n{await File.ReadAllTextAsync(Log)}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Makes the schema without serving.</summary>
    public async Task MigrateAsync(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var process = Run(settings, "migrate");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The database could not be prepared:\n{await File.ReadAllTextAsync(Log)}");
    }

    /// <summary>What it has complained of, at most a few lines.</summary>
    public IReadOnlyList<string> Complaints() => File.Exists(Log) ? [.. File.ReadLines(Log).Where(line => line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal)).Take(5)] : [];

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    private Process Run(IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments) => _home.Start(
        "/bin/sh",
        ["-c", "exec \"$0\" \"$@\" >>log 2>&1", "dotnet", ServerAssembly(), .. arguments],
        [
            new("ASPNETCORE_ENVIRONMENT", "Development"),
            new("Helpline__DataDirectory", DataDirectory),
            new("Helpline__DialogsDirectory", Path.Combine(Shipped.Root, "dialogs")),
            .. settings,
        ]);

    private static string ServerAssembly()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Shipped.Root, "src", "Helpline.Server", "bin", configuration, "net10.0", "Helpline.Server.dll");
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri ready)
    {
        try
        {
            using var answer = await http.GetAsync(ready);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
