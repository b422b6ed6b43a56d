using Helpline.Messages;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Helpline.Storage.Redis;

/// <summary>
/// Short-lived claims on a contact, so that two workers do not do the same work. A lease saves work and is not what makes it safe: the
/// conversation's version in SQL is. Without Redis every claim succeeds.
/// </summary>
public sealed partial class Leases(IConnectionMultiplexer redis, ILogger<Leases> logger)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>The lease, or null if another worker has it. Dispose it to give it back.</summary>
    public async Task<Lease?> TryTakeAsync(WorkKind work, ContactId contact)
    {
        RedisKey key = $"helpline:lease:{work}:{{{contact}}}";
        RedisValue token = Guid.NewGuid().ToString("N");
        try
        {
            return await redis.GetDatabase().LockTakeAsync(key, token, Length) ? new Lease(redis, key, token) : null;
        }
        catch (Exception error) when (Hints.IsOutage(error))
        {
            LogWithout(error.GetType().Name);
            return new Lease(redis: null, key, token);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis gave no lease ({Error}); going on without, SQL's versions keep order.")]
    private partial void LogWithout(string error);
}

/// <summary>A held lease.</summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly IConnectionMultiplexer? _redis;
    private readonly RedisKey _key;
    private readonly RedisValue _token;

    internal Lease(IConnectionMultiplexer? redis, RedisKey key, RedisValue token)
    {
        _redis = redis;
        _key = key;
        _token = token;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_redis is not null)
                await _redis.GetDatabase().LockReleaseAsync(_key, _token);
        }
        catch (Exception error) when (Hints.IsOutage(error))
        {
            // It runs out by itself.
        }
    }
}
