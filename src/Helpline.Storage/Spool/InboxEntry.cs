using Helpline.Messages;

namespace Helpline.Storage.Spool;

/// <summary>What a channel handed in: a message or a receipt. Its text never shows what is in it.</summary>
/// <param name="ReceivedAt">Unix milliseconds.</param>
internal sealed record InboxEntry(long ReceivedAt, bool Urgent, InboundMessage? Message, DeliveryReceipt? Receipt)
{
    public override string ToString() => Message?.ToString() ?? "receipt";
}
