using Helpline.Conversations.Pacing;
using Helpline.Messages;

namespace Helpline.Storage.Sql;

/// <summary>What operators can do about robots.</summary>
public sealed class LoopDesk(ConversationStore conversations, TurnCommit commit)
{
    /// <summary>A lost race is decided again on the newer state; a robot that writes fast loses it for us a few times at most.</summary>
    private const int MostTries = 10;

    /// <summary>Answers the contact again.</summary>
    /// <returns>Null if it was done, else why not, for the operator's eyes.</returns>
    public async Task<string?> LiftAsync(ContactId contact, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var session = await conversations.OpenNewestAsync(contact, cancellationToken);
            if (session is null || SilenceLift.Decide(session.Conversation) is not { } lifted)
                return "The bot is not silent there any more.";
            if (await commit.CommitAsync(session, lifted, cancellationToken))
                return null;
        }

        return "The conversation is changing too fast. Try again.";
    }
}
