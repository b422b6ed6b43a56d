namespace Helpline.Benchmarks.Load;

/// <summary>A child's phone: what it texts, and what it waits for. Every text of the loop gets exactly one SMS, so answers belong to texts in their order.</summary>
internal sealed class Phone(int child)
{
    /// <summary>The menu, "something else", and no.</summary>
    private static readonly string[] Loop = ["menu", "6", "no"];

    private readonly Lock _lock = new();
    private readonly List<SentText> _waiting = [];
    private int _step;

    public int Child { get; } = child;

    public string Number { get; } = Twilio.NumberOf(child);

    /// <summary>The next message of the loop; it waits for its answer from now on.</summary>
    public SentText Next(long now)
    {
        lock (_lock)
            return Sends(new SentText(Loop[_step++ % Loop.Length], isUrgent: false, now));
    }

    public SentText Sends(SentText text)
    {
        lock (_lock)
            _waiting.Add(text);
        return text;
    }

    /// <summary>The text that was not accepted waits for nothing; the loop says it again.</summary>
    public void Refused(SentText text)
    {
        lock (_lock)
        {
            _waiting.Remove(text);
            _step--;
        }
    }

    /// <summary>An answer came: to which text; null if none waits.</summary>
    public SentText? Answered()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
                return null;
            var text = _waiting[0];
            _waiting.RemoveAt(0);
            return text;
        }
    }

    /// <summary>Accepted texts without an answer.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count(text => text.IsAccepted);
        }
    }
}
