using System.Data.Common;
using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Redis;
using Helpline.Storage.Spool;
using Helpline.Storage.Work;
using Microsoft.Extensions.Logging;

namespace Helpline.Storage.Sql;

/// <summary>
/// The durable inbox. <see cref="Acceptance.Accepted"/> means that the entry is on a disk: committed in SQL together with what came at the
/// same time, or, while SQL is out of reach, in this node's spool. Only if neither takes it, it is <see cref="Acceptance.Unavailable"/>.
/// </summary>
/// <remarks>
/// One loop takes the messages, in order: while anything lies in the spool, what comes in goes behind it, and the spool is drained into SQL in
/// the order in which it was filled. A child's messages are so never turned round by an outage on their node. Receipts, whose order does not
/// matter, have a loop of their own, since they may wait for the send that they speak of to be recorded.
/// </remarks>
internal sealed partial class SqlInbox : IInbox, IAsyncDisposable
{
    private const int LargestGroup = 256;

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(500);

    private readonly InboxWriter _writer;
    private readonly LocalSpool _spool;
    private readonly PendingWork _work;
    private readonly SpoolMarks _marks;
    private readonly Hints _hints;
    private readonly LiveDialogs _dialogs;
    private readonly HelplineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HashSet<Address> _drained = [];
    private readonly GroupCommit<InboxEntry, Acceptance> _group;
    private readonly GroupCommit<InboxEntry, Acceptance?> _receipts;

    public SqlInbox(InboxWriter writer, LocalSpool spool, PendingWork work, SpoolMarks marks, Hints hints, LiveDialogs dialogs, HelplineMetrics metrics, TimeProvider time, ILogger<SqlInbox> logger)
    {
        _writer = writer;
        _spool = spool;
        _work = work;
        _marks = marks;
        _hints = hints;
        _dialogs = dialogs;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _group = new GroupCommit<InboxEntry, Acceptance>(LargestGroup, CommitAsync, time, DrainAsync);
        _receipts = new GroupCommit<InboxEntry, Acceptance?>(LargestGroup, CommitReceiptsAsync, time);
    }

