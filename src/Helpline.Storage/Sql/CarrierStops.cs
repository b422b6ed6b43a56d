using Helpline.Conversations;
using Helpline.Messages;

namespace Helpline.Storage.Sql;

/// <summary>
/// A carrier that refuses a message because of STOP knows more than we do. Its conversation is woken up to remember that, in a turn like any other; not if the child has
/// written since the message was: then START may have been among it.
/// </summary>
internal static class CarrierStops
{
    private static readonly string WakeUp = $"""
        INSERT INTO timers ("ConversationId", "Kind", "ContactId", "DueAt")
        SELECT conversation."Id", {(int)TimerKind.CarrierStop}, conversation."ContactId", $2
        FROM outbox refused JOIN conversations conversation ON conversation."Id" = refused."ConversationId"
        WHERE refused."Id" = $1 AND refused."Status" IN ({(int)DeliveryStatus.Undelivered}, {(int)DeliveryStatus.Failed}) AND refused."ErrorCode" = '{DeliveryCodes.OptedOut}'
            AND conversation."ClosedAt" IS NULL AND COALESCE(conversation."LastHeardAt", 0) <= refused."CreatedAt"
        ON CONFLICT DO NOTHING
        RETURNING "Kind"
        """;

    /// <summary>To be executed after the message's new status.</summary>
    public static void Add(SqlBatch batch, OutboundId message, string? code, long now)
    {
        if (code == DeliveryCodes.OptedOut)
            batch.Add(WakeUp, message.Value, now);
    }
}
