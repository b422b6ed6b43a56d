using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;

namespace Helpline.Server.Tests.Infra;

/// <summary><c>infra/up.sh</c> as somebody uses it, and what the stores that it starts make of their configuration.</summary>
public sealed partial class ScaleModeTests(ScaleMode scale) : IClassFixture<ScaleMode>, IAsyncLifetime
{
    /// <summary>What the product's user of Redis must not do, whoever holds its password.</summary>
    private static readonly string[] Forbidden = ["FLUSHALL", "FLUSHDB", "KEYS *", "CONFIG SET appendonly no", "ACL LIST", "SHUTDOWN NOSAVE", "SWAPDB 0 1"];

    public async ValueTask InitializeAsync() => await scale.UpAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Both_nodes_are_ready_and_status_names_everything_that_runs()
    {
        for (var node = 0; node < 2; node++)
            (await scale.Http.GetStringAsync(scale.Node(node, "/health/ready"), TestContext.Current.CancellationToken)).ShouldBe("Healthy");

        var status = await scale.RunAsync("status");

        status.ExitCode.ShouldBe(0);
        foreach (var name in new[] { "node-0", "node-1", "postgres", "redis" })
            status.Output.ShouldContain($"running  {name} ");
    }

    [Fact]
    public async Task A_child_who_wrote_to_one_node_goes_on_at_the_other()
    {
        await scale.TextAsync(0, "0300-1", "hello");
        await scale.ArrivalAsync("0300-1", "1 English");

        await scale.TextAsync(1, "0300-1", "1");
        await scale.ArrivalAsync("0300-1", "Welcome to Helpline");
    }

