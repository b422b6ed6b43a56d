using System.Threading.Channels;

namespace Helpline.Storage.Work;

/// <summary>
/// Lets concurrent writers share one transaction: what comes in while a group is committed is the next group. Alone, a writer waits for nobody.
/// Groups are committed one after the other, in the order in which they came.
/// </summary>
internal sealed class GroupCommit<TItem, TResult> : IAsyncDisposable
{
    /// <summary>Writers that may wait; more is a store that does not keep up, and its caller is told so at once.</summary>
    private const int MostWaiting = 50_000;

    private readonly Channel<(TItem Item, TaskCompletionSource<TResult> Done)> _waiting =
        Channel.CreateBounded<(TItem, TaskCompletionSource<TResult>)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly int _most;
    private readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> _commit;
    private readonly Func<Task<TimeSpan>>? _between;
    private readonly TimeProvider _time;
    private readonly Task _loop;

    /// <param name="most">The largest group.</param>
    /// <param name="commit">Commits a group; as many results as items, in their order. What it throws, every writer of the group gets.</param>
    /// <param name="time">The clock.</param>
    /// <param name="between">Runs before each group and says after how long it wants to run again at the latest. Must not throw.</param>
    public GroupCommit(int most, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> commit, TimeProvider time, Func<Task<TimeSpan>>? between = null)
    {
        _most = most;
        _commit = commit;
        _time = time;
        _between = between;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>The item's result, once its group is committed.</summary>
    /// <exception cref="TimeoutException">Too many wait already; the item was not taken.</exception>
    public Task<TResult> AddAsync(TItem item)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _waiting.Writer.TryWrite((item, done)) ? done.Task : throw new TimeoutException("Too many writes are waiting for the store.");
    }

    /// <summary>Commits what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task LoopAsync()
    {
        var group = new List<(TItem Item, TaskCompletionSource<TResult> Done)>(_most);
        while (await WaitAsync())
        {
            group.Clear();
            while (group.Count < _most && _waiting.Reader.TryRead(out var next))
                group.Add(next);
            if (group.Count > 0)
                await CommitAsync(group);
        }
    }

    /// <summary>True when there may be something to commit, false at the end.</summary>
    private async Task<bool> WaitAsync()
    {
        var longest = _between is null ? Timeout.InfiniteTimeSpan : await _between();
        var ready = _waiting.Reader.WaitToReadAsync();
        if (ready.IsCompleted || longest == Timeout.InfiniteTimeSpan)
            return await ready;
        var waiting = ready.AsTask();
        await Task.WhenAny(waiting, Task.Delay(longest, _time));
        return !waiting.IsCompleted || await waiting;
    }

    private async Task CommitAsync(List<(TItem Item, TaskCompletionSource<TResult> Done)> group)
    {
        try
        {
            var results = await _commit([.. group.Select(entry => entry.Item)]);
            for (var i = 0; i < group.Count; i++)
                group[i].Done.SetResult(results[i]);
        }
        catch (Exception error)
        {
            foreach (var (_, done) in group)
                done.TrySetException(error);
        }
    }
}
