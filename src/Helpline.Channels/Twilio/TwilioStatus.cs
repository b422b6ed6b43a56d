using Helpline.Messages;

namespace Helpline.Channels.Twilio;

/// <summary>Twilio's message statuses in our terms.</summary>
internal static class TwilioStatus
{
    public static DeliveryStatus? Of(string status) => status switch
    {
        "accepted" or "scheduled" or "queued" or "sending" or "sent" => DeliveryStatus.Sent,
        "delivered" or "read" => DeliveryStatus.Delivered,
        "undelivered" => DeliveryStatus.Undelivered,
        "failed" or "canceled" => DeliveryStatus.Failed,
        _ => null,
    };
}
