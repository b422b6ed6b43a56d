using Helpline.Messages;

namespace Helpline.Channels.Simulator;

/// <summary>Delivers to the phones on the simulator's page.</summary>
internal sealed class SimulatorChannel(SimulatedPhones phones) : IChannel
{
    public string Name => ChannelNames.Simulator;

    public int? MessagesPerSecond => null;

    public Task<LookUpResult> LookUpAsync(OutgoingText message, CancellationToken cancellationToken) =>
        Task.FromResult<LookUpResult>(new LookUpResult.Known(phones.Has(message.To.Value, message.Id) ? [message.Id.ToString()] : []));

    public Task<SendResult> SendAsync(OutgoingText message, CancellationToken cancellationToken)
    {
        phones.Arrive(message.To.Value, message.Id, message.Text);
        return Task.FromResult<SendResult>(new SendResult.Sent(message.Id.ToString()));
    }
}
