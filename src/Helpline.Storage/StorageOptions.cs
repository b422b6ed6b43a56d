namespace Helpline.Storage;

/// <summary>Where things are kept.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// <c>Helpline:DataDirectory</c>: the node's own files: its spool, Development's key, and with embedded stores the SQLite file and Redis' socket.
    /// Default: <c>data</c> below the working directory.
    /// </summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary><c>Helpline:SpoolMegabytes</c>: what the spool may take of the disk while SQL is out of reach. Default: 256, some 500,000 messages.</summary>
    public int SpoolMegabytes { get; set; } = 256;

    /// <summary><c>ConnectionStrings:Postgres</c>. Absent: SQLite in the data directory.</summary>
    public string? Postgres { get; set; }

    /// <summary><c>ConnectionStrings:Redis</c>. Absent: an embedded server in this process.</summary>
    public string? Redis { get; set; }
}
