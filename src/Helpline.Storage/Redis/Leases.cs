using Helpline.Messages;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Helpline.Storage.Redis;

/// <summary>
/// Short-lived claims on contacts, so that two nodes do not run the same turns. A lease saves work and is not what makes it safe: the
/// conversation's version in SQL is. Without Redis every claim succeeds. Never throws.
/// </summary>
public sealed partial class Leases(IConnectionMultiplexer redis, RedisRest rest, ILogger<Leases> logger)
{
    /// <summary>Much longer than a turn takes; a node that died holds its contacts up for as long at most.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <summary>One token for all that this process takes: within it, a contact is in one worker's hands at a time anyway.</summary>
    private readonly RedisValue _token = Guid.NewGuid().ToString("N");

    /// <summary>Takes the leases in one round trip; those that another node has are left out.</summary>
    public async Task<IReadOnlyList<ContactId>> TakeAsync(IReadOnlyList<ContactId> contacts)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        if (rest.IsOn)
            return contacts;
        try
        {
            var database = redis.GetDatabase();
            var taken = await Task.WhenAll(contacts.Select(contact => database.LockTakeAsync(Key(contact), _token, Length)));
            return [.. contacts.Where((_, index) => taken[index])];
        }
        catch (Exception error) when (Hints.IsOutage(error))
        {
            LogWithout(error.GetType().Name);
            rest.Begin();
            return contacts;
        }
    }

    /// <summary>Gives leases back.</summary>
    public async Task ReleaseAsync(IEnumerable<ContactId> contacts)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        if (rest.IsOn)
            return;
        try
        {
            var database = redis.GetDatabase();
            await Task.WhenAll(contacts.Select(contact => database.LockReleaseAsync(Key(contact), _token)));
        }
        catch (Exception error) when (Hints.IsOutage(error))
        {
            // They run out by themselves.
        }
    }

    private static RedisKey Key(ContactId contact) => $"helpline:turn:{{{contact}}}";

    [LoggerMessage(LogLevel.Warning, "Redis gave no leases ({Error}); going on without, SQL's versions keep order.")]
    private partial void LogWithout(string error);
}
