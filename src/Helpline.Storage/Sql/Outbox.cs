using System.Data.Common;
using System.Security.Cryptography;
using Helpline.Messages;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql.Rows;
using Helpline.Storage.Work;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>
/// The durable outbox. A contact's messages leave in the order in which they were committed: one is due only when all before it have been sent
/// or given up. Claims are conditional updates, so a message is claimed once, by whichever node.
/// </summary>
/// <remarks>
/// A crash or a lost answer between send and record leaves a message ambiguous. The provider's receipt, which carries our id, settles it; if
/// none comes soon the provider is asked, and only what it does not have is sent again.
/// The partial indexes cover what is not sent yet (status below 3); every query says so in those words, or SQLite would not use them. Channels are
/// compared with an empty string added, so that no index on them fits: it would lead through all that was ever sent.
/// </remarks>
public sealed class Outbox : IAsyncDisposable
{
    /// <summary>A send that has not been recorded for this long belonged to a worker that died. Every channel's own time limit is shorter.</summary>
    public static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(30);

    private const int LargestGroup = 256;

    private static readonly string Claim = $"""
        UPDATE outbox SET "Status" = {(int)DeliveryStatus.Sending}, "Attempts" = "Attempts" + 1, "ChangedAt" = $2
        WHERE "Ordinal" = (SELECT "Ordinal" FROM outbox WHERE "ContactId" = $1 AND "Status" < 3 ORDER BY "Ordinal" LIMIT 1)
            AND "Status" = {(int)DeliveryStatus.Pending} AND "DueAt" <= $2 AND "ExpiresAt" > $2
        RETURNING "Id", "ContactId", "ConversationId", "Channel", "ServiceAddress", "BodyBox", "Attempts",
            EXISTS (SELECT 1 FROM outbox urgent WHERE urgent."ContactId" = $1 AND urgent."Status" < 3 AND urgent."Urgent"), "CreatedAt", "ExpiresAt",
            EXISTS (SELECT 1 FROM outbox later WHERE later."ContactId" = $1 AND later."Status" < 3 AND later."Ordinal" > outbox."Ordinal"), "Unanswered"
        """;

    /// <summary>What has been heard already, by a receipt that was faster, is not stepped back; of an earlier attempt, only that it was sent still counts.</summary>
    private static readonly Dictionary<DeliveryStatus, string> Record = Enum.GetValues<DeliveryStatus>().ToDictionary(status => status, status => $"""
        UPDATE outbox SET "ProviderId" = COALESCE($2, "ProviderId"),
            "Status" = CASE WHEN {From(status)} THEN {(int)status} ELSE "Status" END,
            "Unanswered" = CASE WHEN {(int)status} = {(int)DeliveryStatus.Ambiguous} AND "Attempts" = $6 AND "Status" = {(int)DeliveryStatus.Sending} THEN "Unanswered" + 1 ELSE "Unanswered" END,
            "ErrorCode" = CASE WHEN {From(status)} THEN $3 ELSE "ErrorCode" END,
            "DueAt" = CASE WHEN {From(status)} THEN $4 ELSE "DueAt" END,
            "ChangedAt" = CASE WHEN {From(status)} THEN $5 ELSE "ChangedAt" END
        WHERE "Id" = $1
        RETURNING "Ordinal"
        """);

    private readonly Database _database;
    private readonly PendingWork _work;
    private readonly Hints _hints;
    private readonly TimeProvider _time;
    private readonly GroupCommit<DeliveryRecord, bool> _records;

    internal Outbox(Database database, PendingWork work, Hints hints, TimeProvider time)
    {
        _database = database;
        _work = work;
        _hints = hints;
        _time = time;
        _records = new GroupCommit<DeliveryRecord, bool>(LargestGroup, RecordAsync, time);
    }

    /// <summary>Contacts with a message that is due on one of the channels: first those of whom something urgent waits, then the longest waiting.</summary>
    public async Task<IReadOnlyList<DueContact>> DueContactsAsync(IReadOnlyCollection<string> channels, int most, CancellationToken cancellationToken)
    {
        var now = _time.Now();
        await using var context = await _database.OpenAsync(cancellationToken);
        var unsent = context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent);
        var due = unsent
            .Where(row => row.Status == (int)DeliveryStatus.Pending && row.DueAt <= now && row.ExpiresAt > now && channels.Contains(row.Channel + ""))
            .Where(row => !context.Outbox.Any(earlier => earlier.ContactId == row.ContactId && earlier.Ordinal < row.Ordinal && earlier.Status < (int)DeliveryStatus.Sent));

