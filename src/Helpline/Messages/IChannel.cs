namespace Helpline.Messages;

/// <summary>A message on its way out: one SMS (of one or more segments) or one chat line.</summary>
/// <param name="Id">Our id; receipts bring it back.</param>
/// <param name="From">The service's address, as the child wrote to it.</param>
/// <param name="To">The child's address.</param>
/// <param name="Text">The words.</param>
/// <param name="WrittenAt">When it was committed to the outbox.</param>
/// <param name="ExpiresAt">After this it must not reach the child any more; a channel passes it on where its network can hold to it.</param>
public sealed record OutgoingText(OutboundId Id, Address From, Address To, string Text, DateTimeOffset WrittenAt, DateTimeOffset ExpiresAt)
{
    /// <summary>True if not the words are to be sent but the channel's invitation to answer, without which the words must not pass (<see cref="IChannel.CanInvite"/>).</summary>
    public bool IsInvitation { get; init; }

    public override string ToString() => $"{To.Channel} message {Id} of {Text.Length} characters";
}

/// <summary>Sends to one kind of network. Implementations are thread-safe and never retry: the outbox owns retry.</summary>
public interface IChannel
{
    /// <summary>One of <see cref="ChannelNames"/>.</summary>
    string Name { get; }

    /// <summary>Messages per second that the provider takes from this installation, all nodes together; null: it sets no limit.</summary>
    int? MessagesPerSecond { get; }

    /// <summary>True if the channel can invite a child to answer when <see cref="MessagingWindow"/> is closed.</summary>
    bool CanInvite => false;

    /// <summary>Hands the message to the provider. Expected failures are results; only a cancelled token throws.</summary>
    Task<SendResult> SendAsync(OutgoingText message, CancellationToken cancellationToken);

    /// <summary>Asks the provider whether it has taken the message. Expected failures are results; only a cancelled token throws.</summary>
    Task<LookUpResult> LookUpAsync(OutgoingText message, CancellationToken cancellationToken);
}
