using System.Collections.Concurrent;
using Helpline.Messages;

namespace Helpline.Channels.Tests;

/// <summary>Transcripts in memory, and the hints about them, which a test may withhold.</summary>
internal sealed class MemoryTranscript : ITranscript, IChatHints
{
    private const long Conversation = 1_000;

    private readonly ConcurrentDictionary<Address, List<ChatLine>> _lines = new();
    private readonly ConcurrentDictionary<Watcher, bool> _watchers = new();

    /// <summary>False: hints are lost.</summary>
    public bool Hints { get; set; } = true;

    /// <summary>Thrown by every read, while it is set.</summary>
    public Exception? Failure { get; set; }

    public ConcurrentQueue<Address> Typed { get; } = new();

    public int Watchers => _watchers.Count;

    public void Add(string conversation, params ChatLine[] lines)
    {
        var child = new Address(ChannelNames.DirectLine, conversation);
        var all = _lines.GetOrAdd(child, _ => []);
        lock (all)
            all.AddRange(lines);
        foreach (var watcher in _watchers.Keys.Where(watcher => Hints && watcher.Child == child))
            watcher.News();
    }

    public Task<TranscriptPage> ReadAsync(Address child, TranscriptMark after, int most, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
            return Task.FromException<TranscriptPage>(failure);
        var all = _lines.GetOrAdd(child, _ => []);
        lock (all)
        {
            var lines = all.Skip(after.Sequence).Take(most).ToList();
            return Task.FromResult(new TranscriptPage(lines, lines.Count == 0 ? after : new TranscriptMark(Conversation, after.Sequence + lines.Count), lines.Count == most));
        }
    }

    public Task<IReadOnlyList<Address>> WithNewsAsync(IReadOnlyDictionary<Address, TranscriptMark> children, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Address>>([.. children.Where(child => _lines.TryGetValue(child.Key, out var all) && all.Count > child.Value.Sequence).Select(child => child.Key)]);

    public IDisposable Watch(Address child, Action news)
    {
        var watcher = new Watcher(this, child, news);
        _watchers[watcher] = true;
        return watcher;
    }

    public Task TypesAsync(Address child)
    {
        Typed.Enqueue(child);
        return Task.CompletedTask;
    }

    private sealed class Watcher(MemoryTranscript owner, Address child, Action news) : IDisposable
    {
        public Address Child => child;

        public void News() => news();

        public void Dispose() => owner._watchers.TryRemove(this, out _);
    }
}
