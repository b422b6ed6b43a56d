namespace Helpline.Messages;

/// <summary>How a message may leave.</summary>
public enum Passage
{
    /// <summary>As it was written.</summary>
    Free,

    /// <summary>It waits for the child's answer, and the child is invited to give one.</summary>
    Invite,

    /// <summary>It waits; the child has been invited already.</summary>
    Await,

    /// <summary>Not at all.</summary>
    Closed,
}

/// <summary>
/// WhatsApp's customer service window: free words pass for 24 hours after the child's last message; later only a template that WhatsApp has approved.
/// Decided when a message is about to be sent, not when it was written: it may have waited. Source: Twilio's documentation, error 63016.
/// </summary>
public static class MessagingWindow
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(24);

    /// <summary>True if the window is open, or the channel's network has none.</summary>
    /// <param name="channel">One of <see cref="ChannelNames"/>.</param>
    /// <param name="lastHeardAt">When the child last wrote; null if never.</param>
    /// <param name="now">The time.</param>
    public static bool IsOpen(string channel, DateTimeOffset? lastHeardAt, DateTimeOffset now) =>
        !ChannelNames.HasWindow(channel) || now - lastHeardAt < Length;

    /// <summary>What becomes of a message that is about to be sent.</summary>
    /// <param name="isOpen">As <see cref="IsOpen"/> says, or the provider itself.</param>
    /// <param name="canInvite">True if an approved template is configured.</param>
    /// <param name="isInvited">True if the child was invited since it last wrote: one invitation, however many messages wait.</param>
    public static Passage Decide(bool isOpen, bool canInvite, bool isInvited) => (isOpen, canInvite, isInvited) switch
    {
        (true, _, _) => Passage.Free,
        (false, false, _) => Passage.Closed,
        (false, true, false) => Passage.Invite,
        (false, true, true) => Passage.Await,
    };
}
