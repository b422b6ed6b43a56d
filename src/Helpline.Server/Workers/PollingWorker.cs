using Helpline.Storage.Redis;

namespace Helpline.Server.Workers;

/// <summary>
/// A worker that looks into SQL when it is hinted at and, because hints may be lost, once a second anyway. What it finds is worked on until
/// nothing is left; contacts in parallel, each contact by one worker at a time.
/// </summary>
internal abstract partial class PollingWorker(WorkKind kind, Hints hints, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Shorter than the poll: after a failed round the store gets a moment, and no more.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    protected TimeProvider Time { get; } = time;

    protected abstract Task DrainAsync(CancellationToken cancellationToken);

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

    /// <summary>Runs the work for each contact; one contact's failure does not stop the others.</summary>
    /// <returns>How many contacts made progress.</returns>
    protected async Task<int> ForEachAsync<T>(IReadOnlyList<T> contacts, int parallel, Func<T, CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        var progressed = 0;
        await Parallel.ForEachAsync(contacts, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken }, async (contact, cancel) =>
        {
            try
            {
                if (await work(contact, cancel))
                    Interlocked.Increment(ref progressed);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                LogContactFailed(kind, error.GetType().Name);
            }
        });
        return progressed;
    }

    // Exceptions are named, not written out: drivers quote values in their messages.
    [LoggerMessage(LogLevel.Error, "A round of {Kind} failed ({Error}); trying again.")]
    private partial void LogRoundFailed(WorkKind kind, string error);

    [LoggerMessage(LogLevel.Error, "{Kind} of one contact failed ({Error}); it stays pending and is tried again.")]
    private partial void LogContactFailed(WorkKind kind, string error);
}
