namespace Helpline.Messages;

/// <summary>What the outbox does with a channel's answer.</summary>
public readonly record struct DeliveryDecision(DeliveryStatus Status, string? ErrorCode = null, TimeSpan? RetryAfter = null);

/// <summary>When a message is tried again, and when it is given up.</summary>
public static class DeliveryPolicy
{
    /// <summary>The bot's advice answers what the child has just asked: hours later it is stale, and may reach somebody else's eyes.</summary>
    public static readonly TimeSpan AdviceIsGoodFor = TimeSpan.FromHours(4);

    /// <summary>A counsellor's words are tried for a day, and the counsellor is told if they could not be delivered.</summary>
    public static readonly TimeSpan ReplyIsGoodFor = TimeSpan.FromHours(24);

    /// <summary>How long a send without an answer waits for its receipt before the provider is asked.</summary>
    public static readonly TimeSpan ReceiptPatience = TimeSpan.FromSeconds(15);

    /// <summary>Sends without an answer after which a message is given up if the provider cannot be asked: each may have reached the child.</summary>
    public const int MostUnknown = 3;

    /// <summary>Decides after an attempt. Pauses grow by the class of the trouble; a provider's own wish is honoured if it is longer.</summary>
    /// <param name="result">What the channel said.</param>
    /// <param name="attempt">Counted from 1.</param>
    /// <param name="jitter">0 to 1, at random: spreads the retries of many messages over the second half of their pause.</param>
    public static DeliveryDecision Decide(SendResult result, int attempt, double jitter) => result switch
    {
        SendResult.Sent => new(DeliveryStatus.Sent),
        SendResult.Refused refused => new(DeliveryStatus.Failed, refused.Code),
        SendResult.Unknown unknown => new(DeliveryStatus.Ambiguous, unknown.Code, ReceiptPatience),
        SendResult.TryLater later => new(DeliveryStatus.Pending, later.Code, Longer(Pause(later.Trouble, attempt) * (0.5 + (jitter / 2)), later.After)),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "Unknown send result."),
    };

    /// <summary>Decides after an invitation to answer: the message itself waits, for as long as it lives. An invitation too many does less harm than one too few.</summary>
    /// <param name="result">What the channel said.</param>
    /// <param name="attempt">Counted from 1.</param>
    /// <param name="jitter">As for <see cref="Decide"/>.</param>
    /// <param name="left">How long the message lives.</param>
    public static DeliveryDecision DecideInvitation(SendResult result, int attempt, double jitter, TimeSpan left) => result switch
    {
        SendResult.Sent => AwaitReply(left),
        SendResult.Unknown when attempt >= MostUnknown => AwaitReply(left),
        SendResult.Unknown unknown => Decide(new SendResult.TryLater(SendTrouble.Unavailable, unknown.Code), attempt, jitter),
        _ => Decide(result, attempt, jitter),
    };

    /// <summary>The message waits until the child writes.</summary>
    public static DeliveryDecision AwaitReply(TimeSpan left) => new(DeliveryStatus.Pending, DeliveryCodes.AwaitingReply, left);

    /// <summary>Decides about a send without an answer, after its provider was asked.</summary>
    /// <param name="answer">What the provider said, without the messages that are known to be others.</param>
    /// <param name="unanswered">Sends so far that had no answer. What the provider did not take is none of them: a message that was often throttled is still to be sent.</param>
    /// <param name="isExpired">True if it would not be sent again any more: then it must not hold up what follows until its provider answers.</param>
    public static DeliveryDecision Resolve(LookUpResult answer, int unanswered, bool isExpired) => answer switch
    {
        LookUpResult.Known { ProviderIds.Count: > 0 } => new(DeliveryStatus.Sent),
        LookUpResult.Known => new(DeliveryStatus.Pending, "not_taken", TimeSpan.Zero),
        LookUpResult.TryLater when isExpired => new(DeliveryStatus.Failed, "no_answer"),
        LookUpResult.TryLater later => new(DeliveryStatus.Ambiguous, later.Code, ReceiptPatience),
        LookUpResult.CannotAsk when unanswered >= MostUnknown => new(DeliveryStatus.Failed, "no_answer"),
        LookUpResult.CannotAsk => new(DeliveryStatus.Pending, "no_answer", TimeSpan.Zero), // better twice than never
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "Unknown answer."),
    };

    /// <summary>Doubles with each attempt. Who is throttled is taken again soon; who has to be corrected by a person is not asked every second.</summary>
    private static TimeSpan Pause(SendTrouble trouble, int attempt)
    {
        var (first, longest) = trouble switch
        {
            SendTrouble.Throttled => (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            SendTrouble.Unavailable => (TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5)),
            SendTrouble.Misconfigured => (TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)),
            _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "Unknown trouble."),
        };
        return attempt > 20 ? longest : TimeSpan.FromTicks(Math.Min(first.Ticks << (attempt - 1), longest.Ticks));
    }

    private static TimeSpan Longer(TimeSpan pause, TimeSpan? wished) => wished is { } wish && wish > pause ? wish : pause;
}
