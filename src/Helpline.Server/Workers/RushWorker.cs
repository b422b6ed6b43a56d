using Helpline.Messages;
using Helpline.Storage.Reading;

namespace Helpline.Server.Workers;

/// <summary>Counts what waits on each channel, so that in a rush those who are not at risk are answered more slowly than they write.</summary>
internal sealed partial class RushWorker(OperationsQueries operations, Pace pace, IEnumerable<IChannel> channels, TimeProvider time, ILogger<RushWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!pace.IsOn)
            return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await LearnAsync(stoppingToken);
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

    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        var waiting = await operations.BacklogAsync(cancellationToken);
        foreach (var channel in channels.Select(channel => channel.Name))
        {
            var count = waiting.GetValueOrDefault(channel);
            if (pace.Learn(channel, count))
                LogRush(channel, pace.IsRush(channel) ? "begins" : "is over", count);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A rush on {Channel} {Change}: {Count} messages wait.")]
    private partial void LogRush(string channel, string change, int count);

    [LoggerMessage(LogLevel.Warning, "What waits could not be counted ({Error}); the pace stays as it is.")]
    private partial void LogFailed(string error);
}
