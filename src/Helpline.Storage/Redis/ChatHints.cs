using Helpline.Messages;
using Helpline.Storage.Sql;

namespace Helpline.Storage.Redis;

/// <summary>
/// Passes hints about children on to whoever watches them on this node. Between nodes a child is named by the keyed hash of its address.
/// Thread-safe.
/// </summary>
internal sealed class ChatHints(Hints hints, Database database) : IChatHints
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Watcher>> _watchers = [];
    private bool _isListening;

    public IDisposable Watch(Address child, Action news)
    {
        var watcher = new Watcher(this, Hints.KeyOf(database.HashOf(child)), news);
        bool first;
        lock (_lock)
        {
            if (!_watchers.TryGetValue(watcher.Key, out var others))
                _watchers.Add(watcher.Key, others = new List<Watcher>(1));
            others.Add(watcher);
            first = !_isListening;
            _isListening = true;
        }

        if (first)
            _ = hints.OnLinesAsync(Tell); // the hints log their own trouble
        return watcher;
    }

    public Task TypesAsync(Address child) => hints.TypesAsync(database.HashOf(child));

    private void Tell(string key)
    {
        Watcher[] watchers;
        lock (_lock)
            watchers = _watchers.TryGetValue(key, out var found) ? [.. found] : [];
        foreach (var watcher in watchers)
            watcher.News();
    }

    private void Remove(Watcher watcher)
    {
        lock (_lock)
        {
            if (_watchers.TryGetValue(watcher.Key, out var others) && others.Remove(watcher) && others.Count == 0)
                _watchers.Remove(watcher.Key);
        }
    }

    private sealed class Watcher(ChatHints owner, string key, Action news) : IDisposable
    {
        public string Key => key;

        public void News() => news();

        public void Dispose() => owner.Remove(this);
    }
}
