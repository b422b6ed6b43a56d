using System.Data.Common;
using System.Security.Cryptography;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>
/// The way to SQL: contexts for reading, transactions for writing, and the keys that open what is stored. Thread-safe.
/// </summary>
/// <remarks>SQLite has one writer at a time and waits for it by polling; a gate in front of it waits without delay instead.</remarks>
public sealed class Database : IDisposable
{
    private const string IndexSecret = "address-index";
    private readonly IDbContextFactory<HelplineDbContext> _contexts;
    private readonly KeyEncryptionKey _keys;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private AddressIndex? _index;

    internal Database(IDbContextFactory<HelplineDbContext> contexts, KeyEncryptionKey keys)
    {
        _contexts = contexts;
        _keys = keys;
    }

    /// <summary>Brings the schema up to date and loads the installation's keys. Called once, before anything else.</summary>
    /// <exception cref="StoreUnusableException">The database was made under another key-encryption key.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        if (context.Database.IsSqlite())
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
        _index = await LoadIndexAsync(context, cancellationToken);
    }

    /// <summary>True if the database takes a write transaction: what a webhook needs of it. Nothing is written.</summary>
    public async Task<bool> CanWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(context => context.Secrets.AnyAsync(cancellationToken), cancellationToken);
        }
        catch (DbException)
        {
            return false;
        }
    }

    public void Dispose() => _writer.Dispose();

    internal Task<HelplineDbContext> OpenAsync(CancellationToken cancellationToken) => _contexts.CreateDbContextAsync(cancellationToken);

    /// <summary>Runs the work in a transaction of a new context and commits it.</summary>
    internal async Task<T> WriteAsync<T>(Func<HelplineDbContext, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        return await WriteAsync(context, () => work(context), cancellationToken);
    }

    /// <summary>Runs the work in a transaction of the given context and commits it.</summary>
    internal async Task<T> WriteAsync<T>(HelplineDbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var gated = context.Database.IsSqlite();
        if (gated)
            await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await work();
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            if (gated)
                _writer.Release();
        }
    }

    internal async Task<bool> HasOpenConversationAsync(ContactId contact, CancellationToken cancellationToken)
    {
        await using var context = await OpenAsync(cancellationToken);
        return await context.Conversations.AnyAsync(row => row.ContactId == contact.Value && row.ClosedAt == null, cancellationToken);
    }

    internal byte[] HashOf(Address address) =>
        (_index ?? throw new InvalidOperationException("The database was not prepared; call PrepareAsync at start-up.")).Hash(address);

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

    internal DataKey KeyOf(ContactRow contact) => new(_keys.Unwrap(contact.WrappedKey, Places.ContactKey(contact.Id)));

    internal Address AddressOf(ContactRow contact) => new(contact.Channel, KeyOf(contact).Open(contact.AddressBox, Places.Address(contact.Id)));

    private async Task<AddressIndex> LoadIndexAsync(HelplineDbContext context, CancellationToken cancellationToken)
    {
        var secret = await context.Secrets.SingleOrDefaultAsync(row => row.Name == IndexSecret, cancellationToken);
        if (secret is null)
        {
            secret = new SecretRow
            {
                Name = IndexSecret,
                KeyId = _keys.Id,
                Wrapped = _keys.Wrap(RandomNumberGenerator.GetBytes(SealedBox.KeyLength), IndexSecret),
            };
            context.Secrets.Add(secret);
            await context.SaveChangesAsync(cancellationToken);
        }

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
