using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>What a turn decided: committed whole, in one transaction, or not at all.</summary>
/// <param name="Conversation">The conversation afterwards, its newest handoff included.</param>
/// <param name="Received">The inbound messages that are done with this.</param>
/// <param name="Said">What goes to the outbox, in order.</param>
/// <param name="Timers">The conversation's timers that are set or, with no time, ended.</param>
public sealed record TurnOutcome(
    Conversation Conversation,
    IReadOnlyList<ReceivedMessage> Received,
    IReadOnlyList<SaidMessage> Said,
    IReadOnlyDictionary<TimerKind, DateTimeOffset?> Timers)
{
    /// <summary>The dialog's states that were entered, in order.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>A counsellor's change of the level, which is kept with its reason; null if there was none.</summary>
    public LevelChange? LevelChange { get; init; }
}

/// <summary>An inbound message's place in the transcript, and what triage saw in it.</summary>
public sealed record ReceivedMessage(long Ordinal, int Sequence, RiskAssessment Assessment);

/// <summary>A message for the child, from the bot or from a counsellor.</summary>
public sealed record SaidMessage(int Sequence, string Text, CounsellorId? Counsellor = null)
{
    public override string ToString() => $"message {Sequence} of {Text.Length} characters";
}
