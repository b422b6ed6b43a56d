using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Helpline.Servers;

namespace Helpline.Benchmarks.Load;

/// <summary>One server process, as built together with the benchmarks.</summary>
internal sealed class Node : IAsyncDisposable
{
    private const string Log = "log";
    private readonly ServerHome _home;

    private Node(ServerHome home, int port)
    {
        _home = home;
        Port = port;
    }

    /// <summary>What every measured node is told: it logs warnings only, and has a key.</summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> QuietSettings { get; } =
    [
        new("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", null), // ours, not the server's
        new("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", null),
        new("Logging__LogLevel__Default", "Warning"),
        new("Logging__LogLevel__Microsoft", "Warning"),
        new("Logging__LogLevel__Microsoft.AspNetCore", "Warning"),
        new("Logging__LogLevel__Microsoft.EntityFrameworkCore", "Warning"),
        new("Logging__LogLevel__System.Net.Http", "Warning"),
        new("Pace__Enabled", "false"), // its children text like robots
        new("Encryption__Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
    ];

    public int Port { get; }

    /// <summary>The directory that it works in.</summary>
    public string HomeDirectory => _home.Path;

    public string DataDirectory => Path.Combine(_home.Path, "data");

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
                throw new InvalidOperationException($"The server did not start:\n{_home.TailOf(Log)}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Makes the schema without serving.</summary>
    public async Task MigrateAsync(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var process = Run(settings, "migrate");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The database could not be prepared:\n{_home.TailOf(Log)}");
    }

    /// <summary>The last of what it said; nothing, if all went well.</summary>
    public string Complaints => _home.TailOf(Log);

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
