using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Storage.Sql;

/// <summary>
/// What counsellors do, carried out. Every action is decided on the newest state and committed against its version, so two counsellors
/// can never hold the same child, and a reply never overtakes a transfer.
/// </summary>
public sealed class CounsellorDesk(ConversationStore conversations, TurnCommit commit, LiveDialogs dialogs, HelplineMetrics metrics, TimeProvider time)
{
    /// <summary>A lost race is decided again on the newer state; a child who types fast loses it for us a few times at most.</summary>
    private const int MostTries = 10;

    /// <returns>Null if it was done, else why not, for the counsellor's eyes.</returns>
    public async Task<string?> TakeAsync(ConversationId conversation, CounsellorId counsellor, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        var refusal = await ActAsync(
            conversation,
            current =>
            {
                var now = time.GetUtcNow();
                waited = now - (current.Handoff?.OpenedAt ?? now);
                return CounsellorTurn.Take(current, counsellor, dialogs.Newest.Phrases, now);
            },
            cancellationToken);
        if (refusal is null)
            metrics.HandoffWaited(waited);
        return refusal;
    }

    /// <inheritdoc cref="TakeAsync"/>
    public Task<string?> ReplyAsync(ConversationId conversation, CounsellorId counsellor, string text, CancellationToken cancellationToken) =>
        ActAsync(conversation, current => CounsellorTurn.Reply(current, counsellor, text, dialogs.Newest.Phrases, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc cref="TakeAsync"/>
    public Task<string?> RequeueAsync(ConversationId conversation, CounsellorId counsellor, CancellationToken cancellationToken) =>
        ActAsync(conversation, current => CounsellorTurn.Requeue(current, counsellor, dialogs.Newest.Phrases, time.GetUtcNow()), cancellationToken);

    /// <summary>Sets the level from what the counsellor saw on the screen (<paramref name="seen"/>).</summary>
    /// <inheritdoc cref="TakeAsync"/>
    public async Task<string?> SetLevelAsync(ConversationId conversation, CounsellorId counsellor, RiskLevel seen, RiskLevel level, string reason, CancellationToken cancellationToken) =>
        level < seen && await conversations.HasUnseenAsync(conversation, cancellationToken)
            ? "The child has just written. Read it before you lower the level."
            : await ActAsync(conversation, current => CounsellorTurn.SetLevel(current, counsellor, seen, level, reason, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc cref="TakeAsync"/>
    public async Task<string?> CloseAsync(ConversationId conversation, CounsellorId counsellor, HandoffOutcome outcome, RiskLevel closingLevel, string? note, CancellationToken cancellationToken) =>
        await conversations.HasUnseenAsync(conversation, cancellationToken)
            ? "The child has just written. Read it before you close."
            : await ActAsync(conversation, current => CounsellorTurn.Close(current, counsellor, outcome, closingLevel, note, dialogs.Newest.Phrases, time.GetUtcNow()), cancellationToken);

    private async Task<string?> ActAsync(ConversationId id, Func<Conversation, CounsellorResult> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var session = await conversations.OpenAsync(id, cancellationToken);
            if (session is null)
                return "This conversation does not exist.";
            switch (decide(session.Conversation))
            {
                case CounsellorResult.Refused refused:
                    return refused.Reason;
                case CounsellorResult.Done done when await commit.CommitAsync(session, done.Outcome, cancellationToken):
                    return null;
            }
        }

        return "The conversation is changing too fast. Try again.";
    }
}
