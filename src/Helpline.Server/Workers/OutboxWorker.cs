using Helpline.Messages;
using Helpline.Storage;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;

namespace Helpline.Server.Workers;

/// <summary>Sends what is due, each contact's messages in order, contacts in parallel.</summary>
internal sealed partial class OutboxWorker(
    Outbox outbox,
    IEnumerable<IChannel> channels,
    Leases leases,
    Hints hints,
    HelplineMetrics metrics,
    TimeProvider time,
    ILogger<OutboxWorker> logger) : PollingWorker(WorkKind.Outbox, parallelism: 16 /* sends wait for a provider, not for a core */, leases, hints, time, logger)
{
    private readonly Dictionary<string, IChannel> _channels = channels.ToDictionary(channel => channel.Name);

    protected override async Task<IReadOnlyList<ContactId>> FindAsync(int most, CancellationToken cancellationToken)
    {
        await outbox.RecoverAsync(cancellationToken);
        return await outbox.DueContactsAsync(most, cancellationToken);
    }

    protected override async Task<bool> WorkAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var sent = false;
        while (await outbox.ClaimNextAsync(contact, cancellationToken) is { } message)
        {
            // What was claimed is sent and recorded even while stopping: the channel's own time limit is shorter than the host's patience.
            var result = await SendAsync(message);
            var next = DeliveryPolicy.Decide(result, message.Attempt, Time.GetUtcNow() - message.WrittenAt);
            await outbox.RecordAsync(message, next.Status, (result as SendResult.Sent)?.ProviderId, next.ErrorCode, next.RetryAfter, CancellationToken.None);
            metrics.Outbound(message.Message.To.Channel, next.Status);
            if (next.Status is DeliveryStatus.Failed)
                LogGivenUp(message.Message.Id, message.Message.To.Channel, next.ErrorCode);
            sent = true;
        }

        return sent;
    }

    private async Task<SendResult> SendAsync(ClaimedMessage message)
    {
        if (!_channels.TryGetValue(message.Message.To.Channel, out var channel))
            return new SendResult.TryLater("channel_off");
        try
        {
            return await channel.SendAsync(message.Message, CancellationToken.None);
        }
        catch (Exception error)
        {
            // It failed in the middle: the provider may have it.
            LogSendFailed(message.Message.Id, message.Message.To.Channel, error.GetType().Name);
            return new SendResult.Unknown(error.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Message {Message} on {Channel} was given up: {Code}.")]
    private partial void LogGivenUp(OutboundId message, string channel, string? code);

    [LoggerMessage(LogLevel.Warning, "Sending message {Message} on {Channel} ended in {Error}; whether it left is unknown.")]
    private partial void LogSendFailed(OutboundId message, string channel, string error);
}
