namespace Helpline.Storage.Sql.Rows;

/// <summary>A wake-up of a conversation. The turn that it fires in takes the row away, in the same transaction: it fires once.</summary>
public sealed class TimerRow
{
    public Guid ConversationId { get; set; }

    public int Kind { get; set; }

    public Guid ContactId { get; set; }

    public long DueAt { get; set; }
}
