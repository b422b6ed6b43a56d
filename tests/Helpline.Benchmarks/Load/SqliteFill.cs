using Microsoft.Data.Sqlite;

namespace Helpline.Benchmarks.Load;

/// <summary>Fills a SQLite file that nobody else has open.</summary>
internal sealed class SqliteFill : FillTarget
{
    private readonly SqliteConnection _connection;

    private SqliteFill(SqliteConnection connection) => _connection = connection;

    protected override string Digits => "lower(hex(randomblob(16)))";

    public static async Task<SqliteFill> OpenAsync(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Mode=ReadWrite;Pooling=False;Foreign Keys=False");
        await connection.OpenAsync();
        return new SqliteFill(connection);
    }

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    protected override Task BeginAsync() => ExecuteAsync("PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000");

    protected override Task EndAsync() => ExecuteAsync("ANALYZE; PRAGMA journal_mode=WAL");

    protected override async Task ExecuteAsync(string sql)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    protected override async Task<IReadOnlyList<(string Name, string Type)>> RequiredColumnsAsync(string table)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT name, type FROM pragma_table_info('{table}') WHERE \"notnull\" AND dflt_value IS NULL AND NOT pk";
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<(string, string)>();
        while (await reader.ReadAsync())
            columns.Add((reader.GetString(0), reader.GetString(1)));
        return columns;
    }

    protected override string Select(IEnumerable<string> expressions, int first, int last) =>
        $"WITH RECURSIVE series(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM series WHERE i < {last}) SELECT {string.Join(", ", expressions)} FROM series";

    /// <remarks>EF Core keeps a Guid in SQLite as upper-case text.</remarks>
    protected override string Id(int kind) => $"printf('%08X-%04X-7000-8000-00000000000{kind}', i / 65536, i % 65536)";

    protected override string Bytes(int length) => $"randomblob({length})";

    protected override string ZeroOf(string type) => type switch
    {
        "TEXT" => "''",
        "BLOB" => "x''",
        _ => "0",
    };
}
