namespace Helpline.Benchmarks.Load;

/// <summary>A message that a child has sent.</summary>
internal sealed class SentText(string text, bool isUrgent, long at)
{
    public string Text { get; } = text;

    public bool IsUrgent { get; } = isUrgent;

    /// <summary>When, as a timestamp.</summary>
    public long At { get; } = at;

    /// <summary>True once the webhook was answered 2xx.</summary>
    public bool IsAccepted { get; set; }
}
