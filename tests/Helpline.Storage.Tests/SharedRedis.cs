using Helpline.Storage.Redis;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(Helpline.Storage.Tests.SharedRedis))]

namespace Helpline.Storage.Tests;

/// <summary>One embedded Redis for all tests: every key carries a contact's id, so they do not meet. A real server would take its place here.</summary>
public sealed class SharedRedis : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-redis-").FullName;
    private readonly EmbeddedRedis _server;

    public SharedRedis()
    {
        _server = new EmbeddedRedis(_directory);
        Client = ConnectionMultiplexer.Connect(_server.Client);
    }

    public IConnectionMultiplexer Client { get; }

    public void Dispose()
    {
        Client.Dispose();
        _server.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
