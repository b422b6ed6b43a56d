using Helpline.Storage;
using Helpline.Storage.Reading;

namespace Helpline.Server.Workers;

/// <summary>Reads queue lengths for the metrics, so that a scrape costs no query.</summary>
internal sealed partial class MetricsSampler(OperationsQueries operations, HelplineMetrics metrics, TimeProvider time, ILogger<MetricsSampler> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    metrics.Sample(await operations.ReadAsync(channels: [], stoppingToken));
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    LogFailed(error.GetType().Name);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The queues could not be counted ({Error}); metrics keep their last values.")]
    private partial void LogFailed(string error);
}
