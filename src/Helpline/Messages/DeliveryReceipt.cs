namespace Helpline.Messages;

/// <summary>What a provider says has become of one of our messages.</summary>
/// <param name="Channel">The channel that says so.</param>
/// <param name="Message">Our own id, which the callback URL carried there and back.</param>
/// <param name="ProviderId">The provider's id.</param>
/// <param name="Status">Sent, delivered, undelivered or failed.</param>
/// <param name="ErrorCode">The provider's error code, if it gave one.</param>
public sealed record DeliveryReceipt(
    string Channel,
    OutboundId Message,
    string ProviderId,
    DeliveryStatus Status,
    string? ErrorCode = null);
