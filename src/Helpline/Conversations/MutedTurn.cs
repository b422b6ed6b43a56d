using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>A message while a counsellor is called or holds the conversation.</summary>
internal static class MutedTurn
{
    public static void Run(TurnDraft draft, PendingMessage message, RiskAssessment assessment, DialogEngine dialogs)
    {
        var word = AnswerMatcher.GlobalWord(message.Text, dialogs.Library);
        var target = word is null ? null : dialogs.Library.States[dialogs.Library.Root.Words[word].Target];
        if (target is not null)
            SetFactsOf(draft, target);
        if (word == GlobalWords.Stop)
        {
            SayConfirmation(draft, target!);
            return;
        }

        if (draft.Conversation is not { Lifecycle: LifecycleState.Waiting, Handoff: { } handoff })
            return; // a counsellor is there and sees it

        var mayLeave = handoff.Level < HandoffPolicy.CallsHuman;
        if (assessment.Level >= HandoffPolicy.CallsHuman && assessment.Foremost is { } danger)
            draft.SaySafety(danger);
        else if (word == GlobalWords.Menu && mayLeave)
            Leave(draft, handoff, dialogs);
        else if (word is not null)
            draft.SayHolding();
        else if (draft.OnceInHandoff("waiting_ack"))
            Acknowledge(draft, mayLeave);
    }

    /// <summary>STOP and HIDE hold at once, even while the bot is muted.</summary>
    private static void SetFactsOf(TurnDraft draft, DialogState target)
    {
        foreach (var (fact, value) in target.Set)
            draft.SetFact(fact, value);
    }

    /// <summary>Once, so that who asks "are you there?" is not met with silence.</summary>
    private static void Acknowledge(TurnDraft draft, bool mayLeave) =>
        draft.Say(mayLeave && !draft.Conversation.Discreet ? SystemPhrases.WaitingAck : SystemPhrases.HoldingNeutral);

    /// <summary>The carriers' rules demand one confirmation of STOP, whoever holds the conversation.</summary>
    private static void SayConfirmation(TurnDraft draft, DialogState target)
    {
        foreach (var phrase in target.Say)
            draft.Say(phrase);
    }

    private static void Leave(TurnDraft draft, Handoff handoff, DialogEngine dialogs)
    {
        draft.Move(LifecycleTrigger.Leave);
        WaitingReminders.End(draft);
        draft.Conversation = draft.Conversation with { Handoff = handoff with { State = HandoffState.Left, EndedAt = draft.Conversation.LastHeardAt } };
        draft.Say(SystemPhrases.Left);
        DialogTurn.Step(draft, dialogs, new DialogTrigger.Word(GlobalWords.Menu));
    }
}
