namespace Helpline.Messages;

/// <summary>What the outbox does with a channel's answer.</summary>
public readonly record struct DeliveryDecision(DeliveryStatus Status, string? ErrorCode, TimeSpan? RetryAfter);

/// <summary>When a message is tried again, and when it is given up.</summary>
public static class DeliveryPolicy
{
    /// <summary>Tries that are made; with the pauses between them a little over two hours.</summary>
    public const int MostAttempts = 20;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Decides after the given attempt, counted from 1. Pauses double from one second on; a provider's own wish is honoured if it is longer.</summary>
    public static DeliveryDecision Decide(SendResult result, int attempt) => result switch
    {
        SendResult.Sent => new DeliveryDecision(DeliveryStatus.Sent, null, null),
        SendResult.Refused refused => new DeliveryDecision(DeliveryStatus.Failed, refused.Code, null),
        SendResult.Unknown unknown => new DeliveryDecision(DeliveryStatus.Ambiguous, unknown.Code, null),
        SendResult.TryLater later when attempt >= MostAttempts => new DeliveryDecision(DeliveryStatus.Failed, later.Code, null),
        SendResult.TryLater later => new DeliveryDecision(DeliveryStatus.Pending, later.Code, Longer(Pause(attempt), later.After)),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Unknown send result."),
    };

    private static TimeSpan Pause(int attempt)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));
        return pause < LongestPause ? pause : LongestPause;
    }

    private static TimeSpan Longer(TimeSpan pause, TimeSpan? wished) => wished is { } wish && wish > pause ? wish : pause;
}
