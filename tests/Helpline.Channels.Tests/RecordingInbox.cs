using Helpline.Messages;

namespace Helpline.Channels.Tests;

/// <summary>Remembers what was handed in, and answers as told.</summary>
internal sealed class RecordingInbox : IInbox
{
    public List<InboundMessage> Messages { get; } = [];

    public List<DeliveryReceipt> Receipts { get; } = [];

    public Acceptance Answer { get; set; } = Acceptance.Accepted;

    public Task<Acceptance> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        Messages.Add(message);
        return Task.FromResult(Answer);
    }

    public Task<Acceptance> AcceptAsync(DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        Receipts.Add(receipt);
        return Task.FromResult(Answer);
    }
}
