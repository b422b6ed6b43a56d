using System.Data.Common;
using System.Globalization;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>What the tables say, read beside the product's own code.</summary>
internal sealed record Tables(
    IReadOnlyList<Tables.Inbound> Inbox,
    IReadOnlyList<Tables.Outbound> Outbox,
    IReadOnlyList<Tables.Conversation> Conversations,
    IReadOnlyList<Tables.Handoff> Handoffs)
{
    public const int Sending = 1;

    /// <summary>Statuses from here on are the provider's business; below, the message is still to be sent.</summary>
    public const int Sent = 3;

    public const int Delivered = 4;

    internal sealed record Inbound(string Sid, bool IsDone, Guid? Conversation, int? Sequence, int FailedTurns, bool WasSpooled);

    internal sealed record Outbound(Guid Id, long Ordinal, Guid Conversation, int Sequence, int Status, string? ProviderId, string? ErrorCode, int Attempts, long CreatedAt);

    internal sealed record Conversation(Guid Id, Guid Contact, int NextSequence);

    internal sealed record Handoff(Guid Conversation, int Number, string Reason, bool IsOpen);

    /// <summary>True when so many messages have come in, all are dealt with, and all that is to leave has left.</summary>
    public static async Task<bool> AreSettledAsync(DbConnection connection, int accepted)
    {
        var counts = await ReadAsync(
            connection,
            $"""
            SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM inbox WHERE "DoneAt" IS NULL), (SELECT count(*) FROM outbox WHERE "Status" < {Sent})
            """,
            row => (Inbox: row.GetInt64(0), Pending: row.GetInt64(1), Unsent: row.GetInt64(2)));
        return counts[0] is { Pending: 0, Unsent: 0 } count && count.Inbox >= accepted;
    }

    public static async Task<Tables> ReadAsync(DbConnection connection) => new(
        await ReadAsync(
            connection,
            """SELECT "ProviderId", "DoneAt" IS NOT NULL, "ConversationId", "Sequence", "FailedTurns", "Spooled" FROM inbox ORDER BY "Ordinal" """,
            row => new Inbound(row.GetString(0), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetGuid(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.GetInt32(4), row.GetBoolean(5))),
        await ReadAsync(
            connection,
            """SELECT "Id", "Ordinal", "ConversationId", "Sequence", "Status", "ProviderId", "ErrorCode", "Attempts", "CreatedAt" FROM outbox ORDER BY "Ordinal" """,
            row => new Outbound(row.GetGuid(0), row.GetInt64(1), row.GetGuid(2), row.GetInt32(3), row.GetInt32(4), Text(row, 5), Text(row, 6), row.GetInt32(7), row.GetInt64(8))),
        await ReadAsync(
            connection,
            """SELECT "Id", "ContactId", "NextSequence" FROM conversations""",
            row => new Conversation(row.GetGuid(0), row.GetGuid(1), row.GetInt32(2))),
        await ReadAsync(
            connection,
            """SELECT "ConversationId", "Number", "Reason", "EndedAt" IS NULL FROM handoffs""",
            row => new Handoff(row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.GetBoolean(3))));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the statements above, and nothing else
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }
}