        // What is due may itself be calm, and hold up an urgent one. Two queries, since each can walk an index and stop.
        var urgent = await unsent.Where(row => row.Urgent && due.Any(first => first.ContactId == row.ContactId))
            .OrderByDescending(row => row.Urgent).ThenBy(row => row.Ordinal)
            .Take(most).Select(row => new DueContact(new ContactId(row.ContactId), row.Channel, true)).ToListAsync(cancellationToken);
        var others = await due.OrderByDescending(row => row.Urgent).ThenBy(row => row.Ordinal)
            .Take(most).Select(row => new DueContact(new ContactId(row.ContactId), row.Channel, row.Urgent)).ToListAsync(cancellationToken);
        return [.. urgent.Concat(others).DistinctBy(contact => contact.Contact).Take(most)];
    }

    /// <summary>Claims each contact's next message, in one transaction; contacts for whom none is due are left out.</summary>
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var now = _time.GetUtcNow();
        var (claims, owners) = await _database.WriteAsync(
            async context =>
            {
                var batch = new SqlBatch();
                foreach (var contact in contacts.OrderBy(contact => contact.Value)) // one order of locks for everybody
                    batch.Add(Claim, contact.Value, now.ToUnixTimeMilliseconds());
                var rows = (await batch.ExecuteAsync(context, ClaimOf, cancellationToken)).SelectMany(found => found).ToList();
                var ids = rows.Select(row => row.Row.ContactId).ToArray();
                return (rows, await context.Contacts.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken));
            },
            cancellationToken);

        var messages = new List<ClaimedMessage>(claims.Count);
        foreach (var (row, hasMore) in claims)
        {
            if (await OpenAsync(row, owners[row.ContactId], hasMore, now) is { } message)
                messages.Add(message);
        }

        return messages;
    }

    /// <summary>Records what became of a claimed message, together with what is recorded at the same time.</summary>
    public Task RecordAsync(DeliveryRecord record) => _records.AddAsync(record);

    /// <summary>Turns sends that died with their worker into ambiguous ones, and what nobody could send in time into expired.</summary>
    /// <returns>How many were touched.</returns>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        var now = _time.Now();
        var dead = now - (long)LongestSend.TotalMilliseconds;
        await using (var context = await _database.OpenAsync(cancellationToken))
        {
            if (!await Dead(context, dead).AnyAsync(cancellationToken) && !await Stale(context, now).AnyAsync(cancellationToken))
                return 0; // the usual case costs nobody the writer's turn
        }

        return await _database.WriteAsync(
            async context =>
                await ChangeAsync(Dead(context, dead), DeliveryStatus.Ambiguous, now, cancellationToken, unanswered: 1)
                + await ChangeAsync(Stale(context, now), DeliveryStatus.Expired, now, cancellationToken),
            cancellationToken);
    }

    /// <summary>
    /// A channel's ambiguous messages that no receipt has settled in time, to ask the provider about. They are this node's for <see cref="LongestSend"/>,
    /// so that no two ask and send again.
    /// </summary>
    public async Task<IReadOnlyList<ClaimedMessage>> ClaimUnsettledAsync(string channel, int most, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var milliseconds = now.ToUnixTimeMilliseconds();
        await using (var context = await _database.OpenAsync(cancellationToken))
        {
            if (!await Unsettled(context, channel, milliseconds).AnyAsync(cancellationToken))
                return [];
        }

        var (rows, owners) = await _database.WriteAsync(
            async context =>
            {
                var due = await Unsettled(context, channel, milliseconds).AsNoTracking().OrderByDescending(row => row.Urgent).ThenBy(row => row.Ordinal).Take(most).ToListAsync(cancellationToken);
                var mine = new List<OutboxRow>();
                foreach (var row in due)
                {
                    var claimed = await context.Outbox
                        .Where(unsettled => unsettled.Ordinal == row.Ordinal && unsettled.Status == (int)DeliveryStatus.Ambiguous && unsettled.DueAt == row.DueAt)
                        .ExecuteUpdateAsync(update => update.SetProperty(unsettled => unsettled.DueAt, milliseconds + (long)LongestSend.TotalMilliseconds), cancellationToken);
                    if (claimed > 0)
                        mine.Add(row);
                }

                var ids = mine.Select(row => row.ContactId).ToArray();
                var urgent = await context.Outbox.Where(row => EF.Parameter(ids).Contains(row.ContactId) && row.Status < (int)DeliveryStatus.Sent && row.Urgent)
                    .Select(row => row.ContactId).Distinct().ToListAsync(cancellationToken);
                foreach (var row in mine)
                    row.Urgent = urgent.Contains(row.ContactId);
                return (mine, await context.Contacts.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken));
            },
            cancellationToken);
        var messages = new List<ClaimedMessage>(rows.Count);
        foreach (var row in rows)
        {
            if (await OpenAsync(row, owners[row.ContactId], hasMore: true, now) is { } message)
                messages.Add(message);
        }

        return messages;
    }

    /// <summary>
    /// Which of the provider's ids belong to no other message of ours to this contact, in whatever conversation: the provider knows the child's number
    /// only, and the last conversation may have ended with the same words a minute ago.
    /// </summary>
    public async Task<IReadOnlyList<string>> UnknownOfAsync(ClaimedMessage message, IReadOnlyList<string> providerIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var ids = providerIds.ToArray();
        await using var context = await _database.OpenAsync(cancellationToken);
        var others = await (
            from conversation in context.Conversations
            join row in context.Outbox on conversation.Id equals row.ConversationId
            where conversation.ContactId == message.Contact.Value && row.Id != message.Message.Id.Value && EF.Parameter(ids).Contains(row.ProviderId)
            select row.ProviderId).ToListAsync(cancellationToken);
        return [.. providerIds.Except(others)];
    }

    public ValueTask DisposeAsync() => _records.DisposeAsync();

    private static string From(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Sent => "\"Status\" < 3",
        DeliveryStatus.Pending or DeliveryStatus.Ambiguous => $"\"Attempts\" = $6 AND \"Status\" IN ({(int)DeliveryStatus.Sending}, {(int)DeliveryStatus.Ambiguous})",
        _ => "\"Attempts\" = $6 AND \"Status\" < 3",
    };

    private static (OutboxRow Row, bool HasMore) ClaimOf(DbDataReader reader) => (
        new OutboxRow
        {
            Id = reader.GetGuid(0),
            ContactId = reader.GetGuid(1),
            ConversationId = reader.GetGuid(2),
            Channel = reader.GetString(3),
            ServiceAddress = reader.GetString(4),
            BodyBox = reader.GetFieldValue<byte[]>(5),
            Attempts = reader.GetInt32(6),
            Urgent = reader.GetBoolean(7),
            CreatedAt = reader.GetInt64(8),
            ExpiresAt = reader.GetInt64(9),
            Unanswered = reader.GetInt32(11),
        },
        reader.GetBoolean(10));

    private static IQueryable<OutboxRow> Dead(HelplineDbContext context, long dead) =>
        context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent && row.Status == (int)DeliveryStatus.Sending && row.ChangedAt <= dead);

    private static IQueryable<OutboxRow> Stale(HelplineDbContext context, long now) =>
        context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent && row.Status == (int)DeliveryStatus.Pending && row.ExpiresAt <= now);

    private static IQueryable<OutboxRow> Unsettled(HelplineDbContext context, string channel, long now) =>
        context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent && row.Status == (int)DeliveryStatus.Ambiguous && row.DueAt <= now && row.Channel + "" == channel);

    private static Task<int> ChangeAsync(IQueryable<OutboxRow> rows, DeliveryStatus status, long now, CancellationToken cancellationToken, int unanswered = 0) =>
        rows.ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.Unanswered, row => row.Unanswered + unanswered)
                .SetProperty(row => row.Status, (int)status)
                .SetProperty(row => row.ChangedAt, now)
                .SetProperty(row => row.DueAt, now),
            cancellationToken);

    /// <summary>Null if its words or its address cannot be opened: it will never leave, and must not hold up what follows.</summary>
    private async Task<ClaimedMessage?> OpenAsync(OutboxRow row, ContactRow owner, bool hasMore, DateTimeOffset now)
    {
        var unopened = new OutgoingText(new OutboundId(row.Id), new Address(row.Channel, row.ServiceAddress), new Address(row.Channel, ""), "", row.CreatedAt.ToTime(), row.ExpiresAt.ToTime());
        var claimed = new ClaimedMessage(unopened, new ContactId(row.ContactId), new ConversationId(row.ConversationId), row.Attempts, row.Unanswered, row.Urgent, now, hasMore);
        try
        {
            return claimed with
            {
                Message = unopened with { To = _database.AddressOf(owner), Text = _database.KeyOf(owner).Open(row.BodyBox, Places.Outbound(row.Id)) },
            };
        }
        catch (CryptographicException)
        {
            await RecordAsync(new DeliveryRecord(claimed, new DeliveryDecision(DeliveryStatus.Failed, "unreadable")));
            _work.Outbox(row.Channel).Add(claimed.Contact, row.Urgent);
            return null;
        }
    }

    private async Task<IReadOnlyList<bool>> RecordAsync(IReadOnlyList<DeliveryRecord> records)
    {
        var now = _time.Now();
        await _database.WriteAsync(
            context =>
            {
                var batch = new SqlBatch();
                foreach (var (message, decision, providerId) in records.OrderBy(record => record.Message.Message.Id.Value))
                    batch.Add(Record[decision.Status], message.Message.Id.Value, providerId, decision.ErrorCode, now + (long)(decision.RetryAfter ?? TimeSpan.Zero).TotalMilliseconds, now, message.Attempt);
                foreach (var (message, decision, _) in records)
                    CarrierStops.Add(batch, message.Message.Id, decision.ErrorCode, now);
                return batch.ExecuteAsync(context, CancellationToken.None);
            },
            CancellationToken.None);
        foreach (var (message, decision, _) in records)
        {
            _ = _hints.ChangedAsync(message.Conversation);
            if (decision.Status == DeliveryStatus.Sent && ChannelNames.ReadsTranscript(message.Message.To.Channel))
                _ = _hints.LinesAsync(_database.HashOf(message.Message.To));
        }

        return [.. records.Select(_ => true)];
    }
}

/// <summary>A contact for whom a message is due.</summary>
public sealed record DueContact(ContactId Contact, string Channel, bool Urgent);
