namespace Helpline.Storage.Sql.Rows;

/// <summary>A counsellor's change of a conversation's level.</summary>
public sealed class LevelChangeRow
{
    public Guid ConversationId { get; set; }

    /// <summary>The conversation's version that it was decided on: its order among the others.</summary>
    public long Version { get; set; }

    public Guid ContactId { get; set; }

    public required string CounsellorId { get; set; }

    public long ChangedAt { get; set; }

    public int FromLevel { get; set; }

    public int ToLevel { get; set; }

    public required byte[] ReasonBox { get; set; }
}
