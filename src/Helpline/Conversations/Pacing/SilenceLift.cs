using System.Collections.Immutable;

namespace Helpline.Conversations.Pacing;

/// <summary>An operator takes a silence back: the address is answered again, as if nothing had been.</summary>
public static class SilenceLift
{
    /// <summary>Null if the bot is not silent towards the address.</summary>
    public static TurnOutcome? Decide(Conversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return conversation.Pace.Silence is null
            ? null
            : new TurnOutcome(conversation with { Pace = AnswerPace.Fresh }, [], [], ImmutableDictionary<TimerKind, DateTimeOffset?>.Empty);
    }
}
