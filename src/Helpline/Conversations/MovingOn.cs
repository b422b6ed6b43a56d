using Helpline.Dialogs;

namespace Helpline.Conversations;

/// <summary>Older dialogs end where they come to the menu: from there on the newest speak.</summary>
internal static class MovingOn
{
    /// <summary>The older dialogs' effects; true if what follows them is the newest's.</summary>
    public static bool EndsAtMenu(TurnDraft draft, DialogEngine dialogs, ref IReadOnlyList<DialogEffect> effects)
    {
        if (draft.Newer is not { } newer || draft.Conversation.Discreet)
            return false; // after HIDE nothing but the child's own word opens the menu
        var menu = new DialogEffect.Entered(dialogs.Library.Root.Words[GlobalWords.Menu].Target);
        var before = effects.TakeWhile(effect => effect != menu).ToList();
        if (before.Count == effects.Count || Promised(draft, before) is { } target && !newer.Library.States.ContainsKey(target))
            return false;
        effects = before;
        return true;
    }

    /// <summary>Goes on at the newest dialogs' menu, if the older ones have come there; the dialogs that speak now.</summary>
    public static DialogEngine Go(TurnDraft draft, DialogEngine dialogs)
    {
        if (!draft.MovesOn || draft.Newer is not { } newer)
            return dialogs;
        (draft.MovesOn, draft.Newer) = (false, null);
        draft.Speak(newer.Phrases);
        DialogTurn.Step(draft, newer, new DialogTrigger.Word(GlobalWords.Menu));
        return newer;
    }

    /// <summary>The follow-up that the child waits for.</summary>
    private static string? Promised(TurnDraft draft, IEnumerable<DialogEffect> effects) =>
        effects.OfType<DialogEffect.FollowUpLater>().LastOrDefault()?.FollowUp.Target ?? draft.Conversation.FollowUp;
}
