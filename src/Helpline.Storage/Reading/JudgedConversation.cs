using Helpline.Risk;

namespace Helpline.Storage.Reading;

/// <summary>A conversation that a counsellor closed with a level, for training: the child's words, and nothing that says who it was.</summary>
/// <param name="Messages">The child's, in order.</param>
public sealed record JudgedConversation(string Language, RiskLevel ClosingLevel, Danger? Danger, IReadOnlyList<JudgedMessage> Messages);

/// <summary>One of the child's messages.</summary>
/// <param name="Triage">What triage said of it.</param>
public sealed record JudgedMessage(string Text, RiskLevel Triage)
{
    public override string ToString() => $"message of {Text.Length} characters ({Triage})";
}
