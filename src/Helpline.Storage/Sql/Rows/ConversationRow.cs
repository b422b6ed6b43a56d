namespace Helpline.Storage.Sql.Rows;

/// <summary>A conversation. <see cref="Version"/> is the fencing token: whoever commits must have read the newest.</summary>
public sealed class ConversationRow
{
    public Guid Id { get; set; }

    public Guid ContactId { get; set; }

    public required string Channel { get; set; }

    public required string ServiceAddress { get; set; }

    public int Lifecycle { get; set; }

    public int RiskLevel { get; set; }

    public required string Language { get; set; }

    public required string Revision { get; set; }

    /// <summary>Position, facts and misses as sealed JSON.</summary>
    public required byte[] StateBox { get; set; }

    /// <summary>The exchange's pace as sealed JSON; null if nothing is remembered of it.</summary>
    public byte[]? PaceBox { get; set; }

    public int NextSequence { get; set; }

    public long Version { get; set; }

    public long CreatedAt { get; set; }

    public long? LastHeardAt { get; set; }

    /// <summary>Until when its dialog goes on with <see cref="Revision"/>. Null if none is under way, or an earlier version wrote the row.</summary>
    public long? RememberedUntil { get; set; }

    public long? ClosedAt { get; set; }
}
