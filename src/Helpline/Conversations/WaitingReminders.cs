using Helpline.Dialogs;

namespace Helpline.Conversations;

/// <summary>A child who waits for a counsellor is not left in silence: told twice that it takes longer and where else help is, then left in peace.</summary>
internal static class WaitingReminders
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Second = TimeSpan.FromMinutes(20);

    public static void Begin(TurnDraft draft) => draft.SetTimer(TimerKind.WaitingReminder, First);

    public static void End(TurnDraft draft) => draft.EndTimer(TimerKind.WaitingReminder);

    public static void Fire(TurnDraft draft)
    {
        if (draft.Conversation is not { Lifecycle: LifecycleState.Waiting, OptedOut: false })
            return;
        var isFirst = draft.OnceInHandoff("waiting_reminder");
        draft.Say(draft.Conversation.Discreet ? SystemPhrases.HoldingNeutral : SystemPhrases.StillWaiting);
        if (isFirst)
            draft.SetTimer(TimerKind.WaitingReminder, Second);
    }
}
