using Helpline.Messages;
using Helpline.Storage.Sql;
using Helpline.Storage.Work;

namespace Helpline.Server.Workers;

/// <summary>
/// Looks into SQL every second for what no queue in memory knows: what another node or an earlier process has left behind, timers and retries
/// that have become due, sends that died. This is what bounds the delay of everything that was lost on the way.
/// </summary>
internal sealed partial class PollWorker(
    ConversationStore conversations,
    Outbox outbox,
    PendingWork work,
    IEnumerable<IChannel> channels,
    TimeProvider time,
    ILogger<PollWorker> logger) : BackgroundService
{
    private const int Most = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string[] _channels = [.. channels.Select(channel => channel.Name)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await PollAsync(stoppingToken);
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
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

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        foreach (var (contact, urgent) in await conversations.PendingContactsAsync(Most, cancellationToken))
            work.Turns.Add(contact, urgent);
        await outbox.RecoverAsync(cancellationToken);
        foreach (var due in await outbox.DueContactsAsync(_channels, Most, cancellationToken))
            work.Outbox(due.Channel).Add(due.Contact, due.Urgent);
    }

    [LoggerMessage(LogLevel.Error, "SQL could not be asked for what is due ({Error}); trying again.")]
    private partial void LogFailed(string error);
}