    [Fact]
    public async Task Alerts_read_metrics_that_a_node_has()
    {
        await scale.TextAsync(0, "0300-2", "hello");
        await scale.ArrivalAsync("0300-2", "1 English");
        await scale.TextAsync(0, "0300-2", "1");
        await scale.ArrivalAsync("0300-2", "Welcome to Helpline"); // what left before it has been counted
        var metrics = string.Concat(await Task.WhenAll(Enumerable.Range(0, 2).Select(node => scale.Http.GetStringAsync(scale.Node(node, "/metrics"), TestContext.Current.CancellationToken))));

        var names = Metric().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Infra, "prometheus", "alerts.yml"), TestContext.Current.CancellationToken)).Select(match => match.Value).Distinct().ToList();

        names.Count.ShouldBeGreaterThan(3);
        foreach (var name in names)
            metrics.ShouldMatch($@"(?m)^{name}[{{ ]", name);
    }

    [Fact]
    public async Task PostgreSQL_runs_with_what_its_file_says()
    {
        await using var superuser = NpgsqlDataSource.Create(Connection("postgres", "postgres", scale.Secret("postgres/superuser-password")));
        await using var show = superuser.CreateCommand(
            "SELECT array_agg(f.name || ' ' || f.setting) FROM pg_file_settings f JOIN pg_settings s ON lower(s.name) = lower(f.name) WHERE applied AND error IS NULL AND source = 'configuration file' AND NOT pending_restart");

        var inForce = (string[])(await show.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        inForce.ShouldBe(
            ConfigurationFile.Postgres.Where(setting => setting.Name is not "listen_addresses" /* the command line's */).Select(setting => $"{setting.Name} {setting.Value}"),
            ignoreOrder: true);

        await using var checksums = superuser.CreateCommand("SHOW data_checksums");
        (await checksums.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe("on");
    }

    [Fact]
    public async Task In_PostgreSQL_helpline_owns_its_database_and_nothing_else()
    {
        await using var helpline = NpgsqlDataSource.Create(Connection("helpline", "helpline", scale.Secret("postgres/helpline-password")));
        await using var rights = helpline.CreateCommand(
            "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls OR has_database_privilege('postgres', 'CONNECT') FROM pg_roles WHERE rolname = current_user");
        (await rights.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(false);

        await using var nobody = NpgsqlDataSource.Create(Connection("helpline", "helpline", "a guess"));
        (await Should.ThrowAsync<PostgresException>(async () => await nobody.OpenConnectionAsync(TestContext.Current.CancellationToken))).SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Redis_answers_nobody_without_the_password_but_the_health_check()
    {
        var check = await Tool.RunAsync("redis-cli", "-p", Text(scale.RedisPort), "ping");
        check.ExitCode.ShouldBe(0);
        check.Output.ShouldStartWith("NOAUTH");

        (await RedisAsync("a guess", "PING")).ShouldContain("WRONGPASS");
        (await RedisAsync(scale.Secret("redis/helpline-password"), "PING")).ShouldBe("PONG");
    }

    [Fact]
    public async Task Redis_refuses_helpline_what_would_hurt_and_nothing_that_it_needs()
    {
        await scale.TextAsync(0, "0300-3", "hello");
        await scale.ArrivalAsync("0300-3", "1 English");
        var password = scale.Secret("redis/helpline-password");

        foreach (var command in Forbidden)
            (await RedisAsync(password, command.Split(' '))).ShouldStartWith("NOPERM", customMessage: command);

        // The client library asks for the server's configuration when it connects and does without; everything else that nodes sent was allowed.
        var statistics = await RedisAsync(password, "INFO", "commandstats");
        Refused().Matches(statistics).Select(match => match.Groups[1].Value)
            .Except(Forbidden.Select(command => string.Join('|', command.ToLowerInvariant().Split(' ').Take(2))))
            .Except(Forbidden.Select(command => command.ToLowerInvariant().Split(' ')[0]))
            .ShouldBe(["config|get"]);
        foreach (var needed in new[] { "set", "publish", "subscribe" })
            statistics.ShouldContain($"cmdstat_{needed}:");
        (await RedisAsync(password, "INFO", "persistence")).ShouldContain("aof_enabled:1");
    }

    [Fact]
    public async Task Down_leaves_nothing_running_and_up_goes_on_with_what_was_there()
    {
        await scale.TextAsync(0, "0300-4", "hello");
        await scale.ArrivalAsync("0300-4", "1 English");
        Processes().Count.ShouldBeGreaterThanOrEqualTo(4);

        var said = await scale.DownAsync();

        foreach (var name in new[] { "node-0", "node-1", "postgres", "redis" })
            said.ShouldContain($"stopped  {name}");
        said.ShouldNotContain("killed");
        Processes().ShouldBeEmpty();
        foreach (var port in scale.Ports)
        {
            using var client = new TcpClient();
            await Should.ThrowAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port));
        }

        (await scale.RunAsync("status")).ExitCode.ShouldBe(3);

        await scale.UpAsync();
        await scale.TextAsync(1, "0300-4", "1");
        await scale.ArrivalAsync("0300-4", "Welcome to Helpline");
    }

    private string Connection(string database, string user, string password) =>
        $"Host=127.0.0.1;Port={Text(scale.PostgresPort)};Database={database};Username={user};Password={password};Pooling=false";

    private async Task<string> RedisAsync(string password, params string[] command) =>
        (await Tool.RunAsync("redis-cli", ["-p", Text(scale.RedisPort), "--no-auth-warning", "--user", "helpline", "--pass", password, .. command])).Output.Trim();

    /// <summary>The processes that work in the directory or were told of it.</summary>
    private List<string> Processes()
    {
        var found = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(directory => Path.GetFileName(directory).All(char.IsAsciiDigit)))
        {
            try
            {
                var told = File.ReadAllText(Path.Combine(process, "cmdline")) + File.ReadAllText(Path.Combine(process, "environ")) + File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false);
                if (told.Contains(scale.Directory, StringComparison.Ordinal))
                    found.Add($"{Path.GetFileName(process)} {told.Replace('\0', ' ')}");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or is somebody else's.
            }
        }

        return found;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("helpline_[a-z_]+")]
    private static partial Regex Metric();

    [GeneratedRegex("cmdstat_([^:]+):.*rejected_calls=[1-9]")]
    private static partial Regex Refused();
}
