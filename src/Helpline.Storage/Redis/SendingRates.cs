using System.Globalization;
using StackExchange.Redis;

namespace Helpline.Storage.Redis;

/// <summary>
/// How many messages may leave on a channel this second, all nodes together: a counter per channel and second. Without Redis each node counts
/// for itself, and the provider may say no: a hint, too. Thread-safe, never throws.
/// </summary>
public sealed class SendingRates(IConnectionMultiplexer redis, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Second, int Count)> _own = [];

    /// <summary>Takes up to <paramref name="wanted"/> of this second's messages; 0 if they are used up: ask again in the next.</summary>
    public async Task<int> TakeAsync(string channel, int perSecond, int wanted)
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        long after;
        try
        {
            RedisKey key = string.Create(CultureInfo.InvariantCulture, $"helpline:rate:{{{channel}}}:{second}");
            var database = redis.GetDatabase();
            after = await database.StringIncrementAsync(key, wanted);
            if (after == wanted)
                _ = database.KeyExpireAsync(key, Kept, CommandFlags.FireAndForget);
        }
        catch (Exception error) when (Hints.IsOutage(error))
        {
            after = CountOwn(channel, second, wanted);
        }

        var before = after - wanted;
        return (int)Math.Clamp(perSecond - before, 0, wanted);
    }

    private long CountOwn(string channel, long second, int wanted)
    {
        lock (_lock)
        {
            var count = _own.TryGetValue(channel, out var own) && own.Second == second ? own.Count : 0;
            _own[channel] = (second, count + wanted);
            return count + wanted;
        }
    }
}
