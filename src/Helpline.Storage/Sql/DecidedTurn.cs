using Helpline.Conversations;

namespace Helpline.Storage.Sql;

/// <summary>What a turn decided, ready to be committed.</summary>
/// <param name="Session">What it was decided on.</param>
/// <param name="Outcome">What it decided.</param>
/// <param name="Failure">The kind of error, if the turn died and the outcome is the safe one.</param>
public sealed record DecidedTurn(ConversationSession Session, TurnOutcome Outcome, string? Failure = null)
{
    /// <summary>True if the turn has noticed a robot; not if a robot that was known goes on.</summary>
    public bool BeginsSilence => Outcome.Conversation.Pace.Silence is not null && Session.Conversation.Pace.Silence is null;
}
