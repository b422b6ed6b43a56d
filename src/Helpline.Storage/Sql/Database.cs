using System.Data.Common;
using System.Security.Cryptography;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

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
    /// Brings the schema up to date and loads the installation's keys. Any number of nodes may do so at once: migrations take the database's own
    /// lock (Entity Framework's: a table lock on PostgreSQL, a row on SQLite).
    /// </summary>
    /// <exception cref="StoreUnusableException">The database was made under another key-encryption key.</exception>
    /// <exception cref="DbException">The database is out of reach; try again.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(LongestMigration);
        if (context.Database.IsSqlite())
            await RemoveAbandonedLockAsync(context, cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        _index = await LoadIndexAsync(context, cancellationToken);
        context.Database.SetCommandTimeout(null); // the context goes back to a pool
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

    /// <summary>A process that was killed while it migrated SQLite leaves Entity Framework's lock behind, and everyone after it would wait for ever. The data directory's own lock says that no other server is at work.</summary>
    private static async Task RemoveAbandonedLockAsync(HelplineDbContext context, CancellationToken cancellationToken)
    {
        var exists = await context.Database.SqlQueryRaw<int>("""SELECT COUNT(*) AS "Value" FROM sqlite_master WHERE name = '__EFMigrationsLock'""").SingleAsync(cancellationToken);
        if (exists > 0)
            await context.Database.ExecuteSqlRawAsync("""DELETE FROM "__EFMigrationsLock" """, cancellationToken);
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
