using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>SQLite and Garnet: both live and die in the node.</summary>
internal sealed class EmbeddedStores : IStores
{
    private string _file = "";

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public IReadOnlyList<Func<Task>> Misfortunes => [];

    public Task StartAsync(string dataDirectory)
    {
        _file = Path.Combine(dataDirectory, "helpline.db");
        return Task.CompletedTask;
    }

    public DbConnection Connect() => new SqliteConnection($"Data Source={_file};Pooling=False");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
