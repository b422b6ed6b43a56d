using System.Net.Sockets;
using Garnet;
using Garnet.server;
using StackExchange.Redis;

namespace Helpline.Storage.Redis;

/// <summary>
/// Microsoft Garnet in this process, on a unix socket that only this user may open: what a single node uses instead of a Redis server, through
/// the same client.
/// </summary>
public sealed class EmbeddedRedis : IDisposable
{
    /// <summary>Unix socket paths are limited by the kernel to 108 bytes, the closing zero included.</summary>
    private const int LongestSocketPath = 104;

    private readonly FileStream _lock;
    private readonly GarnetServer _server;
    private readonly string? _temporary;

    /// <summary>Starts the server; its socket lives in the data directory, or in a directory of its own below the temporary one where that path is too long.</summary>
    /// <exception cref="StoreUnusableException">Another process serves from this data directory.</exception>
    public EmbeddedRedis(string dataDirectory)
    {
        try
        {
            _lock = new FileStream(Path.Combine(dataDirectory, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            // Two servers on one data directory would take each other's messages.
            throw new StoreUnusableException($"Another Helpline server is running on the data directory '{Path.GetFullPath(dataDirectory)}'. Stop it, or give this one its own with Helpline:DataDirectory.", error);
        }

        var path = Path.Combine(Path.GetFullPath(dataDirectory), "redis.sock");
        if (path.Length > LongestSocketPath)
        {
            _temporary = Directory.CreateTempSubdirectory("helpline-").FullName;
            path = Path.Combine(_temporary, "redis.sock");
        }

        File.Delete(path); // left over from a process that was killed; the lock says that none is alive
        var endPoint = new UnixDomainSocketEndPoint(path);
        _server = new GarnetServer(new GarnetServerOptions
        {
            EndPoints = [endPoint],
            UnixSocketPath = path,
            UnixSocketPermission = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            LogMemorySize = "64m",
            PageSize = "1m",
            IndexMemorySize = "4m",
            BufferPoolMemoryBudget = "16m",
            QuietMode = true,
        });
        _server.Start();
        Client = new ConfigurationOptions { EndPoints = { endPoint }, AbortOnConnectFail = false, BacklogPolicy = BacklogPolicy.FailFast };
    }

    /// <summary>How to connect to it.</summary>
    public ConfigurationOptions Client { get; }

    public void Dispose()
    {
        _server.Dispose();
        _lock.Dispose();
        if (_temporary is not null)
            Directory.Delete(_temporary, recursive: true);
    }
}
