using System.Collections.Immutable;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>What came of a counsellor's action.</summary>
public abstract record CounsellorResult
{
    private CounsellorResult()
    {
    }

    /// <summary>To be committed.</summary>
    public sealed record Done(TurnOutcome Outcome) : CounsellorResult;

    /// <summary>Nothing happens; the reason is for the counsellor's eyes.</summary>
    public sealed record Refused(string Reason) : CounsellorResult;
}

/// <summary>A counsellor's side of a conversation. Pure, like <see cref="Turn"/>; committed through the same door.</summary>
public static class CounsellorTurn
{
    /// <summary>The longest reply, in UTF-16 units: ten GSM-7 segments.</summary>
    public const int LongestReply = 1530;

    /// <summary>The longest reason for a level, in UTF-16 units: a paragraph, so that it is read.</summary>
    public const int LongestReason = 500;

    /// <summary>Why nobody can write to some senders.</summary>
    public const string Unanswerable = "Nobody can answer this sender: the number is withheld, or it is not a telephone. Several people may write from it.";

    /// <summary>Takes a waiting conversation and tells the child.</summary>
    public static CounsellorResult Take(Conversation conversation, CounsellorId counsellor, Phrasebook phrases, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        if (conversation.Handoff is not { State: HandoffState.Waiting } handoff || !ConversationLifecycle.Allows(conversation.Lifecycle, LifecycleTrigger.Take))
        {
            return new CounsellorResult.Refused(conversation.Lifecycle == LifecycleState.WithCounsellor
                ? "Another counsellor has just taken this conversation."
                : "This conversation is no longer waiting.");
        }

        var draft = new TurnDraft(conversation, phrases, now);
        draft.Move(LifecycleTrigger.Take);
        draft.Conversation = draft.Conversation with
        {
            Handoff = handoff with { State = HandoffState.Taken, Counsellor = counsellor, TakenAt = now },
        };
        WaitingReminders.End(draft);
        Notify(draft, SystemPhrases.Joined);
        return new CounsellorResult.Done(draft.Outcome());
    }

    /// <summary>Says something to the child.</summary>
    public static CounsellorResult Reply(Conversation conversation, CounsellorId counsellor, string text, Phrasebook phrases, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Refuse(conversation, counsellor) is { } refused)
            return refused;
        if (!conversation.CanBeAnswered)
            return new CounsellorResult.Refused(Unanswerable);
        if (conversation.OptedOut)
            return new CounsellorResult.Refused("The child has texted STOP: nothing may be sent until the child writes again.");
        var words = text.Trim();
        if (words.Length == 0)
            return new CounsellorResult.Refused("The reply is empty.");
        if (words.Length > LongestReply)
            return new CounsellorResult.Refused($"The reply has {words.Length} characters; {LongestReply} is the most. Send it in parts.");
        var draft = new TurnDraft(conversation, phrases, now);
        draft.SayText(words, counsellor);
        return new CounsellorResult.Done(draft.Outcome());
    }

    /// <summary>Gives the conversation back to the queue; the child keeps the place by its first waiting time.</summary>
    public static CounsellorResult Requeue(Conversation conversation, CounsellorId counsellor, Phrasebook phrases, DateTimeOffset now)
    {
        if (Refuse(conversation, counsellor) is { } refused)
            return refused;
        var draft = new TurnDraft(conversation, phrases, now);
        draft.Move(LifecycleTrigger.Requeue);
        draft.Conversation = draft.Conversation with { Handoff = conversation.Handoff! with { State = HandoffState.Waiting, Counsellor = null, TakenAt = null } };
        WaitingReminders.Begin(draft);
        Notify(draft, SystemPhrases.Requeued);
        return new CounsellorResult.Done(draft.Outcome());
    }

    /// <summary>
    /// Sets how much danger the child is in, up or down. Triage raises it again by what the child writes from now on; what the child has said before
    /// still counts towards <see cref="RiskSteps"/>, since it stays said.
    /// </summary>
    /// <param name="conversation">The newest state.</param>
    /// <param name="counsellor">Who judges.</param>
    /// <param name="seen">The level that the counsellor judged by: a rise in the meantime must not be undone unseen.</param>
    /// <param name="level">What it is to be.</param>
    /// <param name="reason">Why; kept.</param>
    /// <param name="now">The time.</param>
    public static CounsellorResult SetLevel(Conversation conversation, CounsellorId counsellor, RiskLevel seen, RiskLevel level, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (Refuse(conversation, counsellor) is { } refused)
            return refused;
        if (!Enum.IsDefined(level))
            throw new ArgumentOutOfRangeException(nameof(level), level, "Unknown risk level.");
        if (conversation.Risk != seen)
            return new CounsellorResult.Refused("The level has changed in the meantime. Read the newest messages, then decide again.");
        if (level == seen)
            return new CounsellorResult.Refused("The conversation has this level already.");
        var words = reason.Trim();
        if (words.Length == 0)
            return new CounsellorResult.Refused("Say why the level changes: colleagues will want to know.");
        if (words.Length > LongestReason)
            return new CounsellorResult.Refused($"The reason has {words.Length} characters; {LongestReason} is the most.");
        var changed = conversation with { Risk = level, Handoff = conversation.Handoff! with { Level = level } };
        return new CounsellorResult.Done(new TurnOutcome(changed, [], [], ImmutableDictionary<TimerKind, DateTimeOffset?>.Empty)
        {
            LevelChange = new LevelChange(counsellor, now, seen, level, words),
        });
    }

    /// <summary>Ends the conversation. The child's next message begins a new one, with the bot.</summary>
    /// <param name="conversation">The newest state.</param>
    /// <param name="counsellor">Who ends it.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="closingLevel">How much danger it really was: what triage is measured by.</param>
    /// <param name="note">For colleagues.</param>
    /// <param name="phrases">What the child is told.</param>
    /// <param name="now">The time.</param>
    public static CounsellorResult Close(
        Conversation conversation,
        CounsellorId counsellor,
        HandoffOutcome outcome,
        RiskLevel closingLevel,
        string? note,
        Phrasebook phrases,
        DateTimeOffset now)
    {
        if (Refuse(conversation, counsellor) is { } refused)
            return refused;
        var draft = new TurnDraft(conversation, phrases, now);
        draft.Move(LifecycleTrigger.Close);
        draft.Conversation = draft.Conversation with
        {
            Handoff = conversation.Handoff! with
            {
                State = HandoffState.Closed,
                EndedAt = now,
                Outcome = outcome,
                ClosingLevel = closingLevel,
                Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
            },
        };
        if (!conversation.Discreet)
            Notify(draft, SystemPhrases.Closed);
        return new CounsellorResult.Done(draft.Outcome());
    }

    /// <summary>Tells the child what happened; neutrally where somebody else may read along, and not at all after STOP.</summary>
    private static void Notify(TurnDraft draft, string phrase)
    {
        if (!draft.Conversation.OptedOut)
            draft.Say(draft.Conversation.Discreet ? SystemPhrases.HoldingNeutral : phrase);
    }

    private static CounsellorResult.Refused? Refuse(Conversation conversation, CounsellorId counsellor)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return conversation is { Lifecycle: LifecycleState.WithCounsellor, Handoff.Counsellor: { } holder } && holder == counsellor
            ? null
            : new CounsellorResult.Refused("You do not hold this conversation any more.");
    }
}
