using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>
/// One turn of a conversation: the child's pending messages in, the whole consequence out. Pure: same input, same outcome; nothing
/// happens until the outcome is committed.
/// </summary>
/// <remarks>For each message, in order:
/// 1. Triage reads it, whoever holds the conversation, and the level rises.
/// 2. While a counsellor is called or there, the bot is silent but for the few notices a waiting child needs.
/// 3. Danger calls a counsellor: safe message, handoff and muting together.
/// 4. Otherwise the dialog answers.
/// </remarks>
public static class Turn
{
    /// <summary>After this silence a dialog begins again: nobody remembers yesterday's open question.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>Runs the turn.</summary>
    /// <exception cref="Exception">A bug in the dialogs or here; the caller commits <see cref="Failed"/> instead.</exception>
    public static TurnOutcome Run(Conversation conversation, IReadOnlyList<PendingMessage> messages, DialogEngine dialogs, Triage triage, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(dialogs);
        ArgumentNullException.ThrowIfNull(triage);
        var draft = new TurnDraft(conversation with { Revision = dialogs.Library.Revision }, dialogs.Phrases, now);
        foreach (var message in messages)
        {
            var idle = draft.Conversation.LastHeardAt is { } last && now - last > Idle;
            var assessment = triage.Assess(message.Text);
            draft.Silent = message.AnsweredByCarrier;
            draft.Receive(message, assessment);
            if (!ConversationLifecycle.BotMaySpeak(draft.Conversation.Lifecycle))
                MutedTurn.Run(draft, message, assessment, dialogs);
            else if (assessment.Level >= HandoffPolicy.CallsHuman)
                draft.CallHuman("triage", assessment.Level, assessment.Foremost, advised: false);
            else
                DialogTurn.Run(draft, message, assessment, dialogs, idle);
        }

        return draft.Outcome();
    }

    /// <summary>What is committed when <see cref="Run"/> threw: the child gets the safe message and a person the conversation.</summary>
    public static TurnOutcome Failed(Conversation conversation, IReadOnlyList<PendingMessage> messages, DialogEngine dialogs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(dialogs);
        var draft = new TurnDraft(conversation, dialogs.Phrases, now);
        foreach (var message in messages)
            draft.Receive(message, RiskAssessment.Nothing);
        if (ConversationLifecycle.BotMaySpeak(conversation.Lifecycle))
        {
            draft.Say(SystemPhrases.Failure);
            draft.CallHuman("failure", RiskLevel.Medium, danger: null, advised: false);
        }

        return draft.Outcome();
    }
}
