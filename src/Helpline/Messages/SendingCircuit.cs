namespace Helpline.Messages;

/// <summary>
/// Whether a channel's provider is worth asking: after failures in a row the channel rests, for longer each time, then one message tries it
/// (the circuit breaker of Nygard's "Release It!"). A provider's Retry-After rests it too. Thread-safe.
/// </summary>
public sealed class SendingCircuit(TimeProvider time)
{
    /// <summary>Failures in a row that open the circuit.</summary>
    public const int MostFailures = 5;

    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private int _failures;
    private bool _isTrying;
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;

    /// <summary>When sending may go on; null: now.</summary>
    public DateTimeOffset? RestsUntil
    {
        get
        {
            lock (_lock)
                return _restsUntil > time.GetUtcNow() ? _restsUntil : null;
        }
    }

    /// <summary>How many messages may leave now, of <paramref name="wanted"/>: all, none, or one that tries whether the provider is back.</summary>
    public int Admit(int wanted)
    {
        lock (_lock)
        {
            if (_restsUntil > time.GetUtcNow())
                return 0;
            if (_failures < MostFailures)
                return wanted;
            if (_isTrying || wanted == 0)
                return 0;
            _isTrying = true;
            return 1;
        }
    }

    /// <summary>Takes back admissions that were not used.</summary>
    public void Release()
    {
        lock (_lock)
            _isTrying = false;
    }

    /// <summary>Learns from an answer. True if it opened or closed the circuit.</summary>
    public bool Learn(SendResult result)
    {
        lock (_lock)
        {
            var wasOpen = _failures >= MostFailures;
            _isTrying = false;
            switch (result)
            {
                case SendResult.Sent or SendResult.Refused:
                    _failures = 0;
                    return wasOpen;
                case SendResult.TryLater { Trouble: SendTrouble.Throttled, After: var after }:
                    Rest(after ?? TimeSpan.Zero);
                    return false;
                default:
                    if (wasOpen && _restsUntil > time.GetUtcNow())
                        return false; // it left before the circuit opened
                    _failures++;
                    if (_failures >= MostFailures)
                        Rest(TimeSpan.FromTicks(Math.Min(FirstRest.Ticks << Math.Min(_failures - MostFailures, 10), LongestRest.Ticks)));
                    return !wasOpen && _failures >= MostFailures;
            }
        }
    }

    private void Rest(TimeSpan length)
    {
        var until = time.GetUtcNow() + length;
        if (until > _restsUntil)
            _restsUntil = until;
    }
}
