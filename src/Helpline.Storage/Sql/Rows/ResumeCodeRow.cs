namespace Helpline.Storage.Sql.Rows;

/// <summary>A child's code for coming back to its chat: its keyed hash, so that who reads the database cannot come back in the child's place.</summary>
public sealed class ResumeCodeRow
{
    public Guid ContactId { get; set; }

    public required byte[] CodeHash { get; set; }

    public long ExpiresAt { get; set; }
}
