namespace Helpline.Messages;

/// <summary>How far an outbound message has come. The values are stored: do not renumber.</summary>
public enum DeliveryStatus
{
    /// <summary>Waits in the outbox.</summary>
    Pending = 0,

    /// <summary>Handed to the channel; no answer yet.</summary>
    Sending = 1,

    /// <summary>The channel may or may not have taken it (the answer was lost).</summary>
    Ambiguous = 2,

    /// <summary>The provider has it.</summary>
    Sent = 3,

    /// <summary>The handset has it.</summary>
    Delivered = 4,

    /// <summary>The network gave up on it.</summary>
    Undelivered = 5,

    /// <summary>The provider refused it.</summary>
    Failed = 6,

    /// <summary>It could not be sent while it was good for something.</summary>
    Expired = 7,
}

/// <summary>The one rule about statuses: receipts arrive in any order and never step back.</summary>
public static class DeliveryProgress
{
    /// <summary>True if a message in status <paramref name="from"/> moves on when it hears of <paramref name="to"/>.</summary>
    public static bool MayBecome(this DeliveryStatus from, DeliveryStatus to) => Rank(to) > Rank(from);

    /// <summary>The statuses that give way to <paramref name="to"/>; for a conditional UPDATE.</summary>
    public static IReadOnlyList<DeliveryStatus> ThatMayBecome(DeliveryStatus to) =>
        [.. Enum.GetValues<DeliveryStatus>().Where(from => from.MayBecome(to))];

    private static int Rank(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Pending => 0,
        DeliveryStatus.Sending => 1,
        DeliveryStatus.Ambiguous => 2,
        DeliveryStatus.Sent => 3,
        DeliveryStatus.Delivered or DeliveryStatus.Undelivered or DeliveryStatus.Failed or DeliveryStatus.Expired => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown delivery status."),
    };
}
