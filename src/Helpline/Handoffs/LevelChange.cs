using Helpline.Risk;

namespace Helpline.Handoffs;

/// <summary>A counsellor's judgement of how much danger a child is in, in place of triage's.</summary>
/// <param name="Reason">For colleagues and whoever reviews it; may quote the child.</param>
public sealed record LevelChange(CounsellorId Counsellor, DateTimeOffset At, RiskLevel From, RiskLevel To, string Reason)
{
    public override string ToString() => $"level change from {From} to {To}";
}
