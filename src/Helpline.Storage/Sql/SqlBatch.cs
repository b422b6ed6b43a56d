using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Helpline.Storage.Sql;

/// <summary>
/// Statements that go to the database together: one round trip on PostgreSQL, one prepared command after the other on SQLite. The same SQL
/// serves both: parameters are <c>$1</c>, <c>$2</c>…, which PostgreSQL takes by position and SQLite by that name. Every statement must return
/// something (SELECT or RETURNING), or its result could not be told from the next one's.
/// </summary>
/// <remarks>The hot path (accept, commit a turn, claim, mark sent) writes through this and not through EF's change tracker: under load, many
/// children's statements share one transaction.</remarks>
internal sealed class SqlBatch
{
    private readonly List<(string Sql, object?[] Values)> _statements = [];

    public int Count => _statements.Count;

    public void Add(string sql, params object?[] values) => _statements.Add((sql, values));

    /// <summary>Runs all in order, in the context's transaction if it has one; each statement's rows, as <paramref name="read"/> reads them.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<T>>> ExecuteAsync<T>(HelplineDbContext context, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        if (_statements.Count == 0)
            return [];
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = context.Database.GetDbConnection();
        var transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        return connection.CanCreateBatch
            ? await TogetherAsync(connection, transaction, read, cancellationToken)
            : await OneByOneAsync(connection, transaction, read, cancellationToken);
    }

    /// <summary>Runs all in order; how many rows each statement returned.</summary>
    public async Task<IReadOnlyList<int>> ExecuteAsync(HelplineDbContext context, CancellationToken cancellationToken) =>
        [.. (await ExecuteAsync(context, _ => true, cancellationToken)).Select(rows => rows.Count)];

    private async Task<IReadOnlyList<IReadOnlyList<T>>> TogetherAsync<T>(DbConnection connection, DbTransaction? transaction, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var (sql, values) in _statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var value in values)
            {
                var parameter = command.CreateParameter();
                parameter.Value = value ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        var results = new List<IReadOnlyList<T>>(_statements.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
            results.Add(await RowsAsync(reader, read, cancellationToken));
        while (await reader.NextResultAsync(cancellationToken));
        return results.Count == _statements.Count ? results : throw new InvalidOperationException("A statement of the batch returns nothing; give it a RETURNING.");
    }

    private async Task<IReadOnlyList<IReadOnlyList<T>>> OneByOneAsync<T>(DbConnection connection, DbTransaction? transaction, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var commands = new Dictionary<string, DbCommand>();
        try
        {
            var results = new List<IReadOnlyList<T>>(_statements.Count);
            foreach (var (sql, values) in _statements)
            {
                if (!commands.TryGetValue(sql, out var command))
                    commands.Add(sql, command = Prepared(connection, transaction, sql, values.Length));
                for (var i = 0; i < values.Length; i++)
                    command.Parameters[i].Value = values[i] ?? DBNull.Value;
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                results.Add(await RowsAsync(reader, read, cancellationToken));
            }

            return results;
        }
        finally
        {
            foreach (var command in commands.Values)
                await command.DisposeAsync();
        }
    }

    private static DbCommand Prepared(DbConnection connection, DbTransaction? transaction, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // every statement is a constant of this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"${i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static async Task<IReadOnlyList<T>> RowsAsync<T>(DbDataReader reader, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
            return [];
        var rows = new List<T>(1);
        do
            rows.Add(read(reader));
        while (await reader.ReadAsync(cancellationToken));
        return rows;
    }
}
