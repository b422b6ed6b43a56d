using Helpline.Messages;
using Helpline.Storage.Encryption;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Helpline.Storage.Redis;

/// <summary>
/// Which children have messages in some node's spool, so that other nodes let them come in before they answer what the child wrote later.
/// Children are named by a keyed hash of their address. A hint: without it a message may be overtaken, and is marked as spooled in SQL. Never
/// throws.
/// </summary>
/// <remarks>A child's mark is the set of the nodes that keep something of it. One more key says whether there are marks at all, so that the
/// usual case costs one question.</remarks>
public sealed partial class SpoolMarks
{
    /// <summary>A node that has not come back after this long is no longer waited for.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private static readonly RedisKey Any = "helpline:spooling";

    private readonly IConnectionMultiplexer _redis;
    private readonly KeyEncryptionKey _keys;
    private readonly RedisRest _rest;
    private readonly RedisValue _node;
    private readonly ILogger _logger;

    /// <param name="redis">Where.</param>
    /// <param name="keys">All nodes have the same.</param>
    /// <param name="rest">Shared by all that asks Redis.</param>
    /// <param name="node">This node's name, over restarts.</param>
    /// <param name="logger">Hears of trouble.</param>
    internal SpoolMarks(IConnectionMultiplexer redis, KeyEncryptionKey keys, RedisRest rest, string node, ILogger<SpoolMarks> logger)
    {
        _redis = redis;
        _keys = keys;
        _rest = rest;
        _node = node;
        _logger = logger;
    }

    /// <summary>This node's spool has messages of these addresses.</summary>
    public void Set(IEnumerable<Address> addresses) => Tell(addresses, (database, key) =>
    {
        database.StringSet(Any, "1", Kept, flags: CommandFlags.FireAndForget);
        database.SetAdd(key, _node, CommandFlags.FireAndForget);
        database.KeyExpire(key, Kept, CommandFlags.FireAndForget);
    });

    /// <summary>They are in SQL now.</summary>
    public void Clear(IEnumerable<Address> addresses) => Tell(addresses, (database, key) => database.SetRemove(key, _node, CommandFlags.FireAndForget));

    /// <summary>True if there may be marks.</summary>
    public Task<bool> AnyAsync() => AskAsync(database => database.KeyExistsAsync(Any), otherwise: false);

    /// <summary>Those of the addresses that have messages in a spool.</summary>
    public Task<IReadOnlyList<Address>> AmongAsync(IReadOnlyList<Address> addresses) => AskAsync<IReadOnlyList<Address>>(
        async database =>
        {
            var marked = await Task.WhenAll(addresses.Select(address => database.KeyExistsAsync(Key(address))));
            return [.. addresses.Where((_, index) => marked[index])];
        },
        otherwise: []);

    private void Tell(IEnumerable<Address> addresses, Action<IDatabase, RedisKey> tell)
    {
        if (_rest.IsOn)
            return;
        try
        {
            var database = _redis.GetDatabase();
            foreach (var address in addresses.Distinct())
                tell(database, Key(address));
        }
        catch (Exception error) when (Hints.IsOutage(error))
        {
            Lost(error);
        }
    }

    private async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask, T otherwise)
    {
        if (_rest.IsOn)
            return otherwise;
        try
        {
            return await ask(_redis.GetDatabase());
        }
        catch (Exception error) when (Hints.IsOutage(error))
        {
            Lost(error);
            return otherwise;
        }
    }

    private void Lost(Exception error)
    {
        _rest.Begin();
        LogLost(error.GetType().Name);
    }

    private RedisKey Key(Address address) => $"helpline:spooled:{{{Convert.ToHexStringLower(_keys.PseudonymOf($"{address.Channel}\0{address.Value}"))}}}";

    [LoggerMessage(LogLevel.Warning, "Redis did not answer about spools ({Error}); going on without.")]
    private partial void LogLost(string error);
}
