using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Reading;

/// <summary>What the operations board and the metrics show. Counts only, never words.</summary>
public sealed class OperationsQueries(Database database, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <param name="channels">The channels that this installation has switched on; they are listed even if nothing happened.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<OperationsView> ReadAsync(IEnumerable<string> channels, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var waiting = await context.Handoffs.Where(row => row.State == (int)HandoffState.Waiting)
            .GroupBy(row => row.RiskLevel)
            .Select(group => new { Level = group.Key, Count = group.Count(), Since = group.Min(row => row.OpenedAt) })
            .ToListAsync(cancellationToken);
        var inbox = context.Inbox.Where(row => row.DoneAt == null);
        var outbox = context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent);
        var activities = new List<ChannelActivity>();
        foreach (var channel in channels)
            activities.Add(await ActivityAsync(context, channel, cancellationToken));
        return new OperationsView(
            waiting.ToDictionary(group => (RiskLevel)group.Level, group => group.Count),
            waiting.Count == 0 ? null : waiting.Min(group => group.Since).ToTime(),
            await context.Handoffs.CountAsync(row => row.State == (int)HandoffState.Taken, cancellationToken),
            await inbox.CountAsync(cancellationToken),
            (await inbox.MinAsync(row => (long?)row.ReceivedAt, cancellationToken))?.ToTime(),
            await outbox.CountAsync(cancellationToken),
            (await outbox.MinAsync(row => (long?)row.CreatedAt, cancellationToken))?.ToTime(),
            activities);
    }

    private async Task<ChannelActivity> ActivityAsync(HelplineDbContext context, string channel, CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - Window).ToUnixTimeMilliseconds();
        var recent = context.Outbox.Where(row => row.Channel == channel && row.CreatedAt >= since);
        return new ChannelActivity(
            channel,
            (await context.Inbox.Where(row => row.Channel == channel).MaxAsync(row => (long?)row.ReceivedAt, cancellationToken))?.ToTime(),
            await context.Inbox.CountAsync(row => row.Channel == channel && row.ReceivedAt >= since, cancellationToken),
            (await context.Outbox.Where(row => row.Channel == channel && (row.Status == (int)DeliveryStatus.Sent || row.Status == (int)DeliveryStatus.Delivered)).MaxAsync(row => (long?)row.ChangedAt, cancellationToken))?.ToTime(),
            await recent.CountAsync(row => row.Status == (int)DeliveryStatus.Sent || row.Status == (int)DeliveryStatus.Delivered, cancellationToken),
            await recent.CountAsync(row => row.Status >= (int)DeliveryStatus.Undelivered, cancellationToken),
            await context.Outbox.CountAsync(row => row.Channel == channel && row.Status < (int)DeliveryStatus.Sent, cancellationToken));
    }
}
