using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Sql;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Reading;

/// <summary>What the operations board and the metrics show. Counts only, never words.</summary>
public sealed class OperationsQueries(Database database, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>How long a turn that failed and went to a human stays on the board.</summary>
    private static readonly TimeSpan FailuresAreShownFor = TimeSpan.FromDays(2);

    private const int MostFailures = 50;

    /// <summary>How far back triage is measured: long enough for figures, short enough for today's rules.</summary>
    public static readonly TimeSpan TriageIsMeasuredOver = TimeSpan.FromDays(90);

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
        var outbox = Unsent(context);
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
            activities,
            await FailedTurnsAsync(context, cancellationToken));
    }

    /// <summary>
    /// What triage had said of the conversations that counsellors closed, against what they said in the end. Reads two indexes and no row of a
    /// message, but all of the window: for once a minute, not for every change.
    /// </summary>
    public async Task<TriageRecord> TriageRecordAsync(CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - TriageIsMeasuredOver).ToUnixTimeMilliseconds();
        await using var context = await database.OpenAsync(cancellationToken);
        var counts = await context.Database.SqlQuery<CountRow>(TriageCounts(since)).ToListAsync(cancellationToken);
        return new TriageRecord([.. counts.Select(row => new TriageCount(
            (RiskLevel)row.Closing,
            (RiskLevel)(row.Triage ?? 0),
            row.Shadow is { } shadow ? (RiskLevel)Math.Max(shadow, row.Triage ?? 0) : null, // a model never lowers, and may have come in the middle
            row.Conversations))]);
    }

    /// <summary>Where the conversation's highest levels are looked up one by one, each in its place of the index.</summary>
    internal static FormattableString TriageCounts(long since) => $"""
        SELECT "Closing", "Triage", "Shadow", CAST(COUNT(*) AS INTEGER) AS "Conversations"
        FROM (
            SELECT h."ClosingLevel" AS "Closing",
                (SELECT MAX(i."RiskLevel") FROM inbox i WHERE i."ConversationId" = h."ConversationId") AS "Triage",
                (SELECT MAX(i."ShadowLevel") FROM inbox i WHERE i."ConversationId" = h."ConversationId") AS "Shadow"
            FROM handoffs h
            WHERE h."ClosingLevel" IS NOT NULL AND h."EndedAt" >= {since}) AS judged
        GROUP BY "Closing", "Triage", "Shadow"
        """;

    private async Task<IReadOnlyList<FailedTurn>> FailedTurnsAsync(HelplineDbContext context, CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - FailuresAreShownFor).ToUnixTimeMilliseconds();
        var rows = await context.Inbox.Where(row => row.Failure != null && (row.DoneAt == null || row.DoneAt >= since))
            .OrderByDescending(row => row.Ordinal).Take(MostFailures)
            .Select(row => new { row.ContactId, row.Channel, row.ReceivedAt, row.Failure, row.FailedTurns, row.DoneAt })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new FailedTurn(Pseudonym.Of(new ContactId(row.ContactId)), row.Channel, row.ReceivedAt.ToTime(), row.Failure!, Math.Max(row.FailedTurns, 1), row.DoneAt is not null)),
        ];
    }

    /// <summary>What we have to send. What waits for the child to write, and what is behind it, is not ours to hurry.</summary>
    private static IQueryable<OutboxRow> Unsent(HelplineDbContext context)
    {
        var unsent = context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent);
        return unsent.Where(row => !unsent.Any(other => other.ContactId == row.ContactId && other.Status == (int)DeliveryStatus.Pending && other.ErrorCode == DeliveryCodes.AwaitingReply));
    }

    private async Task<ChannelActivity> ActivityAsync(HelplineDbContext context, string channel, CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - Window).ToUnixTimeMilliseconds();
        var recent = context.Outbox.Where(row => row.Channel == channel && row.CreatedAt >= since);
        return new ChannelActivity(
            channel,
            (await context.Inbox.Where(row => row.Channel == channel).MaxAsync(row => (long?)row.ReceivedAt, cancellationToken))?.ToTime(),
            await context.Inbox.CountAsync(row => row.Channel == channel && row.ReceivedAt >= since, cancellationToken),
            (await context.Outbox.Where(row => row.Channel == channel && (row.Status == (int)DeliveryStatus.Sent || row.Status == (int)DeliveryStatus.Delivered))
                .OrderByDescending(row => row.CreatedAt).Select(row => (long?)row.ChangedAt).FirstOrDefaultAsync(cancellationToken))?.ToTime(),
            await recent.CountAsync(row => row.Status == (int)DeliveryStatus.Sent || row.Status == (int)DeliveryStatus.Delivered, cancellationToken),
            await recent.CountAsync(row => row.Status >= (int)DeliveryStatus.Undelivered, cancellationToken),
            await Unsent(context).CountAsync(row => row.Channel + "" == channel, cancellationToken))
        {
            Failures = await recent.Where(row => row.Status >= (int)DeliveryStatus.Undelivered)
                .GroupBy(row => row.ErrorCode).Select(group => new FailureCount(group.Key, group.Count()))
                .ToListAsync(cancellationToken),
        };
    }

    private sealed class CountRow
    {
        public int Closing { get; set; }

        public int? Triage { get; set; }

        public int? Shadow { get; set; }

        public int Conversations { get; set; }
    }
}
