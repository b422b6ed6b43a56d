using System.Collections.Concurrent;
using Helpline.Messages;

namespace Helpline.Channels.Simulator;

/// <summary>What has arrived on the simulated phones, by number. In memory: it is Development's, and one process'.</summary>
internal sealed class SimulatedPhones
{
    /// <summary>Phones that are remembered; a new one then pushes out another.</summary>
    private const int MostPhones = 200;

    private readonly ConcurrentDictionary<string, List<ArrivedMessage>> _phones = new();

    public void Arrive(string number, OutboundId id, string text)
    {
        if (_phones.Count >= MostPhones && !_phones.ContainsKey(number))
            _phones.TryRemove(_phones.Keys.First(), out _);
        var messages = _phones.GetOrAdd(number, _ => []);
        lock (messages)
            messages.Add(new ArrivedMessage(messages.Count + 1, id, text));
    }

    public bool Has(string number, OutboundId id) => After(number, 0).Any(message => message.Id == id);

    public IReadOnlyList<ArrivedMessage> After(string number, int count)
    {
        if (!_phones.TryGetValue(number, out var messages))
            return [];
        lock (messages)
            return [.. messages.Skip(count)];
    }
}

/// <summary>A message on a simulated phone; numbers count from 1.</summary>
internal sealed record ArrivedMessage(int Number, OutboundId Id, string Text);
