using Helpline.Servers;

namespace Helpline.Benchmarks.Load;

/// <summary>Fills PostgreSQL, through psql.</summary>
internal sealed class PostgresFill(PostgresServer server, string database) : FillTarget
{
    protected override string Digits => "md5(gen_random_uuid()::text)";

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task BeginAsync() => Task.CompletedTask;

    protected override async Task EndAsync()
    {
        await server.SqlAsync("VACUUM (ANALYZE)", database);
        await server.SqlAsync("CHECKPOINT", database);
    }

    // As a replica it does not look up every row's foreign keys.
    protected override Task ExecuteAsync(string sql) => server.SqlAsync($"SET session_replication_role = replica; {sql}", database);

    protected override async Task<IReadOnlyList<(string Name, string Type)>> RequiredColumnsAsync(string table)
    {
        var lines = await server.SqlAsync(
            $"SELECT column_name || '|' || data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}' AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            database);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')).Select(parts => (parts[0], parts[1]))];
    }

    protected override string Select(IEnumerable<string> expressions, int first, int last) =>
        $"SELECT {string.Join(", ", expressions)} FROM generate_series({first}, {last}) AS i";

    protected override string Id(int kind) => $"(lpad(to_hex(i), 12, '0') || '7000800000000000000{kind}')::uuid";

    /// <remarks>Rows this small are not compressed, so the bytes need not be random.</remarks>
    protected override string Bytes(int length) => $"substr(decode(repeat(md5(i::text), {length / 16 + 1}), 'hex'), 1, {length})";

    protected override string ZeroOf(string type) => type switch
    {
        "uuid" => "'00000000-0000-0000-0000-000000000000'",
        "bytea" or "text" or "character varying" => "''",
        "boolean" => "false",
        _ => "0",
    };
}
