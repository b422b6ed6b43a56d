using Helpline.Dialogs;

namespace Helpline.Conversations;

/// <summary>What a dialog does while its question stays unanswered.</summary>
internal static class Silences
{
    /// <summary>Begins to wait for the answer to the open question, or ends waiting if there is none.</summary>
    /// <param name="before">Where the child was.</param>
    public static void Begin(TurnDraft draft, DialogEngine dialogs, DialogPosition before)
    {
        if (draft.Conversation.Lifecycle == LifecycleState.Automated && Steps(dialogs, draft.Conversation.Position) is [var first, ..])
            draft.SetTimer(TimerKind.Silence, first.After);
        else if (Steps(dialogs, before).Count > 0)
            draft.EndTimer(TimerKind.Silence);
        draft.Conversation = draft.Conversation with { Silences = 0 };
    }

    public static void Fire(TurnDraft draft, DialogEngine dialogs)
    {
        if (draft.Conversation is not { Lifecycle: LifecycleState.Automated, OptedOut: false, Discreet: false } conversation)
            return;
        var steps = Steps(dialogs, conversation.Position);
        if (conversation.Silences >= steps.Count)
            return; // the question is not the one that was waited for
        var step = steps[conversation.Silences];
        if (step.Say is { } phrase)
            draft.Say(phrase);
        if (step.Target is not null)
        {
            DialogTurn.Step(draft, dialogs, new DialogTrigger.Silence());
            return;
        }

        var next = conversation.Silences + 1;
        draft.Conversation = draft.Conversation with { Silences = next };
        if (next < steps.Count)
            draft.SetTimer(TimerKind.Silence, steps[next].After - step.After);
    }

    private static IReadOnlyList<Silence> Steps(DialogEngine dialogs, DialogPosition position) => dialogs.OpenQuestion(position)?.Silence ?? [];
}
