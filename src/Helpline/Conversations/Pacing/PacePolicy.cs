namespace Helpline.Conversations.Pacing;

/// <summary>When an address is answered: a leaky bucket (ITU-T I.371) of answers, whose waits grow while it is empty.</summary>
internal static class PacePolicy
{
    /// <summary>How long the next answer has to wait; zero: not at all.</summary>
    public static TimeSpan WaitOf(AnswerPace pace, PaceLimits limits, bool isAtRisk, DateTimeOffset now)
    {
        var wait = Missing(pace, limits.AnswersAtOnce, limits.PerAnswer, now);
        if (wait > TimeSpan.Zero)
        {
            var grown = limits.PerAnswer * Math.Pow(2, Math.Min(pace.Delays, 30));
            wait = grown < limits.LongestWait ? Longer(wait, grown) : Longer(wait, limits.LongestWait);
        }

        return limits.Rush is { } rush && !isAtRisk && pace.AnsweredAt + rush - now is { } rest ? Longer(wait, rest) : wait;
    }

    /// <summary>An answer was given.</summary>
    /// <param name="pace">Before it.</param>
    /// <param name="said">Its messages.</param>
    /// <param name="hasWaited">True if it had to wait.</param>
    /// <param name="limits">How fast answers come back.</param>
    /// <param name="now">The time.</param>
    public static AnswerPace Answered(AnswerPace pace, IEnumerable<string> said, bool hasWaited, PaceLimits limits, DateTimeOffset now)
    {
        var used = Used(pace, limits.PerAnswer, now);
        return pace with
        {
            AnsweredAt = now,
            Said = SaidSketch.Of(said.Select(LoopDetector.Words)),
            Used = Math.Min(used + 1, limits.AnswersAtOnce + 1),
            Delays = hasWaited ? pace.Delays + 1 : used <= limits.AnswersAtOnce / 2.0 ? 0 : pace.Delays,
        };
    }

    private static double Used(AnswerPace pace, TimeSpan perAnswer, DateTimeOffset now) =>
        pace.AnsweredAt is { } last ? Math.Max(0, pace.Used - (Longer(now - last, TimeSpan.Zero) / perAnswer)) : 0;

    private static TimeSpan Missing(AnswerPace pace, int atOnce, TimeSpan perAnswer, DateTimeOffset now) =>
        Longer((Used(pace, perAnswer, now) + 1 - atOnce) * perAnswer, TimeSpan.Zero);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
