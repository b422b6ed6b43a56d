using Helpline.Messages;

namespace Helpline.Channels.Kannel;

/// <summary>The bits of Kannel's <c>dlr-mask</c> and of a report's <c>%d</c>, in our terms. Source: Kannel's User's Guide, "Delivery Reports".</summary>
internal static class KannelStatus
{
    /// <summary>The handset has it or will not, the SMSC has it or would not take it. Not 4: that the SMSC waits for the handset is nothing new.</summary>
    public const int Mask = 1 | 2 | 8 | 16;

    public static DeliveryStatus? Of(string report) => report switch
    {
        "1" => DeliveryStatus.Delivered,
        "2" => DeliveryStatus.Undelivered,
        "4" or "8" => DeliveryStatus.Sent,
        "16" => DeliveryStatus.Failed,
        _ => null,
    };
}
