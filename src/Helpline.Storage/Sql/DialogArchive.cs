using System.IO.Compression;
using System.Text.Json;
using Helpline.Conversations;
using Helpline.Dialogs;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>The revisions of the dialogs that conversations may be in the middle of, kept for all nodes and over restarts. Thread-safe.</summary>
public sealed class DialogArchive(Database database, TimeProvider time)
{
    /// <summary>Nodes say this often which revision is their newest; one that nobody has named for some time may be thrown away.</summary>
    public static readonly TimeSpan NamedEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MayBeUnnamedFor = TimeSpan.FromMinutes(10);

    private const string Rename = """UPDATE dialog_revisions SET "NewestAt" = $2 WHERE "Revision" = $1 RETURNING "Revision" """;

    private const string Save = """
        INSERT INTO dialog_revisions ("Revision", "Sources", "SavedAt", "NewestAt") VALUES ($1, $2, $3, $3)
        ON CONFLICT ("Revision") DO UPDATE SET "NewestAt" = excluded."NewestAt"
        RETURNING "Revision"
        """;

    /// <summary>Wanted by a conversation that would go on with it: a question younger than <see cref="Turn.Idle"/>, or a follow-up that is due some day.</summary>
    private const string Throw = """
        DELETE FROM dialog_revisions WHERE "NewestAt" < $1 AND NOT EXISTS (
            SELECT 1 FROM conversations c WHERE c."Revision" = dialog_revisions."Revision" AND c."Revision" <> '' AND c."ClosedAt" IS NULL
                AND (c."LastHeardAt" >= $2 OR EXISTS (SELECT 1 FROM timers t WHERE t."ConversationId" = c."Id")))
        RETURNING "Revision"
        """;

    /// <summary>Names a revision as this node's newest, and keeps it. What nobody needs any more is thrown away.</summary>
    public async Task NameAsync(DialogLibrary newest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(newest);
        var now = time.GetUtcNow();
        await database.WriteAsync(
            async context =>
            {
                var named = new SqlBatch();
                named.Add(Rename, newest.Revision, now.ToUnixTimeMilliseconds());
                var isKnown = await named.ExecuteAsync(context, cancellationToken) is [1];
                var batch = new SqlBatch();
                if (!isKnown)
                    batch.Add(Save, newest.Revision, Pack(newest.Sources), now.ToUnixTimeMilliseconds());
                batch.Add(Throw, (now - MayBeUnnamedFor).ToUnixTimeMilliseconds(), (now - Turn.Idle - Turn.Idle).ToUnixTimeMilliseconds());
                return await batch.ExecuteAsync(context, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>The files of a revision; null if nobody has kept it.</summary>
    public async Task<IReadOnlyList<DialogSource>?> ReadAsync(string revision, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var packed = await context.DialogRevisions.Where(row => row.Revision == revision).Select(row => row.Sources).FirstOrDefaultAsync(cancellationToken);
        return packed is null ? null : Unpack(packed);
    }

    /// <summary>The revisions that are kept, the newest first, and how many conversations are in the middle of each.</summary>
    public async Task<IReadOnlyList<LiveRevision>> LiveAsync(CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - Turn.Idle).ToUnixTimeMilliseconds();
        await using var context = await database.OpenAsync(cancellationToken);
        var rows = await context.DialogRevisions
            .Select(row => new
            {
                row.Revision,
                row.SavedAt,
                row.NewestAt,
                Conversations = context.Conversations.Count(conversation => conversation.Revision == row.Revision && conversation.Revision != "" && conversation.ClosedAt == null && conversation.LastHeardAt >= since),
            })
            .ToListAsync(cancellationToken);
        return [.. rows.OrderByDescending(row => row.NewestAt).ThenByDescending(row => row.SavedAt).Select(row => new LiveRevision(row.Revision, row.SavedAt.ToTime(), row.Conversations))];
    }

    private static byte[] Pack(IReadOnlyList<DialogSource> sources)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
            JsonSerializer.Serialize(brotli, sources);
        return packed.ToArray();
    }

    private static List<DialogSource> Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<List<DialogSource>>(brotli)!;
    }
}

/// <summary>A revision of the dialogs that is kept.</summary>
/// <param name="Since">When a node first worked with it.</param>
/// <param name="Conversations">Those in the middle of it.</param>
public sealed record LiveRevision(string Revision, DateTimeOffset Since, int Conversations);
