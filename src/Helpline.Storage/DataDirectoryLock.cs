namespace Helpline.Storage;

/// <summary>Keeps a data directory to one server: two on the same would take each other's messages out of the spool.</summary>
public sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="StoreUnusableException">Another process serves from this data directory.</exception>
    public DataDirectoryLock(string dataDirectory)
    {
        try
        {
            _file = new FileStream(Path.Combine(dataDirectory, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new StoreUnusableException($"Another Helpline server is running on the data directory '{Path.GetFullPath(dataDirectory)}'. Stop it, or give this one its own with Helpline:DataDirectory.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
