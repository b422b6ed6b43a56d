namespace Helpline.Storage;

/// <summary>Where things are kept.</summary>
public sealed class StorageOptions
{
    /// <summary><c>Helpline:DataDirectory</c>: the SQLite file, the embedded Redis' socket and Development's key. Default: <c>data</c> below the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary><c>ConnectionStrings:Redis</c>. Absent: an embedded server in this process.</summary>
    public string? Redis { get; set; }
}
