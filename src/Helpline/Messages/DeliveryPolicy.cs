namespace Helpline.Messages;

/// <summary>What the outbox does with a channel's answer.</summary>
public readonly record struct DeliveryDecision(DeliveryStatus Status, string? ErrorCode, TimeSpan? RetryAfter);

/// <summary>When a message is tried again, and when it is given up.</summary>
public static class DeliveryPolicy
{
    /// <summary>A message that could not be sent for so long is given up: a provider that is down or misconfigured has this long to come back.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>Sends whose answer may be lost before the message is given up: each may have reached the child.</summary>
    public const int MostUnknown = 3;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Decides after an attempt. Pauses double from one second on; a provider's own wish is honoured if it is longer.</summary>
    /// <param name="result">What the channel said.</param>
    /// <param name="attempt">Counted from 1.</param>
    /// <param name="age">Since the message was written.</param>
    public static DeliveryDecision Decide(SendResult result, int attempt, TimeSpan age) => result switch
    {
        SendResult.Sent => new DeliveryDecision(DeliveryStatus.Sent, null, null),
        SendResult.Refused refused => new DeliveryDecision(DeliveryStatus.Failed, refused.Code, null),
        SendResult.Unknown unknown when attempt >= MostUnknown => new DeliveryDecision(DeliveryStatus.Failed, unknown.Code, null),
        SendResult.Unknown unknown => new DeliveryDecision(DeliveryStatus.Ambiguous, unknown.Code, null),
        SendResult.TryLater later when age >= Patience => new DeliveryDecision(DeliveryStatus.Failed, later.Code, null),
        SendResult.TryLater later => new DeliveryDecision(DeliveryStatus.Pending, later.Code, Longer(Pause(attempt), later.After)),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Unknown send result."),
    };

    private static TimeSpan Pause(int attempt) => attempt > 10 ? LongestPause : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), LongestPause.TotalSeconds));

    private static TimeSpan Longer(TimeSpan pause, TimeSpan? wished) => wished is { } wish && wish > pause ? wish : pause;
}
