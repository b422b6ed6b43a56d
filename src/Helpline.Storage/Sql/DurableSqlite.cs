using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Helpline.Storage.Sql;

/// <summary>
/// Every connection to SQLite: write-ahead log, so that readers and the writer do not wait for each other, and FULL, so that a commit is on the
/// disk before it is acknowledged (SQLite's own default for both depends on how it was built).
/// </summary>
internal sealed class DurableSqlite : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;";

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
