namespace Helpline.Risk;

/// <summary>Why triage decided: the rule that fired, and where in the original text (UTF-16 offsets).</summary>
public sealed record RiskEvidence(string Rule, Danger Danger, RiskLevel Level, int Start, int Length);

/// <summary>What triage saw in one message. Holds no words, only offsets into them.</summary>
public sealed record RiskAssessment(RiskLevel Level, IReadOnlyList<RiskEvidence> Evidence)
{
    public static RiskAssessment Nothing { get; } = new(RiskLevel.None, []);

    /// <summary>The danger that the safe message speaks of: that of the most serious, then longest, evidence. Null if there is none.</summary>
    public Danger? Foremost => Evidence.Count == 0
        ? null
        : Evidence.OrderByDescending(evidence => evidence.Level).ThenByDescending(evidence => evidence.Length).First().Danger;
}
