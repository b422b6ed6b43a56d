using System.Diagnostics;

namespace Helpline.Benchmarks.Load;

/// <summary>What happened. Times count from when a message was sent within the measured window; the rest counts always. Thread-safe.</summary>
internal sealed class Scores
{
    private readonly Lock _lock = new();
    private readonly HashSet<Guid> _seen = [];
    private long _from = long.MaxValue;
    private long _to = long.MaxValue;

    public Latencies Acks { get; } = new();

    public Latencies Replies { get; } = new();

    public Latencies UrgentReplies { get; } = new();

    /// <summary>Messages that were accepted, answered, and whose answer's receipt was accepted within the window.</summary>
    public int Messages { get; private set; }

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    public int Duplicated { get; private set; }

    /// <summary>SMS that nothing was waiting for.</summary>
    public int Unexpected { get; private set; }

    public int ReceiptsRefused { get; private set; }

    /// <summary>When the last SMS came, as a timestamp.</summary>
    public long LastSms { get; private set; } = Stopwatch.GetTimestamp();

    public double Seconds => Stopwatch.GetElapsedTime(_from, _to).TotalSeconds;

    public void OpenWindow() => _from = Stopwatch.GetTimestamp();

    public void CloseWindow() => _to = Stopwatch.GetTimestamp();

    public void TextAnswered(SentText text, bool accepted)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            text.IsAccepted = accepted;
            if (!accepted)
            {
                Refused++;
                return;
            }

            Accepted++;
            if (IsMeasured(text.At))
                Acks.Add(text.At, now);
        }
    }

    /// <summary>False if this SMS came before.</summary>
    public bool SmsCame(Guid message)
    {
        lock (_lock)
        {
            LastSms = Stopwatch.GetTimestamp();
            if (_seen.Add(message))
                return true;
            Duplicated++;
            return false;
        }
    }

    public void Replied(SentText? text)
    {
        lock (_lock)
        {
            if (text is null)
                Unexpected++;
            else if (IsMeasured(text.At))
                (text.IsUrgent ? UrgentReplies : Replies).Add(text.At, LastSms);
        }
    }

    public void ReceiptAnswered(SentText? text, bool accepted)
    {
        lock (_lock)
        {
            if (!accepted)
                ReceiptsRefused++;
            else if (text is not null && IsMeasured(Stopwatch.GetTimestamp()))
                Messages++;
        }
    }

    private bool IsMeasured(long at) => at >= _from && at < _to;
}
