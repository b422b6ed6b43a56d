using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Server.Commands.Risk;

/// <summary>A labelled message, and what triage says of it.</summary>
internal sealed record AssessedMessage(LabelledMessage Message, RiskAssessment Assessment, double Microseconds)
{
    public bool IsFound => Assessment.Level >= HandoffPolicy.CallsHuman;
}