    public async Task<Acceptance> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        var acceptance = await AcceptAsync(new InboxEntry(_time.Now(), IsUrgent(message), message, Receipt: null));
        if (acceptance == Acceptance.Accepted)
            _metrics.Inbound(message.From.Channel);
        return acceptance;
    }

    public async Task<Acceptance> AcceptAsync(DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = new InboxEntry(_time.Now(), Urgent: false, Message: null, receipt);
        try
        {
            return await _receipts.AddAsync(entry) ?? await AcceptAsync(entry);
        }
        catch (TimeoutException)
        {
            return Acceptance.Unavailable;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _receipts.DisposeAsync();
        await _group.DisposeAsync();
    }

    /// <summary>Once the entry is in the group it is committed: a caller who gives up only misses the answer.</summary>
    private async Task<Acceptance> AcceptAsync(InboxEntry entry)
    {
        try
        {
            return await _group.AddAsync(entry);
        }
        catch (TimeoutException)
        {
            return Acceptance.Unavailable;
        }
    }

    /// <summary>A first look, so that in a rush a child in danger is answered before a hundred greetings. The turn looks again, and decides.</summary>
    private bool IsUrgent(InboundMessage message)
    {
        try
        {
            return _dialogs.Triage.Assess(message.Text).Level >= HandoffPolicy.CallsHuman;
        }
        catch (Exception)
        {
            return true; // its turn will fail as well, and a person should see it soon
        }
    }

    /// <summary>Nulls if SQL did not take them: the spool is for the messages' loop.</summary>
    private async Task<IReadOnlyList<Acceptance?>> CommitReceiptsAsync(IReadOnlyList<InboxEntry> entries) =>
        await WriteAsync(entries, spooled: false) is { } written
            ? [.. written.Select(entry => (Acceptance?)entry.Acceptance)]
            : new Acceptance?[entries.Count];

    private async Task<IReadOnlyList<Acceptance>> CommitAsync(IReadOnlyList<InboxEntry> entries)
    {
        if (_spool.IsEmpty && await WriteAsync(entries, spooled: false) is { } written)
            return [.. written.Select(entry => entry.Acceptance)];
        var kept = _spool.Append(entries);
        if (kept)
            _marks.Set(SendersOf(entries));
        else
            LogRefused(entries.Count);
        return [.. entries.Select(_ => kept ? Acceptance.Accepted : Acceptance.Unavailable)];
    }

    /// <returns>How soon to try again: at once while there is more, after a moment while SQL is down, never while the spool is empty.</returns>
    private async Task<TimeSpan> DrainAsync()
    {
        if (_spool.IsEmpty)
            return Timeout.InfiniteTimeSpan;
        try
        {
            var entries = _spool.Peek(LargestGroup);
            if (await WriteAsync(entries, spooled: true) is null && !await WriteOneByOneAsync(entries))
                return ProbeInterval;
            _drained.UnionWith(SendersOf(entries));
            if (_spool.Count == entries.Count)
            {
                _marks.Clear(_drained);
                _drained.Clear();
            }

            _spool.Drop(entries.Count);
            if (!_spool.IsEmpty)
                return TimeSpan.Zero;
            LogDrained();
            return Timeout.InfiniteTimeSpan;
        }
        catch (Exception error)
        {
            LogDrainFailed(error.GetType().Name);
            return ProbeInterval;
        }
    }

    private static IEnumerable<Address> SendersOf(IEnumerable<InboxEntry> entries) => entries.Select(entry => entry.Message?.From).OfType<Address>();

    /// <summary>Writes what a group was refused for apart, so that one entry that SQL will never take does not block the others. False if SQL is out of reach.</summary>
    private async Task<bool> WriteOneByOneAsync(IReadOnlyList<InboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            try
            {
                Wake(await _writer.WriteAsync([entry], spooled: true, CancellationToken.None));
            }
            catch (DbException error) when (IsRefusedForItself(error))
            {
                LogSetAside(error.SqlState);
                _spool.SetAside(entry);
            }
            catch (Exception error) when (Database.IsOutage(error))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Null if SQL did not take them.</summary>
    private async Task<IReadOnlyList<Written>?> WriteAsync(IReadOnlyList<InboxEntry> entries, bool spooled)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var written = await _writer.WriteAsync(entries, spooled, CancellationToken.None);
                Wake(written);
                return written;
            }
            catch (DbException error) when (attempt < 3 && IsRace(error))
            {
                // Another node was faster with the same new contact, or held what we need: look again.
            }
            catch (Exception error) when (Database.IsOutage(error))
            {
                if (!spooled)
                    LogUnreachable(error.GetType().Name);
                return null;
            }
        }
    }

    private void Wake(IReadOnlyList<Written> written)
    {
        foreach (var entry in written)
        {
            if (entry.Conversation is { } conversation)
                _ = _hints.ChangedAsync(conversation);
            else if (entry.Contact is { } contact)
                _work.Turns.Add(contact, entry.Urgent);
        }
    }

    /// <summary>Unique violation, deadlock, serialization failure; and SQLite's "constraint failed".</summary>
    private static bool IsRace(DbException error) =>
        error.SqlState is "23505" or "23503" or "40P01" or "40001" || error is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 };

    /// <summary>PostgreSQL's class 22, data exception; SQLite's "data type mismatch".</summary>
    private static bool IsRefusedForItself(DbException error) =>
        error.SqlState is ['2', '2', ..] || error is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 20 };

    // Exceptions are named, not written out: a driver may quote parameter values in them.
    [LoggerMessage(LogLevel.Error, "SQL is out of reach ({Error}); what comes in is kept in this node's spool.")]
    private partial void LogUnreachable(string error);

    [LoggerMessage(LogLevel.Information, "The spool is drained into SQL.")]
    private partial void LogDrained();

    [LoggerMessage(LogLevel.Error, "The spool could not be drained ({Error}); trying again.")]
    private partial void LogDrainFailed(string error);

    [LoggerMessage(LogLevel.Critical, "SQL is out of reach and the spool takes nothing: {Count} events were refused with 503.")]
    private partial void LogRefused(int count);

    [LoggerMessage(LogLevel.Critical, "SQL refuses a spooled event for itself ({SqlState}); it is kept, sealed, in a .refused file of the spool.")]
    private partial void LogSetAside(string? sqlState);
}
