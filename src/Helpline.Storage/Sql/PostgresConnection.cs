using Npgsql;

namespace Helpline.Storage.Sql;

/// <summary>What Helpline wants of every connection to PostgreSQL, unless the connection string says otherwise.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// A statement that takes longer than this has lost its database: the webhook behind it must be answered within fifteen seconds, if need be
    /// from the spool. Locks are given up sooner, and a transaction whose node is paused or gone is ended by the server, so that it holds nobody up.
    /// </summary>
    private const string Settings = "-c lock_timeout=3s -c idle_in_transaction_session_timeout=10s -c synchronous_commit=on";

    /// <exception cref="ArgumentException">It cannot be read, or names no host.</exception>
    public static string Complete(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        if (string.IsNullOrEmpty(given.Host))
            throw new ArgumentException("it names no Host");
        var complete = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "helpline",
            Timeout = 4,
            CommandTimeout = 5,
            KeepAlive = 10,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            Options = Settings,
            IncludeErrorDetail = false, // details quote values
        };
        foreach (var key in given.Keys.Cast<string>().Where(given.ContainsKey))
            complete[key] = given[key];
        return complete.ConnectionString;
    }
}
