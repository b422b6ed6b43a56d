using Helpline.Risk;

namespace Helpline.Handoffs;

/// <summary>Who answers children: a user of the console.</summary>
public readonly record struct CounsellorId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>Where a handoff stands. The values are stored: do not renumber.</summary>
public enum HandoffState
{
    Waiting = 0,
    Taken = 1,
    Closed = 2,

    /// <summary>The child went back to the dialogs before anyone took it.</summary>
    Left = 3,
}

/// <summary>How a counsellor's conversation ended. The values are stored: do not renumber.</summary>
public enum HandoffOutcome
{
    AdviceGiven = 0,
    SafetyPlanMade = 1,
    Referred = 2,
    EmergencyServicesInvolved = 3,
    ChildStoppedAnswering = 4,
    NotForThisService = 5,
}

/// <summary>One call for a counsellor, from the call to its end.</summary>
/// <param name="Number">Counts the handoffs of one conversation from 1.</param>
/// <param name="Reason">Why: <c>triage</c>, <c>failure</c>, or the reason that a dialog gave.</param>
/// <param name="Danger">What triage found foremost, if it did.</param>
/// <param name="Level">Rises by itself; only whoever holds the conversation lowers it.</param>
public sealed record Handoff(
    int Number,
    HandoffState State,
    string Reason,
    Danger? Danger,
    RiskLevel Level,
    DateTimeOffset OpenedAt)
{
    public CounsellorId? Counsellor { get; init; }

    public DateTimeOffset? TakenAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public HandoffOutcome? Outcome { get; init; }

    /// <summary>How much danger it was, as the counsellor saw it in the end. Null while it is open, and where nobody was asked: that came later.</summary>
    public RiskLevel? ClosingLevel { get; init; }

    /// <summary>The counsellor's closing note.</summary>
    public string? Note { get; init; }

    public override string ToString() => $"handoff {Number} ({State}, {Level})";
}
