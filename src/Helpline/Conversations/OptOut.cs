using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>
/// STOP, kept for the child's address on its channel, and honoured before any dialog: nothing is said by the dialogs, timers or notices until the child wants it again.
/// Triage reads on.
/// </summary>
internal static class OptOut
{
    /// <summary>
    /// True if the message asks to be answered again: START, and every other word that wants something; danger, or worry that a person should see to; and
    /// whatever is written to a person who is called or there; and a word of the carrier's that we do not know, since the carrier lets nothing through if it was no START.
    /// Small talk is none of it.
    /// </summary>
    public static bool IsLiftedBy(string? word, RiskLevel level, LifecycleState lifecycle, bool answeredByCarrier = false) =>
        word is not (GlobalWords.Stop or GlobalWords.Hide or GlobalWords.Help)
        && (word is not null || answeredByCarrier || level >= RiskLevel.Medium || !ConversationLifecycle.BotMaySpeak(lifecycle));

    /// <summary>What is said although the child wants nothing said: what HELP asks for, or how to begin again.</summary>
    public static void Answer(TurnDraft draft, string? word, DialogEngine dialogs)
    {
        if (word == GlobalWords.Help)
            Help(draft, dialogs);
        else
            HowToBeginAgain(draft);
    }

    /// <summary>HELP says what can be texted, as carriers demand it of everybody, and nothing more.</summary>
    private static void Help(TurnDraft draft, DialogEngine dialogs)
    {
        foreach (var phrase in dialogs.Library.States[dialogs.Library.Root.Words[GlobalWords.Help].Target].Say)
            draft.Say(phrase);
    }

    /// <summary>
    /// Small talk after STOP: told once how to begin again, since a child who has forgotten about STOP would take silence for an answer. Not on a phone
    /// that should look neutral.
    /// </summary>
    private static void HowToBeginAgain(TurnDraft draft)
    {
        if (draft.Conversation.Discreet || draft.Conversation.Facts.GetValueOrDefault(FactNames.StoppedTold) == FactNames.Yes)
            return;
        draft.SetFact(FactNames.StoppedTold, FactNames.Yes);
        draft.Say(SystemPhrases.Stopped);
    }

    /// <summary>The carrier lets nothing through any more, so the child must have told it STOP.</summary>
    public static void Fire(TurnDraft draft)
    {
        draft.SetFact(FactNames.OptedOut, "true");
        draft.SetFact(FactNames.StoppedTold, FactNames.Yes); // it would not arrive
    }

    public static void Lift(TurnDraft draft)
    {
        draft.SetFact(FactNames.OptedOut, "false");
        draft.SetFact(FactNames.StoppedTold, null);
        draft.EndTimer(TimerKind.CarrierStop); // it speaks of an earlier message
    }
}
