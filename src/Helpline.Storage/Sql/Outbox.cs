using Helpline.Messages;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>A message that a worker has claimed, ready for its channel.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="WrittenAt">When it was committed to the outbox.</param>
public sealed record ClaimedMessage(OutgoingText Message, ConversationId Conversation, int Attempt, DateTimeOffset WrittenAt);

/// <summary>
/// The durable outbox. A contact's messages leave in the order in which they were committed: one is due only when all before it have been sent
/// or given up. Claims are conditional updates, so a message is claimed once.
/// </summary>
/// <remarks>
/// A crash or a lost answer between send and record leaves a message ambiguous. The provider's receipt, which carries our id, settles it; if
/// none comes within <see cref="ReceiptPatience"/> it is sent again: better twice than never.
/// The partial indexes cover what is not sent yet (status below 3); every query says so in those words, or SQLite would not use them.
/// </remarks>
public sealed class Outbox(Database database, Hints hints, TimeProvider time)
{
    /// <summary>How long an ambiguous message waits for a receipt before it is sent again.</summary>
    public static readonly TimeSpan ReceiptPatience = TimeSpan.FromSeconds(60);

    /// <summary>A send that has not been recorded for this long belonged to a worker that died.</summary>
    public static readonly TimeSpan LongestSend = TimeSpan.FromMinutes(2);

    /// <summary>Contacts with a message that is due, longest waiting first.</summary>
    public async Task<IReadOnlyList<ContactId>> DueContactsAsync(int most, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var context = await database.OpenAsync(cancellationToken);
        var due = await context.Outbox
            .Where(row => row.Status < (int)DeliveryStatus.Sent && row.Status == (int)DeliveryStatus.Pending && row.DueAt <= now)
            .Where(row => !context.Outbox.Any(earlier => earlier.ContactId == row.ContactId && earlier.Ordinal < row.Ordinal && earlier.Status < (int)DeliveryStatus.Sent))
            .OrderBy(row => row.Ordinal)
            .Select(row => row.ContactId)
            .Take(most)
            .ToListAsync(cancellationToken);
        return [.. due.Select(contact => new ContactId(contact))];
    }

    /// <summary>Claims the contact's next message; null if none is due.</summary>
    public Task<ClaimedMessage?> ClaimNextAsync(ContactId contact, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async context =>
            {
                var now = time.Now();
                var row = await context.Outbox.Where(row => row.ContactId == contact.Value && row.Status < (int)DeliveryStatus.Sent)
                    .OrderBy(row => row.Ordinal).FirstOrDefaultAsync(cancellationToken);
                if (row is null || row.Status != (int)DeliveryStatus.Pending || row.DueAt > now)
                    return null;
                var claimed = await context.Outbox
                    .Where(outbox => outbox.Ordinal == row.Ordinal && outbox.Status == (int)DeliveryStatus.Pending)
                    .ExecuteUpdateAsync(
                        update => update
                            .SetProperty(outbox => outbox.Status, (int)DeliveryStatus.Sending)
                            .SetProperty(outbox => outbox.Attempts, outbox => outbox.Attempts + 1)
                            .SetProperty(outbox => outbox.ChangedAt, now),
                        cancellationToken);
                if (claimed == 0)
                    return null;
                var owner = await context.Contacts.SingleAsync(contactRow => contactRow.Id == row.ContactId, cancellationToken);
                var message = new OutgoingText(
                    new OutboundId(row.Id),
                    new Address(row.Channel, row.ServiceAddress),
                    database.AddressOf(owner),
                    database.KeyOf(owner).Open(row.BodyBox, Places.Outbound(row.Id)));
                return new ClaimedMessage(message, new ConversationId(row.ConversationId), row.Attempts + 1, row.CreatedAt.ToTime());
            },
            cancellationToken);

    /// <summary>Records what became of a claimed message. A receipt that was faster is not stepped back.</summary>
    /// <param name="message">The claimed message.</param>
    /// <param name="status">Sent, Failed, Ambiguous, or Pending for another try.</param>
    /// <param name="providerId">The provider's id, if it gave one.</param>
    /// <param name="errorCode">The provider's code, if it refused.</param>
    /// <param name="retryAfter">For Pending: when to try again.</param>
    public async Task RecordAsync(ClaimedMessage message, DeliveryStatus status, string? providerId, string? errorCode, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var now = time.Now();
        var due = status == DeliveryStatus.Ambiguous ? now + (long)ReceiptPatience.TotalMilliseconds : now + (long)(retryAfter ?? TimeSpan.Zero).TotalMilliseconds;
        int[] from = status == DeliveryStatus.Pending ? [(int)DeliveryStatus.Sending] : [.. DeliveryProgress.ThatMayBecome(status).Select(earlier => (int)earlier)];
        await database.WriteAsync(
            async context =>
            {
                var rows = context.Outbox.Where(row => row.Id == message.Message.Id.Value);
                if (providerId is not null)
                    await rows.ExecuteUpdateAsync(update => update.SetProperty(row => row.ProviderId, providerId), cancellationToken);
                return await rows.Where(row => from.Contains(row.Status)).ExecuteUpdateAsync(
                    update => update
                        .SetProperty(row => row.Status, (int)status)
                        .SetProperty(row => row.ErrorCode, errorCode)
                        .SetProperty(row => row.DueAt, due)
                        .SetProperty(row => row.ChangedAt, now),
                    cancellationToken);
            },
            cancellationToken);
        await hints.ChangedAsync(message.Conversation);
    }

    /// <summary>Turns sends that died with their worker into ambiguous ones, and ambiguous ones without a receipt into due ones.</summary>
    /// <returns>How many were touched.</returns>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var dead = now - (long)LongestSend.TotalMilliseconds;
        await using (var context = await database.OpenAsync(cancellationToken))
        {
            if (!await Silent(context, now).AnyAsync(cancellationToken) && !await Dead(context, dead).AnyAsync(cancellationToken))
                return 0; // the usual case costs nobody the writer's turn
        }

        return await database.WriteAsync(
            async context =>
                await ChangeAsync(Silent(context, now), DeliveryStatus.Pending, now, now, cancellationToken)
                + await ChangeAsync(Dead(context, dead), DeliveryStatus.Ambiguous, now, now + (long)ReceiptPatience.TotalMilliseconds, cancellationToken),
            cancellationToken);
    }

    private static IQueryable<OutboxRow> Silent(HelplineDbContext context, long now) =>
        context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent && row.Status == (int)DeliveryStatus.Ambiguous && row.DueAt <= now);

    private static IQueryable<OutboxRow> Dead(HelplineDbContext context, long dead) =>
        context.Outbox.Where(row => row.Status < (int)DeliveryStatus.Sent && row.Status == (int)DeliveryStatus.Sending && row.ChangedAt <= dead);

    private static Task<int> ChangeAsync(IQueryable<OutboxRow> rows, DeliveryStatus status, long changed, long due, CancellationToken cancellationToken) =>
        rows.ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.Status, (int)status)
                .SetProperty(row => row.ChangedAt, changed)
                .SetProperty(row => row.DueAt, due),
            cancellationToken);
}
