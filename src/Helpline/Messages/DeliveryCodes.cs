namespace Helpline.Messages;

/// <summary>Why a message did not leave or arrive, where everybody has to act on the reason: channels say these instead of their providers' codes. They are stored.</summary>
public static class DeliveryCodes
{
    /// <summary>The child's last message is too old for the network, <see cref="MessagingWindow"/>.</summary>
    public const string WindowClosed = "window_closed";

    /// <summary>The child was invited to answer; the message waits for that.</summary>
    public const string AwaitingReply = "awaiting_reply";

    /// <summary>The child has said STOP, to us or to its carrier, which lets nothing through.</summary>
    public const string OptedOut = "opted_out";

    /// <summary>The number takes no text messages: a landline, mostly.</summary>
    public const string CannotReceive = "cannot_receive";
}
