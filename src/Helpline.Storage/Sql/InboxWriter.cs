using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Spool;

namespace Helpline.Storage.Sql;

/// <summary>What became of an entry in SQL.</summary>
/// <param name="Contact">Whose turn or outbox has something to do; null if nothing changed.</param>
/// <param name="Conversation">The conversation that a receipt has changed.</param>
internal readonly record struct Written(Acceptance Acceptance, ContactId? Contact = null, bool Urgent = false, ConversationId? Conversation = null);

/// <summary>Writes a group of entries in one transaction: all or none. (channel, provider id) is unique, so what is repeated adds nothing.</summary>
internal sealed class InboxWriter(Database database, TimeProvider time)
{
    private const string FindContact = """SELECT "Id", "WrappedKey" FROM contacts WHERE "Channel" = $1 AND "AddressHash" = $2""";

    private const string AddContact = """
        INSERT INTO contacts ("Id", "Channel", "AddressHash", "AddressBox", "WrappedKey", "KeyId", "CreatedAt") VALUES ($1, $2, $3, $4, $5, $6, $7)
        RETURNING "Id"
        """;

    private static readonly string InsertMessage = $"""
        INSERT INTO inbox ("ContactId", "Channel", "ProviderId", "BodyBox", "Attachments", "AnsweredByCarrier", "ServiceAddress", "ReceivedAt", "Spooled", "Urgent", "FailedTurns", "DueAt")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
            $10 OR EXISTS (SELECT 1 FROM conversations WHERE "ContactId" = $1 AND "ClosedAt" IS NULL AND "RiskLevel" >= {(int)HandoffPolicy.CallsHuman}), 0, 0)
        """;

    private static readonly string AddMessage = $"""
        {InsertMessage}
        ON CONFLICT ("Channel", "ProviderId") DO NOTHING
        RETURNING "ContactId", "Urgent"
        """;

    /// <summary>The provider may have repeated it to another node while it lay in the spool: that it did stays visible.</summary>
    private static readonly string AddSpooledMessage = $"""
        {InsertMessage}
        ON CONFLICT ("Channel", "ProviderId") DO UPDATE SET "Spooled" = TRUE
        RETURNING "ContactId", "Urgent"
        """;

    /// <summary>
    /// Found by its id alone: the other conditions are written so that no index fits them, or a plan that PostgreSQL made while the table was empty
    /// would go on searching by channel.
    /// </summary>
    private static readonly Dictionary<DeliveryStatus, string> AddReceipt = Enum.GetValues<DeliveryStatus>().ToDictionary(status => status, status => $"""
        UPDATE outbox SET "Status" = {(int)status}, "ProviderId" = COALESCE("ProviderId", $3), "ErrorCode" = $4, "ChangedAt" = $5
        WHERE "Id" = $1 AND "Channel" || '' = $2 AND "Status" + 0 IN ({string.Join(", ", DeliveryProgress.ThatMayBecome(status).Select(earlier => (int)earlier).DefaultIfEmpty(-1))})
        RETURNING "ContactId", "ConversationId"
        """);

    /// <param name="entries">In the order in which they were received.</param>
    /// <param name="spooled">True if they come out of a spool.</param>
    /// <param name="cancellationToken">Before the commit.</param>
    public Task<IReadOnlyList<Written>> WriteAsync(IReadOnlyList<InboxEntry> entries, bool spooled, CancellationToken cancellationToken) =>
        database.WriteAsync(context => WriteAsync(context, entries, spooled, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<Written>> WriteAsync(HelplineDbContext context, IReadOnlyList<InboxEntry> entries, bool spooled, CancellationToken cancellationToken)
    {
        var batch = new SqlBatch();
        var contacts = await ContactsAsync(context, entries, batch, cancellationToken);
        var newContacts = batch.Count;

        // Messages in their order; receipts in the order in which everybody locks outbox rows, each message's own in theirs.
        var order = Enumerable.Range(0, entries.Count).OrderBy(i => entries[i].Receipt?.Message.Value ?? Guid.Empty).ToList();
        foreach (var entry in order.Select(i => entries[i]))
        {
            if (entry.Message is { } message)
                Add(batch, message, entry, contacts[message.From], spooled);
            else if (entry.Receipt is { } receipt)
                batch.Add(AddReceipt[receipt.Status], receipt.Message.Value, receipt.Channel, receipt.ProviderId, receipt.ErrorCode, time.Now());
        }

        foreach (var receipt in entries.Select(entry => entry.Receipt).OfType<DeliveryReceipt>())
            CarrierStops.Add(batch, receipt.Message, receipt.ErrorCode, time.Now());

        var results = await batch.ExecuteAsync(
            context,
            row => row.FieldCount == 1 ? default
                : row.GetName(1) == "Urgent" ? new Written(Acceptance.Accepted, new ContactId(row.GetGuid(0)), row.GetBoolean(1))
                : new Written(Acceptance.Accepted, new ContactId(row.GetGuid(0)), Conversation: new ConversationId(row.GetGuid(1))),
            cancellationToken);
        var written = new Written[entries.Count];
        for (var i = 0; i < order.Count; i++)
            written[order[i]] = results[newContacts + i] is [var row] ? row : new Written(Acceptance.Duplicate);
        return written;
    }

    /// <summary>The entries' contacts; those that do not exist yet are added to the batch.</summary>
    private async Task<Dictionary<Address, (Guid Id, DataKey Key)>> ContactsAsync(HelplineDbContext context, IReadOnlyList<InboxEntry> entries, SqlBatch batch, CancellationToken cancellationToken)
    {
        var addresses = entries.Select(entry => entry.Message?.From).OfType<Address>().Distinct().ToList();
        var find = new SqlBatch();
        foreach (var address in addresses)
            find.Add(FindContact, address.Channel, database.HashOf(address));
        var found = await find.ExecuteAsync(context, row => (Id: row.GetGuid(0), Wrapped: row.GetFieldValue<byte[]>(1)), cancellationToken);

        var contacts = new Dictionary<Address, (Guid Id, DataKey Key)>(addresses.Count);
        for (var i = 0; i < addresses.Count; i++)
        {
            if (found[i] is [var known])
            {
                contacts.Add(addresses[i], (known.Id, database.KeyOf(known.Id, known.Wrapped)));
                continue;
            }

            var row = database.NewContact(addresses[i], time.GetUtcNow());
            batch.Add(AddContact, row.Id, row.Channel, row.AddressHash, row.AddressBox, row.WrappedKey, row.KeyId, row.CreatedAt);
            contacts.Add(addresses[i], (row.Id, database.KeyOf(row)));
        }

        return contacts;
    }

    private static void Add(SqlBatch batch, InboundMessage message, InboxEntry entry, (Guid Id, DataKey Key) contact, bool spooled) => batch.Add(
        spooled ? AddSpooledMessage : AddMessage,
        contact.Id,
        message.From.Channel,
        message.ProviderId,
        contact.Key.Seal(message.Text, Places.Inbound(message.From.Channel, message.ProviderId)),
        message.Attachments,
        message.AnsweredByCarrier,
        message.To.Value,
        entry.ReceivedAt,
        spooled,
        entry.Urgent);
}
