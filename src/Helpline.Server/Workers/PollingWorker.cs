using Helpline.Messages;
using Helpline.Storage.Redis;

namespace Helpline.Server.Workers;

/// <summary>
/// A worker that looks into SQL when it is hinted at and, because hints may be lost, once a second anyway. What it finds is worked on until
/// nothing is left; contacts in parallel, each contact by one worker at a time.
/// </summary>
/// <remarks>A round looks, takes each contact's lease, and works; rounds follow one another for as long as any contact makes progress.</remarks>
internal abstract partial class PollingWorker(WorkKind kind, int parallelism, Leases leases, Hints hints, TimeProvider time, ILogger logger) : BackgroundService
{
    private const int ContactsPerRound = 64;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Shorter than the poll: after a failed round the store gets a moment, and no more.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    protected TimeProvider Time { get; } = time;

    /// <summary>Contacts with something to do, the most urgent first.</summary>
    protected abstract Task<IReadOnlyList<ContactId>> FindAsync(int most, CancellationToken cancellationToken);

    /// <summary>Does it, under the contact's lease; true if there was progress.</summary>
    protected abstract Task<bool> WorkAsync(ContactId contact, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var signal = new WakeSignal(Time);
        await hints.OnWakeAsync(kind, signal.Set);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DrainAsync(stoppingToken);
                await signal.WaitAsync(PollInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                LogRoundFailed(kind, error.GetType().Name);
                await Task.Delay(PauseAfterFailure, Time, CancellationToken.None);
            }
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (await FindAsync(ContactsPerRound, cancellationToken) is { Count: > 0 } contacts && await RoundAsync(contacts, cancellationToken))
        {
            // Somebody made progress: there may be more.
        }
    }

    /// <summary>Works for each contact; one contact's failure does not stop the others. True if any made progress.</summary>
    private async Task<bool> RoundAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        var progressed = 0;
        await Parallel.ForEachAsync(contacts, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken }, async (contact, cancel) =>
        {
            try
            {
                await using var lease = await leases.TryTakeAsync(kind, contact);
                if (lease is not null && await WorkAsync(contact, cancel))
                    Interlocked.Increment(ref progressed);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                LogContactFailed(kind, error.GetType().Name);
            }
        });
        return progressed > 0;
    }

    // Exceptions are named, not written out: drivers quote values in their messages.
    [LoggerMessage(LogLevel.Error, "A round of {Kind} failed ({Error}); trying again.")]
    private partial void LogRoundFailed(WorkKind kind, string error);

    [LoggerMessage(LogLevel.Error, "{Kind} of one contact failed ({Error}); it stays pending and is tried again.")]
    private partial void LogContactFailed(WorkKind kind, string error);
}
