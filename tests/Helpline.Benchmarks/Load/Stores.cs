using Helpline.Servers;

namespace Helpline.Benchmarks.Load;

/// <summary>PostgreSQL and Redis as in production; embedded, neither: then the server has its stores inside.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private const string Database = "helpline";

    private Stores(PostgresServer? postgres, RedisServer? redis)
    {
        Postgres = postgres;
        Redis = redis;
    }

    public PostgresServer? Postgres { get; private init; }

    public RedisServer? Redis { get; private init; }

    /// <summary>What the nodes have to be told.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Settings { get; private init; } = [];

    public static async Task<Stores> StartAsync(LoadOptions options)
    {
        if (options.Embedded)
            return new Stores(null, null);
        var stores = new Stores(new PostgresServer { Durable = true }, new RedisServer());
        await stores.Postgres!.StartAsync();
        await stores.Redis!.StartAsync();
        return new Stores(stores.Postgres, stores.Redis)
        {
            Settings =
            [
                new("ConnectionStrings__Postgres", await stores.Postgres.CreateDatabaseAsync(Database)),
                new("ConnectionStrings__Redis", stores.Redis.ConnectionString),
            ],
        };
    }

    /// <summary>Messages per second as bare SQL, on the same server, or on one for this only.</summary>
    public async Task<double> PgbenchAsync(int seconds)
    {
        if (Postgres is not null)
            return await Pgbench.RunAsync(Postgres, seconds);
        await using var postgres = new PostgresServer { Durable = true };
        await postgres.StartAsync();
        return await Pgbench.RunAsync(postgres, seconds);
    }

    /// <summary>Puts finished conversations into the migrated database.</summary>
    public async Task FillAsync(int conversations, Node node)
    {
        await using FillTarget target = Postgres is null
            ? await SqliteFill.OpenAsync(Path.Combine(node.DataDirectory, "helpline.db"))
            : new PostgresFill(Postgres, Database);
        await target.FillAsync(conversations);
    }

    public async ValueTask DisposeAsync()
    {
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
    }
}
