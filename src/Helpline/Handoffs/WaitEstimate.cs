namespace Helpline.Handoffs;

/// <summary>What children are told of how long a counsellor takes: only what others have really waited, and nothing where that says little.</summary>
public static class WaitEstimate
{
    /// <summary>How far back waits count: a night says nothing of an afternoon.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromHours(3);

    /// <summary>Fewer waits than these are no experience.</summary>
    public const int Fewest = 4;

    /// <summary>Minutes that are said; coarse, so that none sounds like a promise to the minute.</summary>
    private static readonly int[] Steps = [5, 10, 15, 20, 30, 45, 60];

    /// <summary>Said where most waited longer than an hour.</summary>
    public static readonly TimeSpan MoreThanAnHour = TimeSpan.MaxValue;

    /// <summary>In less than this, four of five got a counsellor. Null: too few have waited lately, or this child waits longer than they did.</summary>
    /// <param name="recent">How long others of the same level waited.</param>
    /// <param name="soFar">How long this child has waited.</param>
    public static TimeSpan? Of(IReadOnlyCollection<TimeSpan> recent, TimeSpan soFar)
    {
        ArgumentNullException.ThrowIfNull(recent);
        if (recent.Count < Fewest)
            return null;
        var wait = recent.Order().ElementAt((recent.Count * 4 + 4) / 5 - 1);
        var step = Array.Find(Steps, minutes => wait < TimeSpan.FromMinutes(minutes));
        var said = step == 0 ? MoreThanAnHour : TimeSpan.FromMinutes(step);
        return soFar < (step == 0 ? wait : said) ? said : null;
    }
}
