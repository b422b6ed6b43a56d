using System.Globalization;

namespace Helpline.Servers;

/// <summary>
/// A PostgreSQL cluster of its own, from Debian's binaries, on a temporary directory and a free port of 127.0.0.1, without passwords. It ends
/// with this object and with this process. PostgreSQL refuses to run as root: then it runs as the user postgres.
/// </summary>
/// <remarks>Not thread-safe, but for <see cref="CreateDatabaseAsync"/>.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";

    // Also without fsync a commit has reached the kernel, so an immediate restart loses nothing; only a power cut would.
    private static readonly string[] Fast = ["fsync=off", "full_page_writes=off", "shared_buffers=64MB", "max_wal_size=1GB"];

    private static readonly string[] Safe = ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=512MB", "max_wal_size=4GB"];

    private readonly string _programs = FindPrograms();
    private ServerHome? _home;
    private int _databases;

    /// <summary>True: what is committed survives a power cut, as in production. False, the default: it survives the server's death only.</summary>
    public bool Durable { get; init; }

    /// <summary>More of <c>postgresql.conf</c>, each <c>name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public int Port { get; } = FreePort.Take();

    /// <summary>The directory that all of the server's processes work in or below.</summary>
    public string HomeDirectory => Home.Path;

    /// <summary>The database <c>postgres</c>, which every cluster has.</summary>
    public string ConnectionString => ConnectionStringOf("postgres");

    private ServerHome Home => _home ?? throw new InvalidOperationException("The server was not started; call StartAsync first.");

    private string Data => Path.Combine(Home.Path, "data");

    private string Log => Path.Combine(Home.Path, "log");

    private string[] Address => ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", User];

    /// <summary>Starts the server and returns when it takes connections. The first start makes the cluster.</summary>
    public async Task StartAsync()
    {
        if (_home is null)
        {
            _home = await ServerHome.CreateAsync("helpline-postgres", Environment.IsPrivilegedProcess ? User : null);
            await _home.RunAsync(Program("initdb"), "-D", Data, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
        }

        await ControlAsync("start");
    }

    /// <summary>Stops the server in good order, cutting its connections.</summary>
    public Task StopAsync() => ControlAsync("stop", "-m", "fast");

    /// <summary>Lets the server crash and recover: open transactions are gone, committed ones are not.</summary>
    public Task RestartImmediatelyAsync() => ControlAsync("restart", "-m", "immediate");

    /// <summary>Makes a database; its connection string.</summary>
    /// <param name="name">Default: a new one.</param>
    /// <param name="template">A database to copy; nobody may be connected to it. Default: an empty one.</param>
    public async Task<string> CreateDatabaseAsync(string? name = null, string? template = null)
    {
        name ??= $"db{Interlocked.Increment(ref _databases)}";
        await Home.RunAsync(Program("createdb"), [.. Address, "-T", template ?? "template0", name]);
        return ConnectionStringOf(name);
    }

    /// <summary>Runs SQL through psql; its output, unaligned and without headers.</summary>
    public Task<string> SqlAsync(string sql, string database = "postgres") =>
        RunAsync("psql", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql);

    /// <summary>Runs one of PostgreSQL's client programs on a database; its output.</summary>
    public Task<string> RunAsync(string program, string database, params IEnumerable<string> arguments) =>
        Home.RunAsync(Program(program), [.. Address, .. arguments, database]);

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
    }

    private string ConnectionStringOf(string database) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username={User};Database={database}";

    private async Task ControlAsync(string action, params string[] arguments)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={Port.ToString(CultureInfo.InvariantCulture)}", "max_connections=500",
            .. Durable ? Safe : Fast, .. Settings,
        ];
        var options = string.Join(' ', settings.Select(setting => $"-c {setting}"));
        try
        {
            string[] starting = action == "stop" ? [] : ["-l", Log, "-o", options];
            await Home.RunAsync(Program("pg_ctl"), [action, "-D", Data, "-w", "-t", "50", .. arguments, .. starting]);
        }
        catch (InvalidOperationException error)
        {
            var log = File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(20)) : "";
            throw new InvalidOperationException($"PostgreSQL did not {action}: {error.Message}\n{log}", error);
        }
    }

    private string Program(string name) => Path.Combine(_programs, name);

    private static string FindPrograms()
    {
        const string Root = "/usr/lib/postgresql";
        var versions = Directory.Exists(Root) ? Directory.GetDirectories(Root) : [];
        return versions
            .Where(directory => File.Exists(Path.Combine(directory, "bin", "initdb")))
            .OrderByDescending(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(directory => Path.Combine(directory, "bin"))
            .FirstOrDefault()
            ?? throw new InvalidOperationException("PostgreSQL is not installed. On Debian: sudo apt-get install postgresql-15, or run tests/run.sh as root, which does it.");
    }
}
