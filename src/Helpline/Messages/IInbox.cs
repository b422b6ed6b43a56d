namespace Helpline.Messages;

/// <summary>What became of something that a channel handed in.</summary>
public enum Acceptance
{
    /// <summary>Committed durably; it will have its effect.</summary>
    Accepted,

    /// <summary>It was accepted before; nothing was added.</summary>
    Duplicate,

    /// <summary>It was not stored and left no trace; the provider should try again.</summary>
    Unavailable,
}

/// <summary>
/// The gateway's way in. A channel answers its provider with success only after <see cref="Acceptance.Accepted"/> or
/// <see cref="Acceptance.Duplicate"/>: by then the message is on disk.
/// </summary>
public interface IInbox
{
    Task<Acceptance> AcceptAsync(InboundMessage message, CancellationToken cancellationToken);

    Task<Acceptance> AcceptAsync(DeliveryReceipt receipt, CancellationToken cancellationToken);
}
