using System.Globalization;
using System.Security.Cryptography;
using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Helpline.Storage.Tests;

/// <summary>A database in the schema of the first migration, filled as the first version filled it.</summary>
/// <remarks>
/// Raw INSERTs into the old columns, rather than today's database taken down: then the rows do not depend on what today's code thinks of them, nor
/// on a Down that no installation ever runs. Places and JSON are written out for the same reason: a change of either makes old rows unreadable,
/// and must fail here. Only the boxes themselves are sealed by today's code; their format is that of the first version.
/// </remarks>
internal sealed class OldDatabase
{
    public static readonly Guid Ayesha = new("0198a000-0000-7000-8000-00000000a7e5");

    private readonly TestStore _store;
    private readonly KeyEncryptionKey _keys = new("1", new byte[32]);
    private readonly byte[] _index = RandomNumberGenerator.GetBytes(32);

    private OldDatabase(TestStore store) => _store = store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private long Now => _store.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The first schema, with the installation's secret and one counsellor.</summary>
    public static async Task<OldDatabase> MakeAsync(TestStore store)
    {
        await store.ReadAsync(async context =>
        {
            await context.GetService<IMigrator>().MigrateAsync("Initial", Token);
            return true;
        });
        var old = new OldDatabase(store);
        await old.InsertAsync("secrets", ("Name", "address-index"), ("KeyId", "1"), ("Wrapped", old._keys.Wrap(old._index, "address-index")));
        await old.InsertAsync(
            "AspNetUsers",
            ("Id", Ayesha), ("DisplayName", "Ayesha"), ("UserName", "ayesha@example.org"), ("NormalizedUserName", "AYESHA@EXAMPLE.ORG"),
            ("EmailConfirmed", false), ("PhoneNumberConfirmed", false), ("TwoFactorEnabled", false), ("LockoutEnabled", true), ("AccessFailedCount", 0));
        return old;
    }

    public async Task<OldContact> ContactAsync(string from)
    {
        var contact = new OldContact(Guid.CreateVersion7(_store.Time.GetUtcNow()), DataKey.New());
        await InsertAsync(
            "contacts",
            ("Id", contact.Id),
            ("Channel", "simulator"),
            ("AddressHash", new AddressIndex(_index).Hash(new Address("simulator", from))),
            ("AddressBox", contact.Key.Seal(from, $"address:{contact.Id:N}")),
            ("WrappedKey", _keys.Wrap(contact.Key.Bytes, $"contact-key:{contact.Id:N}")),
            ("KeyId", "1"),
            ("CreatedAt", Now));
        return contact;
    }

    public async Task<Guid> ConversationAsync(OldContact contact, LifecycleState lifecycle, RiskLevel risk, string state, string language, int nextSequence)
    {
        var id = Guid.CreateVersion7(_store.Time.GetUtcNow());
        await InsertAsync(
            "conversations",
            ("Id", id),
            ("ContactId", contact.Id),
            ("Channel", "simulator"),
            ("ServiceAddress", "1234"),
            ("Lifecycle", (int)lifecycle),
            ("RiskLevel", (int)risk),
            ("Language", language),
            ("Revision", "of the old dialogs"),
            ("StateBox", contact.Key.Seal($$"""{"State":"{{state}}","Caller":null,"Facts":{"language":"{{language}}"},"Misses":0}""", $"state:{id:N}")),
            ("NextSequence", nextSequence),
            ("Version", 3L),
            ("CreatedAt", Now),
            ("LastHeardAt", Now),
            ("ClosedAt", lifecycle == LifecycleState.Closed ? Now : null));
        return id;
    }

    /// <summary>A message of the child's; without a conversation no turn has seen it yet.</summary>
    public Task ReceivedAsync(OldContact contact, string providerId, string text, Guid? conversation = null, int? sequence = null) => InsertAsync(
        "inbox",
        ("ContactId", contact.Id),
        ("Channel", "simulator"),
        ("ProviderId", providerId),
        ("BodyBox", contact.Key.Seal(text, $"inbound:simulator:{providerId}")),
        ("Attachments", 0),
        ("AnsweredByCarrier", false),
        ("ServiceAddress", "1234"),
        ("ReceivedAt", Now),
        ("FailedTurns", 0),
        ("DoneAt", conversation is null ? null : Now),
        ("ConversationId", conversation),
        ("Sequence", sequence),
        ("RiskLevel", conversation is null ? null : 0),
        ("AssessmentBox", conversation is null ? null : contact.Key.Seal("""{"Level":0,"Evidence":[],"Foremost":null}""", $"assessment:simulator:{providerId}")));

    public async Task<Guid> SaidAsync(OldContact contact, Guid conversation, int sequence, string text, DeliveryStatus status, bool byCounsellor = false, TimeSpan due = default)
    {
        var id = Guid.CreateVersion7(_store.Time.GetUtcNow());
        await InsertAsync(
            "outbox",
            ("Id", id),
            ("ContactId", contact.Id),
            ("ConversationId", conversation),
            ("Sequence", sequence),
            ("Channel", "simulator"),
            ("ServiceAddress", "1234"),
            ("CounsellorId", byCounsellor ? Ayesha.ToString() : null),
            ("BodyBox", contact.Key.Seal(text, $"outbound:{id:N}")),
            ("Status", (int)status),
            ("ProviderId", status is DeliveryStatus.Sent or DeliveryStatus.Delivered ? $"provider-{id:N}" : null),
            ("ErrorCode", status == DeliveryStatus.Failed ? "21610" : null),
            ("Attempts", status == DeliveryStatus.Pending && due == TimeSpan.Zero ? 0 : 1),
            ("CreatedAt", Now),
            ("DueAt", Now + (long)due.TotalMilliseconds),
            ("ChangedAt", Now));
        return id;
    }

    public Task HandoffAsync(OldContact contact, Guid conversation, HandoffState state, Danger danger, RiskLevel level, string? note = null) => InsertAsync(
        "handoffs",
        ("ConversationId", conversation),
        ("Number", 1),
        ("ContactId", contact.Id),
        ("State", (int)state),
        ("Reason", "triage"),
        ("Danger", (int)danger),
        ("RiskLevel", (int)level),
        ("CounsellorId", state == HandoffState.Waiting ? null : Ayesha.ToString()),
        ("OpenedAt", Now),
        ("TakenAt", state == HandoffState.Waiting ? null : Now),
        ("EndedAt", state == HandoffState.Closed ? Now : null),
        ("Outcome", state == HandoffState.Closed ? (int)HandoffOutcome.Referred : null),
        ("NoteBox", note is null ? null : contact.Key.Seal(note, $"note:{conversation:N}:1")));

    private async Task InsertAsync(string table, params (string Column, object? Value)[] row)
    {
        var batch = new SqlBatch();
        var columns = string.Join(", ", row.Select(field => $"\"{field.Column}\""));
        var values = string.Join(", ", Enumerable.Range(1, row.Length).Select(i => $"${i.ToString(CultureInfo.InvariantCulture)}"));
        batch.Add($"INSERT INTO \"{table}\" ({columns}) VALUES ({values}) RETURNING 1", [.. row.Select(field => field.Value)]);
        await _store.ReadAsync(context => batch.ExecuteAsync(context, Token));
    }
}

/// <summary>A contact of the old database.</summary>
internal sealed record OldContact(Guid Id, DataKey Key)
{
    public ContactId ContactId => new(Id);
}
