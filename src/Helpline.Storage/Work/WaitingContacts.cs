using Helpline.Messages;

namespace Helpline.Storage.Work;

/// <summary>
/// Contacts of this process that have something to do, urgent ones first. A contact is in one worker's hands at a time; what is added for it
/// meanwhile is remembered and comes again after <see cref="Done"/>. Thread-safe.
/// </summary>
/// <remarks>It is a hint, kept in memory: SQL is asked regularly for what got lost here. The rule of "queued, taken, added again" is that of
/// Kubernetes' client-go workqueue.</remarks>
public sealed class WaitingContacts(TimeProvider time)
{
    /// <summary>Contacts that are remembered; beyond that SQL is asked.</summary>
    private const int MostQueued = 100_000;

    private readonly Lock _lock = new();
    private readonly Lane _urgent = new();
    private readonly Lane _normal = new();
    private readonly Dictionary<ContactId, State> _states = [];

    private enum State
    {
        QueuedNormal,
        QueuedUrgent,
        Taken,
        TakenAndAddedAgain,
        TakenAndAddedAgainUrgent,
    }

    /// <summary>True if an urgent contact waits.</summary>
    public bool HasUrgent
    {
        get
        {
            lock (_lock)
                return _states.Count > 0 && _urgent.Peek(contact => IsIn(contact, State.QueuedUrgent));
        }
    }

    public void Add(ContactId contact, bool urgent)
    {
        lock (_lock)
        {
            if (!_states.TryGetValue(contact, out var state))
            {
                if (_states.Count < MostQueued || urgent)
                    Enqueue(contact, urgent);
                return;
            }

            switch (state)
            {
                case State.QueuedNormal when urgent:
                    Enqueue(contact, urgent: true); // its place in the normal lane is passed over when it comes up
                    break;
                case State.Taken or State.TakenAndAddedAgain:
                    _states[contact] = urgent ? State.TakenAndAddedAgainUrgent : State.TakenAndAddedAgain;
                    break;
            }
        }
    }

    /// <summary>Adds it when the time has passed, unless the process ends before.</summary>
    public void AddAfter(ContactId contact, bool urgent, TimeSpan after) =>
        _ = Task.Delay(after, time).ContinueWith(_ => Add(contact, urgent), TaskScheduler.Default);

    /// <summary>Takes contacts, the urgent first, waiting until there is one. Each must be given back by <see cref="Done"/>.</summary>
    public Task<IReadOnlyList<ContactId>> TakeAsync(int most, CancellationToken cancellationToken) => TakeAsync(most, fromUrgent: true, fromNormal: true, cancellationToken);

    /// <summary>As <see cref="TakeAsync(int, CancellationToken)"/>, from the urgent only.</summary>
    public Task<IReadOnlyList<ContactId>> TakeUrgentAsync(int most, CancellationToken cancellationToken) => TakeAsync(most, fromUrgent: true, fromNormal: false, cancellationToken);

    /// <summary>As <see cref="TakeAsync(int, CancellationToken)"/>, from the others only.</summary>
    public Task<IReadOnlyList<ContactId>> TakeNormalAsync(int most, CancellationToken cancellationToken) => TakeAsync(most, fromUrgent: false, fromNormal: true, cancellationToken);

    /// <summary>Gives a contact back.</summary>
    public void Done(ContactId contact)
    {
        lock (_lock)
        {
            if (_states.Remove(contact, out var state) && state is State.TakenAndAddedAgain or State.TakenAndAddedAgainUrgent)
                Enqueue(contact, state == State.TakenAndAddedAgainUrgent);
        }
    }

    private async Task<IReadOnlyList<ContactId>> TakeAsync(int most, bool fromUrgent, bool fromNormal, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task added;
            lock (_lock)
            {
                var taken = new List<ContactId>();
                if (fromUrgent)
                    Take(_urgent, State.QueuedUrgent, most, taken);
                if (fromNormal)
                    Take(_normal, State.QueuedNormal, most, taken);
                if (taken.Count > 0)
                    return taken;
                added = fromUrgent && fromNormal ? Task.WhenAny(_urgent.Added, _normal.Added) : fromUrgent ? _urgent.Added : _normal.Added;
            }

            await added.WaitAsync(cancellationToken);
        }
    }

    private void Take(Lane lane, State queued, int most, List<ContactId> taken)
    {
        while (taken.Count < most && lane.TryDequeue(out var contact))
        {
            if (!IsIn(contact, queued))
                continue; // it has moved to the other lane
            _states[contact] = State.Taken;
            taken.Add(contact);
        }
    }

    private void Enqueue(ContactId contact, bool urgent)
    {
        _states[contact] = urgent ? State.QueuedUrgent : State.QueuedNormal;
        (urgent ? _urgent : _normal).Enqueue(contact);
    }

    private bool IsIn(ContactId contact, State state) => _states.TryGetValue(contact, out var current) && current == state;

    /// <summary>A queue whose growth can be awaited. Under the outer lock.</summary>
    private sealed class Lane
    {
        private readonly Queue<ContactId> _contacts = new();
        private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes with the next addition.</summary>
        public Task Added => _added.Task;

        public void Enqueue(ContactId contact)
        {
            _contacts.Enqueue(contact);
            _added.TrySetResult();
            _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public bool TryDequeue(out ContactId contact) => _contacts.TryDequeue(out contact);

        public bool Peek(Func<ContactId, bool> isQueued)
        {
            while (_contacts.TryPeek(out var contact))
            {
                if (isQueued(contact))
                    return true;
                _contacts.Dequeue();
            }

            return false;
        }
    }
}
