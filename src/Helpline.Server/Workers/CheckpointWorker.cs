using Helpline.Storage.Sql;

namespace Helpline.Server.Workers;

/// <summary>
/// Moves what SQLite has committed from its log into its file, beside the writer. Left to SQLite, a commit does so now and then, and children wait
/// for it: for long, once the file is large and its pages lie far apart.
/// </summary>
internal sealed partial class CheckpointWorker(Database database, TimeProvider time, ILogger<CheckpointWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await database.CheckpointAsync(stoppingToken);
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(error.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    [LoggerMessage(LogLevel.Warning, "SQLite's log could not be moved into its file ({Error}); trying again.")]
    private partial void LogFailed(string error);
}
