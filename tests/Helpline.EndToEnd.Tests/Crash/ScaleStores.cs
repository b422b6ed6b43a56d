using System.Data.Common;
using Helpline.Servers;
using Npgsql;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>PostgreSQL and Redis, which all nodes share.</summary>
internal sealed class ScaleStores : IStores
{
    /// <summary>All nodes must have the same.</summary>
    private static readonly string Key = Convert.ToBase64String(new byte[32].Select((_, index) => (byte)index).ToArray());

    private readonly PostgresServer _postgres = new();
    private readonly RedisServer _redis = new();
    private string _database = "";

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["ConnectionStrings__Postgres"] = _database,
        ["ConnectionStrings__Redis"] = _redis.ConnectionString,
        ["Encryption__Key"] = Key,
    };

    public IReadOnlyList<Func<Task>> Misfortunes => [_postgres.RestartImmediatelyAsync, _redis.FlushAllAsync, WithoutRedisAsync, AwayAsync];

    public async Task StartAsync(string dataDirectory)
    {
        await _postgres.StartAsync();
        await _redis.StartAsync();
        _database = await _postgres.CreateDatabaseAsync();
    }

    public DbConnection Connect() => new NpgsqlConnection($"{_database};Pooling=false");

    /// <summary>Redis comes back as another server would: without anything.</summary>
    private async Task WithoutRedisAsync()
    {
        await _redis.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
        await _redis.StartAsync();
    }

    /// <summary>Long enough that children write meanwhile, and nodes are killed and start without it.</summary>
    private async Task AwayAsync()
    {
        await _postgres.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);
        await _postgres.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
