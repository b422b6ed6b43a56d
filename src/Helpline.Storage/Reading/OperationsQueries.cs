using Helpline.Conversations;
using Helpline.Conversations.Pacing;
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

    /// <summary>How long a robot whose silence is over stays on the board.</summary>
    private static readonly TimeSpan LoopsAreShownFor = TimeSpan.FromDays(1);

    private const int MostLoops = 50;

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
            activities,
            await FailedTurnsAsync(context, cancellationToken))
        {
            Loops = await LoopsAsync(context, cancellationToken),
            AnswersOwed = await Owed(context).CountAsync(cancellationToken),
        };
    }

    /// <summary>Messages that wait on each channel, for their turn or to be sent. Reads the indexes of what waits.</summary>
    public async Task<IReadOnlyDictionary<string, int>> BacklogAsync(CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var inbox = await Unhandled(context).ToListAsync(cancellationToken);
        var outbox = await Unsent(context).ToListAsync(cancellationToken);
        return inbox.Concat(outbox).GroupBy(count => count.Channel).ToDictionary(group => group.Key, group => group.Sum(count => count.Count));
    }

    /// <summary>With an empty string, or the index on channels would lead through all that ever came.</summary>
    internal static IQueryable<ChannelCount> Unhandled(HelplineDbContext context) => context.Inbox.Where(row => row.DoneAt == null)
        .GroupBy(row => row.Channel + "").Select(group => new ChannelCount { Channel = group.Key, Count = group.Count() });

    /// <inheritdoc cref="Unhandled"/>
    internal static IQueryable<ChannelCount> Unsent(HelplineDbContext context) => context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent)
        .GroupBy(row => row.Channel + "").Select(group => new ChannelCount { Channel = group.Key, Count = group.Count() });

    internal static IQueryable<TimerRow> Owed(HelplineDbContext context) => context.Timers.Where(row => row.Kind == (int)TimerKind.OwedAnswer);

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

    private async Task<IReadOnlyList<LoopNotice>> LoopsAsync(HelplineDbContext context, CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - LoopsAreShownFor).ToUnixTimeMilliseconds();
        var rows = await context.Loops.Where(row => row.Until >= since)
            .OrderByDescending(row => row.Until).Take(MostLoops)
            .Join(context.Contacts, row => row.ContactId, contact => contact.Id, (row, contact) => new { row.ContactId, contact.Channel, row.Kind, row.Since, row.Until, row.EndedAt })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.OrderByDescending(row => row.Since)
                .Select(row => new LoopNotice(new ContactId(row.ContactId), Pseudonym.Of(new ContactId(row.ContactId)), row.Channel, (LoopKind)row.Kind, row.Since.ToTime(), row.Until.ToTime(), row.EndedAt?.ToTime())),
        ];
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
            await context.Outbox.CountAsync(row => row.Channel + "" == channel && row.Status < (int)DeliveryStatus.Sent, cancellationToken));
    }

    internal sealed class ChannelCount
    {
        public required string Channel { get; init; }

        public int Count { get; init; }
    }

    private sealed class CountRow
    {
        public int Closing { get; set; }

        public int? Triage { get; set; }

        public int? Shadow { get; set; }

        public int Conversations { get; set; }
    }
}
