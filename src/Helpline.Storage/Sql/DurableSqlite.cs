using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Helpline.Storage.Sql;

/// <summary>
/// Every connection to SQLite: write-ahead log, so that readers and the writer do not wait for each other, and FULL, so that a commit is on the
/// disk before it is acknowledged (SQLite's own default for both depends on how it was built). A commit moves the log into the file only when it has
/// become very long: usually that is done beside it (<see cref="Database.CheckpointAsync"/>).
/// </summary>
internal sealed class DurableSqlite : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=65536; PRAGMA cache_size=-32768;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
