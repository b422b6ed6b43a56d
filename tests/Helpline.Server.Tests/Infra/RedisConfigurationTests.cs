using System.Diagnostics;
using System.Globalization;
using Helpline.Servers;
using StackExchange.Redis;

namespace Helpline.Server.Tests.Infra;

/// <summary><c>redis.conf</c> in the real server, as it would run but for the users.</summary>
public sealed class RedisConfigurationTests : IAsyncLifetime
{
    private readonly int _port = FreePort.Take();
    private ServerHome? _home;
    private Process? _server;

    private ConfigurationOptions Address => new()
    {
        EndPoints = { { "127.0.0.1", _port } },
        AllowAdmin = true,
        AbortOnConnectFail = false,
        ConnectRetry = 50,
        ConnectTimeout = 200,
        ReconnectRetryPolicy = new LinearRetry(50),
    };

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.CreateAsync("helpline-redis-conf");
        Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
        _server?.Dispose();
    }

    [Fact]
    public async Task It_runs_with_what_the_file_says()
    {
        await using var redis = await ConnectAsync();

        var actual = (await redis.GetServers()[0].ConfigGetAsync()).ToDictionary(pair => pair.Key, pair => pair.Value);

        foreach (var setting in ConfigurationFile.Redis.Where(setting => setting.Name is not "port")) // the test's own
            actual[setting.Name].ShouldBe(Bytes(setting.Value), setting.Name);
    }

    [Fact]
    public async Task What_it_was_told_survives_its_death()
    {
        await using (var redis = await ConnectAsync())
            await redis.GetDatabase().StringSetAsync("lease", "held");
        _server!.Kill();
        await _server.WaitForExitAsync(TestContext.Current.CancellationToken);
        _server.Dispose();
        Start();

        await using var again = await ConnectAsync();
        (await again.GetDatabase().StringGetAsync("lease")).ToString().ShouldBe("held");
    }

    private void Start() => _server = _home!.Start(
        "/bin/sh", ["-c", "exec redis-server \"$@\" >>log", "redis", ConfigurationFile.PathOf("redis/redis.conf"), "--port", _port.ToString(CultureInfo.InvariantCulture)]);

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(Address);
        var started = Stopwatch.GetTimestamp();
        while (!redis.IsConnected)
        {
            if (_server!.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(20))
                throw new InvalidOperationException($"Redis did not start:\n{_home!.TailOf("log")}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return redis;
    }

    private static string Bytes(string value) => value.EndsWith("mb", StringComparison.Ordinal) && long.TryParse(value[..^2], CultureInfo.InvariantCulture, out var megabytes)
        ? (megabytes << 20).ToString(CultureInfo.InvariantCulture)
        : value;
}
