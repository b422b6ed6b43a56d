using Helpline.Messages;

namespace Helpline.Channels.Tests;

/// <summary>Remembers what was handed in, and answers as told. Thread-safe.</summary>
internal sealed class RecordingInbox : IInbox
{
    private readonly Lock _lock = new();
    private readonly List<InboundMessage> _messages = [];
    private readonly List<DeliveryReceipt> _receipts = [];

    public IReadOnlyList<InboundMessage> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    public IReadOnlyList<DeliveryReceipt> Receipts
    {
        get
        {
            lock (_lock)
                return [.. _receipts];
        }
    }

    public Acceptance Answer { get; set; } = Acceptance.Accepted;

    public Task<Acceptance> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        lock (_lock)
            _messages.Add(message);
        return Task.FromResult(Answer);
    }

    public Task<Acceptance> AcceptAsync(DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        lock (_lock)
            _receipts.Add(receipt);
        return Task.FromResult(Answer);
    }
}
