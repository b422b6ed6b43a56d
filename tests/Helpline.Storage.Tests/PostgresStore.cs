using Helpline.Servers;
using Helpline.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

[assembly: AssemblyFixture(typeof(Helpline.Storage.Tests.SharedPostgres))]
[assembly: AssemblyFixture(typeof(Helpline.Storage.Tests.RealRedis))]

namespace Helpline.Storage.Tests;

/// <summary>One PostgreSQL server for all tests, and the schema, made once, that each test's database is copied from.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<string>> _template;

    public SharedPostgres() => _template = new Lazy<Task<string>>(MakeTemplateAsync);

    public PostgresServer Server { get; } = new() { Settings = ["max_connections=400"] };

    /// <summary>A new database with the newest schema.</summary>
    public async Task<string> NewDatabaseAsync() => await Server.CreateDatabaseAsync(template: await _template.Value);

    /// <summary>A new database without anything.</summary>
    public async Task<string> NewEmptyDatabaseAsync()
    {
        await _template.Value;
        return await Server.CreateDatabaseAsync();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task<string> MakeTemplateAsync()
    {
        await Server.StartAsync();
        var template = await Server.CreateDatabaseAsync("helpline_template");
        await using (var store = new PostgresStore(template, redis: null))
            await store.AddNodeAsync();
        return "helpline_template";
    }
}

/// <summary>One redis-server for all tests.</summary>
public sealed class RealRedis : IAsyncLifetime
{
    private readonly RedisServer _server = new();

    public StackExchange.Redis.IConnectionMultiplexer Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        Client = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(_server.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
    }
}

/// <summary>A PostgreSQL database of a test's own.</summary>
public sealed class PostgresStore(string connectionString, SharedRedis? redis) : TestStore
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-store-").FullName;
    private int _nodes;

    public static async Task<TestStore> OpenAsync(SharedPostgres postgres, SharedRedis redis)
    {
        var store = new PostgresStore(await postgres.NewDatabaseAsync(), redis);
        await store.AddNodeAsync();
        return store;
    }

    public string ConnectionString => connectionString;

    protected override void Register(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddHelplineStorage(new StorageOptions { DataDirectory = Directory.CreateDirectory(Path.Combine(_directory, $"node{++_nodes}")).FullName, Postgres = connectionString });
        if (redis is not null)
            services.AddSingleton(redis.Client);
    }

    protected override ValueTask RemoveAsync()
    {
        using var connection = new NpgsqlConnection(PostgresConnection.Complete(connectionString));
        NpgsqlConnection.ClearPool(connection);
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
