using System.Collections.Concurrent;

namespace Helpline.Storage.Work;

/// <summary>This process' work: who waits for a turn, and on which channel somebody waits for a message. Thread-safe.</summary>
public sealed class PendingWork(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WaitingContacts> _outbox = new();

    public WaitingContacts Turns { get; } = new(time);

    public WaitingContacts Outbox(string channel) => _outbox.GetOrAdd(channel, _ => new WaitingContacts(time));
}
