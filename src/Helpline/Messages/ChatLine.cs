namespace Helpline.Messages;

/// <summary>One line of a conversation as the child sees it.</summary>
/// <param name="Id">The child's own line: the provider id that it came with. Ours: our id.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Text">The words.</param>
/// <param name="At">When it was accepted, or committed to the outbox.</param>
/// <param name="AwaitsReceipt">Our id, if nobody has reported the line as delivered yet.</param>
public sealed record ChatLine(string Id, ChatAuthor Author, string Text, DateTimeOffset At, OutboundId? AwaitsReceipt = null)
{
    public override string ToString() => $"{Author}'s line of {Text.Length} characters";
}
