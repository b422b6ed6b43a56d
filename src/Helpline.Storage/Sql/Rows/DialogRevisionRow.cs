namespace Helpline.Storage.Sql.Rows;

/// <summary>The dialogs' files of one revision, for those who are in the middle of it. They hold what everybody is told, so they are no secret.</summary>
public sealed class DialogRevisionRow
{
    public required string Revision { get; set; }

    /// <summary>The files as JSON, under Brotli.</summary>
    public required byte[] Sources { get; set; }

    /// <summary>When a node first worked with it.</summary>
    public long SavedAt { get; set; }

    /// <summary>When it last was a node's newest.</summary>
    public long NewestAt { get; set; }
}
