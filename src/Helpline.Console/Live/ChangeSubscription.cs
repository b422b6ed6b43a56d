using System.Threading.Channels;
using Helpline.Messages;

namespace Helpline.Console.Live;

/// <summary>One screen's share of the <see cref="ChangeFeed"/>. One reader; any number of writers.</summary>
internal sealed class ChangeSubscription(ChangeFeed feed, TimeProvider time) : IDisposable
{
    /// <summary>How old a screen gets when hints are lost.</summary>
    public static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(5);

    /// <summary>A turn and its messages' progress come as a burst; the screen is drawn once for all of it.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(150);

    private readonly Lock _lock = new();
    private readonly HashSet<ConversationId> _changed = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Waits for changes, or for the time to poll. Empty means: anything may have changed.</summary>
    public async Task<IReadOnlySet<ConversationId>> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _signal.Reader.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(PollEvery, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Take();
        }

        await Task.Delay(Settle, time, cancellationToken);
        return Take();
    }

    public void Dispose() => feed.Forget(this);

    internal void Add(ConversationId conversation)
    {
        lock (_lock)
            _changed.Add(conversation);
        _signal.Writer.TryWrite(true);
    }

    private HashSet<ConversationId> Take()
    {
        _signal.Reader.TryRead(out _);
        lock (_lock)
        {
            var taken = new HashSet<ConversationId>(_changed);
            _changed.Clear();
            return taken;
        }
    }
}
