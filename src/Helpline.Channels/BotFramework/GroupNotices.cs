using System.Threading.RateLimiting;

namespace Helpline.Channels.BotFramework;

/// <summary>
/// Tells a group, once an hour and node, that the helpline answers in private. It is no part of any conversation of ours, so it is sent at once or not at all.
/// </summary>
internal sealed class GroupNotices(BotFrameworkOptions options, Connector connector) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<string> _limit = PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = Pause, QueueLimit = 0 }));

    public async Task TellAsync(ConversationReference group, CancellationToken cancellationToken)
    {
        if (options.GroupNotice.Length == 0)
            return;
        using var lease = _limit.AttemptAcquire($"{group.ChannelId}|{group.Conversation}");
        if (lease.IsAcquired)
            await connector.PostAsync(group, options.GroupNotice, "", cancellationToken);
    }

    public void Dispose() => _limit.Dispose();
}
