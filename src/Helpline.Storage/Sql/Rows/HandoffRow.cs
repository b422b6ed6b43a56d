namespace Helpline.Storage.Sql.Rows;

/// <summary>One call for a counsellor.</summary>
public sealed class HandoffRow
{
    public Guid ConversationId { get; set; }

    public int Number { get; set; }

    public Guid ContactId { get; set; }

    public int State { get; set; }

    public required string Reason { get; set; }

    public int? Danger { get; set; }

    public int RiskLevel { get; set; }

    public string? CounsellorId { get; set; }

    public long OpenedAt { get; set; }

    public long? TakenAt { get; set; }

    public long? EndedAt { get; set; }

    public int? Outcome { get; set; }

    /// <summary>How much danger it was, as the counsellor saw it in the end.</summary>
    public int? ClosingLevel { get; set; }

    public byte[]? NoteBox { get; set; }
}
