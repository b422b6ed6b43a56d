using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Storage.Reading;

/// <summary>How many conversations counsellors closed at a level, of which triage had said another or the same.</summary>
/// <param name="Closing">How much danger it was, as the counsellor saw it in the end.</param>
/// <param name="Triage">The highest level that triage itself gave to one of the child's messages.</param>
/// <param name="Shadow">What that would have been with the model that ran in shadow; null if none did.</param>
public sealed record TriageCount(RiskLevel Closing, RiskLevel Triage, RiskLevel? Shadow, int Conversations);

/// <summary>Triage measured by counsellors. Counts only.</summary>
public sealed record TriageRecord(IReadOnlyList<TriageCount> Counts)
{
    /// <summary>Triage as it was acted on, over all conversations.</summary>
    public TriageScore Triage => TriageScore.Of(Counts, count => count.Triage);

    /// <summary>The same over the conversations that a model in shadow has read, for comparison; null if there are none.</summary>
    public TriageScore? Unshadowed => Shadowed is [] ? null : TriageScore.Of(Shadowed, count => count.Triage);

    /// <summary>What it would have been with the model; null if none has run.</summary>
    public TriageScore? Shadow => Shadowed is [] ? null : TriageScore.Of(Shadowed, count => count.Shadow!.Value);

    private List<TriageCount> Shadowed => [.. Counts.Where(count => count.Shadow is not null)];

    /// <summary>Conversations of which triage said the one and counsellors the other.</summary>
    public int Of(RiskLevel triage, RiskLevel closing) => Counts.Where(count => count.Triage == triage && count.Closing == closing).Sum(count => count.Conversations);
}

/// <summary>The figures that matter: who was in danger and was found, and who was called for nothing.</summary>
/// <param name="Closed">Conversations.</param>
/// <param name="AtRisk">Of these, closed as high or imminent.</param>
/// <param name="Found">Of those at risk, what triage said was high or imminent.</param>
/// <param name="Alarms">All of which triage said high or imminent.</param>
public sealed record TriageScore(int Closed, int AtRisk, int Found, int Alarms)
{
    /// <summary>Of the alarms, those that were none.</summary>
    public int FalseAlarms => Alarms - Found;

    internal static TriageScore Of(IReadOnlyList<TriageCount> counts, Func<TriageCount, RiskLevel> said)
    {
        return new TriageScore(Sum(_ => true), Sum(IsAtRisk), Sum(count => IsAtRisk(count) && IsAlarm(count)), Sum(IsAlarm));

        int Sum(Func<TriageCount, bool> which) => counts.Where(which).Sum(count => count.Conversations);
        bool IsAlarm(TriageCount count) => said(count) >= HandoffPolicy.CallsHuman;
        static bool IsAtRisk(TriageCount count) => count.Closing >= HandoffPolicy.CallsHuman;
    }
}
