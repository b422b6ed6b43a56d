using System.Data.Common;
using System.Security.Cryptography;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Reading;

/// <summary>A conversation as its child may read it. Reads only.</summary>
/// <remarks>
/// Lines have the order of their sequence numbers, which turns give under the conversation's version, so that a mark is one number and nothing is
/// ever put in before it. (The ordinals of the inbox are drawn before the commit: of two messages that came in over two nodes, the later
/// number may be seen first, and a mark after it would pass the other over.)
/// The conversations' next numbers are read first, and lines only up to them: what is committed while the three statements run is left for the next
/// page, whole.
/// </remarks>
internal sealed class ChildTranscript(Database database) : ITranscript
{
    private const string Conversations = """
        SELECT contact."Id", contact."WrappedKey", conversation."CreatedAt", conversation."NextSequence"
        FROM contacts contact JOIN conversations conversation ON conversation."ContactId" = contact."Id"
        WHERE contact."Channel" = $1 AND contact."AddressHash" = $2 AND conversation."CreatedAt" >= $3
        ORDER BY conversation."CreatedAt"
        """;

    private const string Received = """
        SELECT conversation."CreatedAt", line."Sequence", line."BodyBox", line."ReceivedAt", line."ProviderId"
        FROM contacts contact JOIN conversations conversation ON conversation."ContactId" = contact."Id" JOIN inbox line ON line."ConversationId" = conversation."Id"
        WHERE contact."Channel" = $1 AND contact."AddressHash" = $2 AND conversation."CreatedAt" >= $3 AND (conversation."CreatedAt" > $3 OR line."Sequence" > $4)
        ORDER BY conversation."CreatedAt", line."Sequence" LIMIT $5
        """;

    private const string Said = """
        SELECT conversation."CreatedAt", line."Sequence", line."BodyBox", line."CreatedAt", line."Id", line."Status", line."CounsellorId" IS NOT NULL
        FROM contacts contact JOIN conversations conversation ON conversation."ContactId" = contact."Id" JOIN outbox line ON line."ConversationId" = conversation."Id"
        WHERE contact."Channel" = $1 AND contact."AddressHash" = $2 AND conversation."CreatedAt" >= $3 AND (conversation."CreatedAt" > $3 OR line."Sequence" > $4)
        ORDER BY conversation."CreatedAt", line."Sequence" LIMIT $5
        """;

    public async Task<TranscriptPage> ReadAsync(Address child, TranscriptMark after, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(child);
        var hash = database.HashOf(child);
        var batch = new SqlBatch();
        batch.Add(Conversations, child.Channel, hash, after.Conversation);
        batch.Add(Received, child.Channel, hash, after.Conversation, after.Sequence, most);
        batch.Add(Said, child.Channel, hash, after.Conversation, after.Sequence, most);
        IReadOnlyList<IReadOnlyList<Row>> results;
        await using (var context = await database.OpenAsync(cancellationToken))
            results = await batch.ExecuteAsync(context, RowOf, cancellationToken);
        return results[0] is [ConversationRow first, ..]
            ? PageOf(child, database.KeyOf(first.Contact, first.WrappedKey), [.. results[0].Cast<ConversationRow>()], results[1].Concat(results[2]).Cast<LineRow>(), after, most)
            : new TranscriptPage([], after, HasMore: false);
    }

    public async Task<IReadOnlyList<Address>> WithNewsAsync(IReadOnlyDictionary<Address, TranscriptMark> children, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(children);
        if (children.Count == 0)
            return [];
        var channel = children.First().Key.Channel;
        var byHash = children.Keys.ToDictionary(child => Convert.ToHexString(database.HashOf(child)));
        var hashes = byHash.Keys.Select(Convert.FromHexString).ToArray();
        await using var context = await database.OpenAsync(cancellationToken);
        var rows = await (
            from contact in context.Contacts
            join conversation in context.Conversations on contact.Id equals conversation.ContactId
            where contact.Channel == channel && EF.Parameter(hashes).Contains(contact.AddressHash)
            select new { contact.AddressHash, conversation.CreatedAt, conversation.NextSequence }).AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => (Child: byHash[Convert.ToHexString(row.AddressHash)], row.CreatedAt, Last: row.NextSequence - 1))
                .Where(row => row.CreatedAt > children[row.Child].Conversation || (row.CreatedAt == children[row.Child].Conversation && row.Last > children[row.Child].Sequence))
                .Select(row => row.Child).Distinct(),
        ];
    }

    private static TranscriptPage PageOf(Address child, DataKey key, IReadOnlyList<ConversationRow> conversations, IEnumerable<LineRow> rows, TranscriptMark after, int most)
    {
        var next = conversations.ToDictionary(row => row.CreatedAt, row => row.NextSequence);
        var lines = new List<ChatLine>();
        var mark = after;
        var passed = 0;
        foreach (var row in rows.OrderBy(row => row.Conversation).ThenBy(row => row.Sequence))
        {
            if (passed == most)
                break;
            if (row.Sequence >= next.GetValueOrDefault(row.Conversation) || row.Status < DeliveryStatus.Sent)
                break; // younger than this page, or not handed over yet
            passed++;
            mark = new TranscriptMark(row.Conversation, row.Sequence);
            if (row.Status is null or DeliveryStatus.Sent or DeliveryStatus.Delivered)
                lines.Add(LineOf(child, key, row));
        }

        return new TranscriptPage(lines, mark, HasMore: passed == most);
    }

    private static ChatLine LineOf(Address child, DataKey key, LineRow row) => row.ProviderId is { } providerId
        ? new ChatLine(providerId, ChatAuthor.Child, Open(key, row.BodyBox, Places.Inbound(child.Channel, providerId)), row.At.ToTime())
        : new ChatLine(
            new OutboundId(row.Id).ToString(),
            row.IsCounsellors ? ChatAuthor.Counsellor : ChatAuthor.Bot,
            Open(key, row.BodyBox, Places.Outbound(row.Id)),
            row.At.ToTime(),
            row.Status == DeliveryStatus.Sent ? new OutboundId(row.Id) : null);

    /// <summary>A damaged line must not hide the others.</summary>
    private static string Open(DataKey key, byte[] box, string place)
    {
        try
        {
            return key.Open(box, place);
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    private static Row RowOf(DbDataReader reader) => reader.FieldCount switch
    {
        4 => new ConversationRow(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2), reader.GetInt32(3)),
        5 => new LineRow(reader.GetInt64(0), reader.GetInt32(1), reader.GetFieldValue<byte[]>(2), reader.GetInt64(3)) { ProviderId = reader.GetString(4) },
        _ => new LineRow(reader.GetInt64(0), reader.GetInt32(1), reader.GetFieldValue<byte[]>(2), reader.GetInt64(3))
        {
            Id = reader.GetGuid(4),
            Status = (DeliveryStatus)reader.GetInt32(5),
            IsCounsellors = reader.GetBoolean(6),
        },
    };

    private abstract record Row;

    private sealed record ConversationRow(Guid Contact, byte[] WrappedKey, long CreatedAt, int NextSequence) : Row;

    /// <summary>A line of the child's if it has a provider id, else one of ours.</summary>
    private sealed record LineRow(long Conversation, int Sequence, byte[] BodyBox, long At) : Row
    {
        public string? ProviderId { get; init; }

        public Guid Id { get; init; }

        public DeliveryStatus? Status { get; init; }

        public bool IsCounsellors { get; init; }
    }
}
