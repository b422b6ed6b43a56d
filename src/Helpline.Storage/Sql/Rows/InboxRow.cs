namespace Helpline.Storage.Sql.Rows;

/// <summary>An accepted message. <see cref="Ordinal"/> is the order of acceptance; (channel, provider id) is unique.</summary>
public sealed class InboxRow
{
    public long Ordinal { get; set; }

    public Guid ContactId { get; set; }

    public required string Channel { get; set; }

    public required string ProviderId { get; set; }

    public required byte[] BodyBox { get; set; }

    public int Attachments { get; set; }

    public bool AnsweredByCarrier { get; set; }

    /// <summary>The service's address that the child wrote to.</summary>
    public required string ServiceAddress { get; set; }

    public long ReceivedAt { get; set; }

    /// <summary>Triage or the conversation's level says that it must not wait behind others.</summary>
    public bool Urgent { get; set; }

    /// <summary>It came while SQL was out of reach and lay in a node's spool; a later message may have been faster over another node.</summary>
    public bool Spooled { get; set; }

    /// <summary>Turns that died on it.</summary>
    public int FailedTurns { get; set; }

    /// <summary>Not to be tried before; 0 until a turn has died on it.</summary>
    public long DueAt { get; set; }

    /// <summary>The kind of error on which its last turn died. Never the error's words: they may quote the child's.</summary>
    public string? Failure { get; set; }

    /// <summary>Set by the turn that dealt with it, with the five below.</summary>
    public long? DoneAt { get; set; }

    public Guid? ConversationId { get; set; }

    public int? Sequence { get; set; }

    public int? RiskLevel { get; set; }

    /// <summary>What the level would be with the model in force; null if none ran in shadow.</summary>
    public int? ShadowLevel { get; set; }

    public byte[]? AssessmentBox { get; set; }
}
