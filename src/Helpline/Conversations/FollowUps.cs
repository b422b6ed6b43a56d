using System.Globalization;
using Helpline.Dialogs;

namespace Helpline.Conversations;

/// <summary>A dialog that begins by itself: only for a child that has agreed to it, and at the hour that it has chosen.</summary>
internal static class FollowUps
{
    public static void Plan(TurnDraft draft, DialogEngine dialogs, FollowUp followUp)
    {
        if (!IsWanted(draft) || Hour(draft) is not { } hour)
            return;
        var earliest = dialogs.Library.Referrals.Local(draft.Now + followUp.After);
        var at = earliest.Date.AddHours(hour);
        if (at < earliest)
            at = at.AddDays(1);
        draft.Conversation = draft.Conversation with { FollowUp = followUp.Target };
        draft.SetTimer(TimerKind.FollowUp, at - dialogs.Library.Referrals.Local(draft.Now));
    }

    public static void Fire(TurnDraft draft, DialogEngine dialogs)
    {
        var promised = draft.Conversation.FollowUp;
        draft.Conversation = draft.Conversation with { FollowUp = null };
        if (promised is null || !IsWanted(draft) || Target(dialogs.Library, promised) is not { } target)
            return;
        draft.Conversation = draft.Conversation with { BeganAt = draft.Now };
        DialogTurn.Step(draft, dialogs, new DialogTrigger.FollowUp(target));
    }

    /// <summary>What was promised, or, if no revision at hand has it any more, what is promised today: a child that waits to be written to is.</summary>
    private static string? Target(DialogLibrary library, string promised) => library.States.ContainsKey(promised)
        ? promised
        : library.States.Values.Select(state => state.FollowUp?.Target).FirstOrDefault(target => target is not null);

    private static bool IsWanted(TurnDraft draft) =>
        draft.Conversation is { Lifecycle: LifecycleState.Automated, OptedOut: false, Discreet: false }
        && draft.Conversation.Facts.GetValueOrDefault(FactNames.SafeToText) == FactNames.Yes;

    private static int? Hour(TurnDraft draft) =>
        int.TryParse(draft.Conversation.Facts.GetValueOrDefault(FactNames.SafeHour), NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour < 24 ? hour : null;
}
