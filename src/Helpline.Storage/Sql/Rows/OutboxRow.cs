namespace Helpline.Storage.Sql.Rows;

/// <summary>A message for a child. <see cref="Ordinal"/> is the order in which a contact's messages leave.</summary>
public sealed class OutboxRow
{
    public long Ordinal { get; set; }

    public Guid Id { get; set; }

    public Guid ContactId { get; set; }

    public Guid ConversationId { get; set; }

    public int Sequence { get; set; }

    public required string Channel { get; set; }

    public required string ServiceAddress { get; set; }

    /// <summary>Null: the bot.</summary>
    public string? CounsellorId { get; set; }

    public required byte[] BodyBox { get; set; }

    /// <summary>It is for a child in danger, or a counsellor's: it leaves before others.</summary>
    public bool Urgent { get; set; }

    public int Status { get; set; }

    public string? ProviderId { get; set; }

    public string? ErrorCode { get; set; }

    public int Attempts { get; set; }

    /// <summary>Attempts that had no answer: each may have reached the child.</summary>
    public int Unanswered { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>Not to be touched before.</summary>
    public long DueAt { get; set; }

    /// <summary>Not to be sent after.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>When the status last changed.</summary>
    public long ChangedAt { get; set; }
}
