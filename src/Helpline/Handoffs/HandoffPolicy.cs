using Helpline.Risk;

namespace Helpline.Handoffs;

/// <summary>The rules of the queue.</summary>
public static class HandoffPolicy
{
    /// <summary>From this level on triage calls a counsellor by itself, and the child cannot leave the queue.</summary>
    public const RiskLevel CallsHuman = RiskLevel.High;

    /// <summary>Who is next: the highest risk, and within a level who has waited longest.</summary>
    public static IOrderedEnumerable<T> InOrder<T>(IEnumerable<T> waiting, Func<T, RiskLevel> level, Func<T, DateTimeOffset> openedAt) =>
        waiting.OrderByDescending(level).ThenBy(openedAt);
}
