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

    private readonly GarnetServer _server;
    private readonly string? _temporary;

    /// <summary>Starts the server; its socket lives in the data directory, or in a directory of its own below the temporary one where that path is too long.</summary>
    public EmbeddedRedis(string dataDirectory)
    {
        var path = Path.Combine(Path.GetFullPath(dataDirectory), "redis.sock");
        if (path.Length > LongestSocketPath)
        {
            _temporary = Directory.CreateTempSubdirectory("helpline-").FullName;
            path = Path.Combine(_temporary, "redis.sock");
        }

        File.Delete(path); // left over from a process that was killed; the data directory's lock says that none is alive
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
        if (_temporary is not null)
            Directory.Delete(_temporary, recursive: true);
    }
}
