namespace Helpline.Conversations;

/// <summary>An accepted message that waits for its turn.</summary>
/// <param name="Ordinal">Its place in the inbox: the order of acceptance.</param>
public sealed record PendingMessage(long Ordinal, string Text, int Attachments, bool AnsweredByCarrier)
{
    /// <summary>When it was accepted; null: just now.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    public override string ToString() => $"inbox message {Ordinal}";
}
