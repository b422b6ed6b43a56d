using System.Collections.Concurrent;
using Helpline.Messages;

namespace Helpline.Console.Live;

/// <summary>
/// Tells every open screen that conversations have changed. Listens to the hints once per node and fans out. Thread-safe.
/// </summary>
/// <remarks>A hint may be lost, so every <see cref="ChangeSubscription"/> also polls.</remarks>
internal sealed class ChangeFeed(Func<Action<ConversationId>, Task> listen, TimeProvider time)
{
    private readonly ConcurrentDictionary<ChangeSubscription, bool> _subscriptions = [];
    private int _isListening;

    public ChangeSubscription Subscribe()
    {
        var subscription = new ChangeSubscription(this, time);
        _subscriptions[subscription] = true;
        if (Interlocked.Exchange(ref _isListening, 1) == 0)
            _ = listen(Publish); // the hints log their own trouble
        return subscription;
    }

    internal void Forget(ChangeSubscription subscription) => _subscriptions.TryRemove(subscription, out _);

    private void Publish(ConversationId conversation)
    {
        foreach (var subscription in _subscriptions.Keys)
            subscription.Add(conversation);
    }
}
