using Helpline.Messages;
using Helpline.Storage;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;
using Helpline.Storage.Work;

namespace Helpline.Server.Workers;

/// <summary>Sends what is due: each channel on its own, so that a slow or broken provider holds up nobody else's messages.</summary>
internal sealed class OutboxWorker(
    Outbox outbox,
    ChildWindows windows,
    IEnumerable<IChannel> channels,
    ChannelCircuits circuits,
    SendingRates rates,
    PendingWork work,
    HelplineMetrics metrics,
    TimeProvider time,
    ILogger<ChannelSender> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(channels.Select(channel =>
        new ChannelSender(channel, new WindowPassage(channel, windows, time), outbox, work.Outbox(channel.Name), circuits.Of(channel.Name), rates, metrics, time, logger).RunAsync(stoppingToken)));
}
