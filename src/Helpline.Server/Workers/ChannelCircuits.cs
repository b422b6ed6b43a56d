using System.Collections.Concurrent;
using Helpline.Messages;

namespace Helpline.Server.Workers;

/// <summary>One circuit a channel, for this process.</summary>
internal sealed class ChannelCircuits(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SendingCircuit> _circuits = new();

    public SendingCircuit Of(string channel) => _circuits.GetOrAdd(channel, _ => new SendingCircuit(time));
}
