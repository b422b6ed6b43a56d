using Helpline.Messages;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Helpline.Storage.Redis;

/// <summary>
/// Tells the consoles and the open chats on all nodes that there is something new to look at in SQL. A hint carries no truth and may be lost:
/// everyone also polls. Never throws.
/// </summary>
public sealed partial class Hints(IConnectionMultiplexer redis, ILogger<Hints> logger)
{
    private static readonly RedisChannel Changes = RedisChannel.Literal("helpline:changed");
    private static readonly RedisChannel Lines = RedisChannel.Literal("helpline:lines");
    private static readonly RedisChannel Typing = RedisChannel.Literal("helpline:typing");

    /// <summary>Says that a conversation's transcript, state or handoff has changed.</summary>
    public Task ChangedAsync(ConversationId conversation) => PublishAsync(Changes, conversation.ToString());

    public Task OnChangedAsync(Action<ConversationId> changed) => SubscribeAsync(Changes, value =>
    {
        if (Guid.TryParse(value, out var id))
            changed(new ConversationId(id));
    });

    /// <summary>Says that a child, named by its address' hash, has new lines to read.</summary>
    public Task LinesAsync(byte[] child) => PublishAsync(Lines, KeyOf(child));

    /// <summary>Calls with the child's <see cref="KeyOf"/>.</summary>
    public Task OnLinesAsync(Action<string> child) => SubscribeAsync(Lines, child);

    /// <summary>Says that a child is typing just now.</summary>
    public Task TypesAsync(byte[] child) => PublishAsync(Typing, KeyOf(child));

    /// <summary>Calls with the child's <see cref="KeyOf"/>.</summary>
    public Task OnTypesAsync(Action<string> child) => SubscribeAsync(Typing, child);

    /// <summary>How hints write a child's address' hash.</summary>
    public static string KeyOf(byte[] hash) => Convert.ToHexStringLower(hash);

    /// <summary>True if Redis answers.</summary>
    public async Task<bool> IsUpAsync()
    {
        try
        {
            await redis.GetDatabase().PingAsync();
            return true;
        }
        catch (Exception error) when (IsOutage(error))
        {
            return false;
        }
    }

    internal static bool IsOutage(Exception error) => error is RedisException or TimeoutException or ObjectDisposedException;

    private async Task PublishAsync(RedisChannel channel, string value)
    {
        try
        {
            await redis.GetSubscriber().PublishAsync(channel, value, CommandFlags.FireAndForget);
        }
        catch (Exception error) when (IsOutage(error))
        {
            LogLost(channel.ToString(), error.GetType().Name);
        }
    }

    private async Task SubscribeAsync(RedisChannel channel, Action<string> handle)
    {
        try
        {
            await redis.GetSubscriber().SubscribeAsync(channel, (_, value) => handle(value.ToString()));
        }
        catch (Exception error) when (IsOutage(error))
        {
            LogLost(channel.ToString(), error.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis did not take a hint on {Channel} ({Error}); polling covers it.")]
    private partial void LogLost(string channel, string error);
}
