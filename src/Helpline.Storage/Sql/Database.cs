using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Helpline.Storage.Sql;

/// <summary>
/// The way to SQL: contexts for reading, transactions for writing, and the keys that open what is stored. Thread-safe.
/// </summary>
/// <remarks>SQLite has one writer at a time and waits for it by polling; a gate in front of it waits without delay instead.</remarks>
public sealed class Database : IDisposable
{
    private const string IndexSecret = "address-index";

    /// <summary>Migrations may rewrite large tables; nothing else may take so long.</summary>
    private static readonly TimeSpan LongestMigration = TimeSpan.FromMinutes(30);

    /// <summary>The number of PostgreSQL's advisory lock for <see cref="PrepareAsync"/>: any that nobody else uses in this database, but every version the same.</summary>
    internal const long PreparationLock = 0x48_45_4C_50_4C_49_4E_45;

    private readonly IDbContextFactory<HelplineDbContext> _contexts;
    private readonly KeyEncryptionKey _keys;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private volatile AddressIndex? _index;

    internal Database(IDbContextFactory<HelplineDbContext> contexts, KeyEncryptionKey keys)
    {
        _contexts = contexts;
        _keys = keys;
    }

    /// <summary>True after <see cref="PrepareAsync"/>: until then nothing can be stored here.</summary>
    public bool IsPrepared => _index is not null;

    /// <summary>
    /// Brings the schema up to date and loads the installation's keys. Any number of nodes may do so at once: on PostgreSQL they take turns under a lock,
    /// and SQLite's data directory has one server.
    /// </summary>
    /// <exception cref="StoreUnusableException">The database was made under another key-encryption key, or by a newer version.</exception>
    /// <exception cref="DbException">The database is out of reach, or another node is at it; try again.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(LongestMigration);
        try
        {
            await LockAsync(context, cancellationToken);
            await RefuseNewerAsync(context, cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
            _index = await LoadIndexAsync(context, cancellationToken);
        }
        finally
        {
            await UnlockAsync(context);
            context.Database.SetCommandTimeout(null); // the context goes back to a pool
        }
    }

