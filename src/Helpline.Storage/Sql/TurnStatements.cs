using Helpline.Handoffs;
using Helpline.Messages;

namespace Helpline.Storage.Sql;

/// <summary>The statements by which <see cref="TurnCommit"/> writes. Each answers rows, which a batch on PostgreSQL needs.</summary>
internal static class TurnStatements
{
    public const string MoveOn = """
        UPDATE conversations SET "ServiceAddress" = $3, "Lifecycle" = $4, "RiskLevel" = $5, "Language" = $6, "Revision" = $7, "StateBox" = $8,
            "NextSequence" = $9, "LastHeardAt" = $10, "ClosedAt" = $11, "RememberedUntil" = $12, "PaceBox" = $13, "Version" = "Version" + 1
        WHERE "Id" = $1 AND "Version" = $2
        RETURNING "Id"
        """;

    /// <summary>A contact's conversations begin one after the other, whatever the nodes' clocks say: a reader's mark in one of them means all before it.</summary>
    public const string Begin = """
        INSERT INTO conversations ("Id", "Version", "ServiceAddress", "Lifecycle", "RiskLevel", "Language", "Revision", "StateBox", "NextSequence", "LastHeardAt", "ClosedAt",
            "RememberedUntil", "PaceBox", "ContactId", "Channel", "CreatedAt")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
            COALESCE((SELECT MAX("CreatedAt") + 1 FROM conversations WHERE "ContactId" = $14 AND "CreatedAt" >= $16), $16))
        ON CONFLICT DO NOTHING
        RETURNING "Id"
        """;

    public static readonly string LeaveEarlierHandoffs = $"""
        UPDATE handoffs SET "State" = {(int)HandoffState.Left}, "EndedAt" = $3 WHERE "ConversationId" = $1 AND "Number" < $2 AND "State" = {(int)HandoffState.Waiting}
        RETURNING "Number"
        """;

    public const string PutHandoff = """
        INSERT INTO handoffs ("ConversationId", "Number", "ContactId", "Reason", "State", "Danger", "RiskLevel", "CounsellorId", "OpenedAt", "TakenAt", "EndedAt", "Outcome", "NoteBox", "ClosingLevel")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT ("ConversationId", "Number") DO UPDATE SET "State" = $5, "Danger" = $6, "RiskLevel" = $7, "CounsellorId" = $8, "OpenedAt" = $9, "TakenAt" = $10,
            "EndedAt" = $11, "Outcome" = $12, "NoteBox" = $13, "ClosingLevel" = $14
        RETURNING "Number"
        """;

    public const string MessageDone = """
        UPDATE inbox SET "DoneAt" = $2, "ConversationId" = $3, "Sequence" = $4, "RiskLevel" = $5, "AssessmentBox" = $6, "Failure" = $7, "ShadowLevel" = $8
        WHERE "Ordinal" = $1 AND COALESCE("DoneAt", 0) = 0
        RETURNING "Ordinal"
        """;

    public const string PutLevelChange = """
        INSERT INTO level_changes ("ConversationId", "Version", "ContactId", "CounsellorId", "ChangedAt", "FromLevel", "ToLevel", "ReasonBox")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        RETURNING "Version"
        """;

    public static readonly string PutOutbox = $"""
        INSERT INTO outbox ("Id", "ContactId", "ConversationId", "Sequence", "Channel", "ServiceAddress", "CounsellorId", "BodyBox", "Urgent", "CreatedAt", "DueAt", "ChangedAt", "ExpiresAt",
            "Status", "Attempts")
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10, $11, {(int)DeliveryStatus.Pending}, 0)
        RETURNING "Ordinal"
        """;

    public const string PutLoop = """
        INSERT INTO loops ("ContactId", "Kind", "Since", "Until") VALUES ($1, $2, $3, $4)
        ON CONFLICT ("ContactId") DO UPDATE SET "Kind" = $2, "Since" = $3, "Until" = $4, "EndedAt" = NULL
        RETURNING "ContactId"
        """;

    public const string EndLoop = """UPDATE loops SET "EndedAt" = $2 WHERE "ContactId" = $1 RETURNING "ContactId" """;

    /// <summary>After STOP nothing leaves that was written before: what waits is given up, what is under way is not tried again.</summary>
    public static readonly string GiveUpUnsent = $"""
        UPDATE outbox SET "Status" = CASE WHEN "Status" = {(int)DeliveryStatus.Pending} THEN {(int)DeliveryStatus.Failed} ELSE "Status" END,
            "ErrorCode" = '{DeliveryCodes.OptedOut}', "ExpiresAt" = $2, "ChangedAt" = CASE WHEN "Status" = {(int)DeliveryStatus.Pending} THEN $2 ELSE "ChangedAt" END
        WHERE "ContactId" = $1 AND "Status" < 3
        RETURNING "Ordinal"
        """;

    /// <summary>The child's answer opens the network's window to what has waited for it.</summary>
    public static readonly string ReleaseWaiting = $"""
        UPDATE outbox SET "DueAt" = $2
        WHERE "ContactId" = $1 AND "Status" < 3 AND "Status" = {(int)DeliveryStatus.Pending} AND "ErrorCode" = '{DeliveryCodes.AwaitingReply}'
        RETURNING "Ordinal"
        """;

    public const string SetTimer = """
        INSERT INTO timers ("ConversationId", "Kind", "ContactId", "DueAt") VALUES ($1, $2, $3, $4)
        ON CONFLICT ("ConversationId", "Kind") DO UPDATE SET "DueAt" = $4
        RETURNING "Kind"
        """;

    public const string EndTimer = """DELETE FROM timers WHERE "ConversationId" = $1 AND "Kind" = $2 RETURNING "Kind" """;

    public const string EndTimers = """DELETE FROM timers WHERE "ConversationId" = $1 RETURNING "Kind" """;
}
