using System.Security.Cryptography;
using System.Text.Json;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Reading;

/// <summary>What the console shows. Reads only.</summary>
public sealed class ConsoleQueries(Database database, TimeProvider time)
{
    /// <summary>How long a counsellor is reminded of words that did not arrive.</summary>
    private static readonly TimeSpan UndeliveredAreShownFor = TimeSpan.FromDays(3);

    /// <summary>The queue, in the order in which children should be taken.</summary>
    public async Task<IReadOnlyList<WaitingChild>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var rows = await (
            from handoff in context.Handoffs
            join conversation in context.Conversations on handoff.ConversationId equals conversation.Id
            where handoff.State == (int)HandoffState.Waiting
            select new { handoff, conversation.Channel, conversation.Language }).AsNoTracking().ToListAsync(cancellationToken);
        var waiting = rows.Select(row => new WaitingChild(
            new ConversationId(row.handoff.ConversationId),
            Pseudonym.Of(new ContactId(row.handoff.ContactId)),
            row.Channel,
            row.Language,
            (RiskLevel)row.handoff.RiskLevel,
            (Danger?)row.handoff.Danger,
            row.handoff.Reason,
            row.handoff.OpenedAt.ToTime()));
        return [.. HandoffPolicy.InOrder(waiting, child => child.Level, child => child.Since)];
    }

    /// <summary>What the counsellor holds: whoever waits for an answer first, then by risk.</summary>
    public async Task<IReadOnlyList<HeldConversation>> HeldByAsync(CounsellorId counsellor, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var rows = await (
            from handoff in context.Handoffs
            join conversation in context.Conversations on handoff.ConversationId equals conversation.Id
            where handoff.State == (int)HandoffState.Taken && handoff.CounsellorId == counsellor.Value
            select new
            {
                handoff,
                conversation.Language,
                conversation.LastHeardAt,
                LastIn = context.Inbox.Where(row => row.ConversationId == conversation.Id).Max(row => row.Sequence),
                LastOut = context.Outbox.Where(row => row.ConversationId == conversation.Id && row.CounsellorId != null).Max(row => (int?)row.Sequence),
            }).AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new HeldConversation(
                    new ConversationId(row.handoff.ConversationId),
                    Pseudonym.Of(new ContactId(row.handoff.ContactId)),
                    row.Language,
                    (RiskLevel)row.handoff.RiskLevel,
                    (Danger?)row.handoff.Danger,
                    row.LastHeardAt?.ToTime(),
                    AnswersDue: (row.LastIn ?? 0) > (row.LastOut ?? 0)))
                .OrderByDescending(held => held.AnswersDue)
                .ThenByDescending(held => held.Level)
                .ThenBy(held => held.LastHeardAt),
        ];
    }

    /// <summary>Conversations in which the counsellor's words did not reach the child, the newest first: nobody is left to believe that a child was answered.</summary>
    public async Task<IReadOnlyList<UndeliveredReplies>> UndeliveredAsync(CounsellorId counsellor, CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - UndeliveredAreShownFor).ToUnixTimeMilliseconds();
        await using var context = await database.OpenAsync(cancellationToken);
        var rows = await context.Outbox.Where(row => row.CounsellorId == counsellor.Value && row.Status > (int)DeliveryStatus.Delivered && row.ChangedAt >= since)
            .GroupBy(row => new { row.ConversationId, row.ContactId })
            .Select(group => new { group.Key.ConversationId, group.Key.ContactId, Count = group.Count(), At = group.Max(row => row.ChangedAt) })
            .OrderByDescending(group => group.At)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new UndeliveredReplies(new ConversationId(row.ConversationId), Pseudonym.Of(new ContactId(row.ContactId)), row.Count, row.At.ToTime()))];
    }

    /// <summary>A conversation with its transcript, if the counsellor holds or held it, or supervises; null otherwise.</summary>
    public async Task<ConversationView?> ConversationAsync(ConversationId id, CounsellorId counsellor, bool supervises, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var row = await context.Conversations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken);
        if (row is null)
            return null;
        var handoffs = await context.Handoffs.AsNoTracking().Where(handoff => handoff.ConversationId == id.Value)
            .OrderByDescending(handoff => handoff.Number).ToListAsync(cancellationToken);
        if (!supervises && handoffs.All(handoff => handoff.CounsellorId != counsellor.Value))
            return null;

        var contact = await context.Contacts.AsNoTracking().SingleAsync(contact => contact.Id == row.ContactId, cancellationToken);
        var key = database.KeyOf(contact);
        var state = ConversationState.Parse(key.Open(row.StateBox, Places.State(row.Id)));
        var handoff = handoffs.Count > 0 ? StoredConversation.HandoffOf(handoffs[0], key) : null;
        return new ConversationView(
            id,
            Pseudonym.Of(new ContactId(contact.Id)),
            row.Channel,
            row.Language,
            (LifecycleState)row.Lifecycle,
            (RiskLevel)row.RiskLevel,
            handoff,
            state.State,
            state.Facts.GetValueOrDefault(FactNames.Discreet) == "true",
            state.Facts.GetValueOrDefault(FactNames.OptedOut) == "true",
            await context.Conversations.CountAsync(other => other.ContactId == contact.Id && other.CreatedAt < row.CreatedAt, cancellationToken),
            await LinesAsync(context, id, key, cancellationToken),
            await LevelChangesAsync(context, id, key, cancellationToken))
        {
            LastHeardAt = row.LastHeardAt?.ToTime(),
            CanBeAnswered = Senders.CanBeAnswered(database.AddressOf(contact)),
        };
    }

    private static async Task<IReadOnlyList<LevelChangeLine>> LevelChangesAsync(HelplineDbContext context, ConversationId id, DataKey key, CancellationToken cancellationToken)
    {
        var rows = await context.LevelChanges.AsNoTracking().Where(row => row.ConversationId == id.Value).OrderBy(row => row.Version).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return [];
        var names = await NamesAsync(context, rows.Select(row => row.CounsellorId), cancellationToken);
        return
        [
            .. rows.Select(row => new LevelChangeLine(
                row.ChangedAt.ToTime(),
                names.GetValueOrDefault(row.CounsellorId),
                (RiskLevel)row.FromLevel,
                (RiskLevel)row.ToLevel,
                Open(key, row.ReasonBox, Places.LevelReason(row.ConversationId, row.Version)))),
        ];
    }

    private static async Task<IReadOnlyList<TranscriptLine>> LinesAsync(HelplineDbContext context, ConversationId id, DataKey key, CancellationToken cancellationToken)
    {
        var inbound = await context.Inbox.AsNoTracking().Where(row => row.ConversationId == id.Value).ToListAsync(cancellationToken);
        var outbound = await context.Outbox.AsNoTracking().Where(row => row.ConversationId == id.Value).ToListAsync(cancellationToken);
        var names = await NamesAsync(context, outbound.Select(row => row.CounsellorId), cancellationToken);
        return
        [
            .. inbound.Select(row => new TranscriptLine(
                    row.Sequence ?? 0,
                    TranscriptAuthor.Child,
                    null,
                    Open(key, row.BodyBox, Places.Inbound(row.Channel, row.ProviderId)),
                    row.ReceivedAt.ToTime(),
                    row.Attachments,
                    row.AssessmentBox is { } box ? JsonSerializer.Deserialize<RiskAssessment>(key.Open(box, Places.Assessment(row.Channel, row.ProviderId))) : null))
                .Concat(outbound.Select(row => new TranscriptLine(
                    row.Sequence,
                    row.CounsellorId is null ? TranscriptAuthor.Bot : TranscriptAuthor.Counsellor,
                    row.CounsellorId is { } counsellor ? names.GetValueOrDefault(counsellor) : null,
                    Open(key, row.BodyBox, Places.Outbound(row.Id)),
                    row.CreatedAt.ToTime(),
                    Status: (DeliveryStatus)row.Status,
                    ErrorCode: row.ErrorCode)))
                .OrderBy(line => line.Sequence),
        ];
    }

    /// <summary>A damaged message must not hide the others from whoever helps.</summary>
    private static string Open(DataKey key, byte[] box, string place)
    {
        try
        {
            return key.Open(box, place);
        }
        catch (CryptographicException)
        {
            return "[This message is damaged and cannot be read.]";
        }
    }

    private static async Task<Dictionary<string, string>> NamesAsync(HelplineDbContext context, IEnumerable<string?> counsellors, CancellationToken cancellationToken)
    {
        var ids = counsellors.Select(counsellor => Guid.TryParse(counsellor, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct().ToList();
        var users = await context.Users.AsNoTracking().Where(user => ids.Contains(user.Id)).Select(user => new { user.Id, user.DisplayName }).ToListAsync(cancellationToken);
        return users.ToDictionary(user => user.Id.ToString(), user => user.DisplayName);
    }
}
