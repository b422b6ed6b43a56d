using Helpline.Storage.Spool;
using Helpline.Storage.Sql;

namespace Helpline.Storage;

/// <summary>What a message that comes in now would find.</summary>
public enum StoreState
{
    /// <summary>SQL takes it.</summary>
    Up,

    /// <summary>SQL is out of reach or has to be caught up with; the spool takes it.</summary>
    Spooling,

    /// <summary>It would be refused.</summary>
    Down,
}

/// <summary>Whether this node can accept, for probes and for the operations board.</summary>
public sealed class StoreHealth
{
    private readonly Database _database;
    private readonly LocalSpool _spool;

    internal StoreHealth(Database database, LocalSpool spool)
    {
        _database = database;
        _spool = spool;
    }

    /// <summary>Entries that wait in this node's spool.</summary>
    public int Spooled => _spool.Count;

    public async Task<StoreState> ReadAsync(CancellationToken cancellationToken) =>
        await _database.CanWriteAsync(cancellationToken) && _spool.IsEmpty ? StoreState.Up
        : _spool.IsUsable ? StoreState.Spooling
        : StoreState.Down;
}
