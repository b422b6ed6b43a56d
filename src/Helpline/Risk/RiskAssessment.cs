namespace Helpline.Risk;

/// <summary>Why triage decided: the rule that fired, and where in the original text (UTF-16 offsets).</summary>
/// <param name="Rule"><c>language.rule</c>, or <see cref="RiskAssessment.Ladder"/>, or <see cref="RiskAssessment.Model"/>.</param>
public sealed record RiskEvidence(string Rule, Danger Danger, RiskLevel Level, int Start, int Length);

/// <summary>What triage knows of the conversation's earlier messages.</summary>
/// <param name="Steps">What was said on the ladder so far.</param>
public readonly record struct RiskContext(RiskSteps Steps);

/// <summary>What triage saw in one message. Holds no words, only offsets into them.</summary>
/// <param name="Level">The highest of the evidence.</param>
/// <param name="Evidence">The most serious first.</param>
/// <param name="Steps">What this message says on the ladder.</param>
/// <param name="ShadowLevel">What the level would be with the model in force; null if none runs in shadow. Nobody acts on it.</param>
public sealed record RiskAssessment(RiskLevel Level, IReadOnlyList<RiskEvidence> Evidence, RiskSteps Steps = RiskSteps.None, RiskLevel? ShadowLevel = null)
{
    /// <summary>The rule of evidence that several steps make together; see <see cref="RiskLadder"/>.</summary>
    public const string Ladder = "ladder";

    /// <summary>The rule of evidence that <see cref="TextModel"/> gives.</summary>
    public const string Model = "model";

    public static RiskAssessment Nothing { get; } = new(RiskLevel.None, []);

    /// <summary>Of a message in which a model in shadow sees nothing either.</summary>
    public static RiskAssessment NothingInShadow { get; } = Nothing with { ShadowLevel = RiskLevel.None };

    /// <summary>Of a message on which triage itself failed: a person reads it.</summary>
    public static RiskAssessment Unreadable { get; } = new(RiskLevel.High, []);

    /// <summary>The danger that the safe message speaks of: that of the most serious, then longest, evidence. Null if there is none.</summary>
    public Danger? Foremost => Evidence.Count == 0
        ? null
        : Evidence.OrderByDescending(evidence => evidence.Level).ThenByDescending(evidence => evidence.Length).First().Danger;
}