    /// <summary>True if the database takes a write transaction: what a webhook needs of it. Nothing is written.</summary>
    public async Task<bool> CanWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            return IsPrepared && await WriteAsync(context => context.Secrets.AnyAsync(cancellationToken), cancellationToken);
        }
        catch (Exception error) when (IsOutage(error))
        {
            return false;
        }
    }

    /// <summary>Moves what SQLite's log holds into its file, without keeping a writer or reader waiting. Does nothing on PostgreSQL, which does so itself.</summary>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        if (context.Database.IsSqlite())
            await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)", cancellationToken);
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>True for what a database that is down, full, busy or damaged throws.</summary>
    internal static bool IsOutage(Exception error) =>
        error is DbException or DbUpdateException or IOException or TimeoutException or InvalidOperationException { InnerException: DbException or TimeoutException };

    internal Task<HelplineDbContext> OpenAsync(CancellationToken cancellationToken) => _contexts.CreateDbContextAsync(cancellationToken);

    /// <summary>Runs the work in a transaction of a new context and commits it.</summary>
    internal async Task<T> WriteAsync<T>(Func<HelplineDbContext, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        var gated = context.Database.IsSqlite();
        if (gated)
            await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work(context);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            if (gated)
                _writer.Release();
        }
    }

    internal byte[] HashOf(Address address) =>
        (_index ?? throw new TimeoutException("The database is not prepared yet.")).Hash(address);

    internal ContactRow NewContact(Address address, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var key = DataKey.New();
        return new ContactRow
        {
            Id = id,
            Channel = address.Channel,
            AddressHash = HashOf(address),
            AddressBox = key.Seal(address.Value, Places.Address(id)),
            WrappedKey = _keys.Wrap(key.Bytes, Places.ContactKey(id)),
            KeyId = _keys.Id,
            CreatedAt = now.ToUnixTimeMilliseconds(),
        };
    }

    internal DataKey KeyOf(ContactRow contact) => KeyOf(contact.Id, contact.WrappedKey);

    internal DataKey KeyOf(Guid contact, byte[] wrapped) => new(_keys.Unwrap(wrapped, Places.ContactKey(contact)));

    internal Address AddressOf(ContactRow contact) => new(contact.Channel, KeyOf(contact).Open(contact.AddressBox, Places.Address(contact.Id)));

    /// <summary>
    /// Entity Framework's own lock on PostgreSQL ends with each migration's transaction: with several to make, nodes that start together got in between
    /// and tried to make the same one. This one is the connection's, so it also ends with a node that dies.
    /// </summary>
    private static async Task LockAsync(HelplineDbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.IsSqlite())
        {
            await context.Database.OpenConnectionAsync(cancellationToken);
            await RemoveAbandonedLockAsync(context, cancellationToken);
            return;
        }

        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken))
            await creator.CreateAsync(cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken); // one connection for the lock and all that is done under it
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({PreparationLock})", cancellationToken);
    }

    /// <summary>Said to the server, since the connection stays open in its pool. A connection that broke has taken the lock with it.</summary>
    private static async Task UnlockAsync(HelplineDbContext context)
    {
        if (!context.Database.IsSqlite() && context.Database.GetDbConnection().State == ConnectionState.Open)
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({PreparationLock})");
        await context.Database.CloseConnectionAsync();
    }

    /// <summary>A process that was killed while it migrated SQLite leaves Entity Framework's lock behind, and everyone after it would wait for ever. The data directory's own lock says that no other server is at work.</summary>
    private static async Task RemoveAbandonedLockAsync(HelplineDbContext context, CancellationToken cancellationToken)
    {
        var exists = await context.Database.SqlQueryRaw<int>("""SELECT COUNT(*) AS "Value" FROM sqlite_master WHERE name = '__EFMigrationsLock'""").SingleAsync(cancellationToken);
        if (exists > 0)
            await context.Database.ExecuteSqlRawAsync("""DELETE FROM "__EFMigrationsLock" """, cancellationToken);
    }

    /// <summary>
    /// A migration that this build does not know has changed what rows mean. Nodes that run while a newer one migrates go on, since migrations only
    /// add; but whoever starts can be told, and would otherwise write rows that newer nodes misread: the outbox rows of the first version, say,
    /// have no time of expiry, and would be given up at once.
    /// </summary>
    private static async Task RefuseNewerAsync(HelplineDbContext context, CancellationToken cancellationToken)
    {
        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(context.Database.GetMigrations()).LastOrDefault();
        if (unknown is not null)
        {
            throw new StoreUnusableException(
                $"The database belongs to a newer version of Helpline: it has the migration '{unknown}', which this version does not know. Start that version or a later one; to go back, restore the backup that was made before the upgrade.");
        }
    }

    private async Task<AddressIndex> LoadIndexAsync(HelplineDbContext context, CancellationToken cancellationToken)
    {
        var made = new SqlBatch();
        made.Add(
            """INSERT INTO secrets ("Name", "KeyId", "Wrapped") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING "Name" """,
            IndexSecret, _keys.Id, _keys.Wrap(RandomNumberGenerator.GetBytes(SealedBox.KeyLength), IndexSecret));
        await made.ExecuteAsync(context, cancellationToken);
        var secret = await context.Secrets.AsNoTracking().SingleAsync(row => row.Name == IndexSecret, cancellationToken);
        try
        {
            return new AddressIndex(_keys.Unwrap(secret.Wrapped, IndexSecret));
        }
        catch (CryptographicException error)
        {
            throw new StoreUnusableException(
                $"The database was made under the key-encryption key '{secret.KeyId}', and Encryption:Key (id '{_keys.Id}') does not open it. Configure the key it was made with; without it what is stored stays unreadable.", error);
        }
    }
}
