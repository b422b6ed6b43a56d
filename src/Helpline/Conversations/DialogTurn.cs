using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>A message that the dialogs answer.</summary>
internal static class DialogTurn
{
    public static void Run(TurnDraft draft, PendingMessage message, RiskAssessment assessment, DialogEngine dialogs, bool idle)
    {
        var position = draft.Conversation.Position;
        var question = idle ? null : dialogs.OpenQuestion(position);
        var trigger = question is null
            ? Opening(draft, message, dialogs, isNew: position.State is null && !draft.Conversation.IsReturning)
            : Answer(draft, message, assessment, dialogs, question);
        if (trigger is not null)
            Step(draft, dialogs, draft.Conversation.Discreet ? Neutral(trigger) : trigger);
    }

    /// <summary>After HIDE somebody else may hold the phone: whatever would begin or offer something shows the neutral screen instead.</summary>
    private static DialogTrigger Neutral(DialogTrigger trigger) =>
        trigger is DialogTrigger.Returning or DialogTrigger.Lost ? new DialogTrigger.Word(GlobalWords.Hide) : trigger;

    /// <summary>Moves the dialog and carries out what it wants, in its order.</summary>
    public static void Step(TurnDraft draft, DialogEngine dialogs, DialogTrigger trigger)
    {
        var before = draft.Conversation.Position;
        var (position, effects) = dialogs.Step(draft.Conversation.Position, trigger, draft.Conversation.Facts);
        draft.MovesOn = MovingOn.EndsAtMenu(draft, dialogs, ref effects);
        draft.Conversation = draft.Conversation with { Position = draft.MovesOn ? DialogPosition.Start : position };
        var hidden = draft.Conversation.Discreet && effects.Any(effect => effect is DialogEffect.CallHuman);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case DialogEffect.Entered entered:
                    draft.Enter(entered.State);
                    break;
                case DialogEffect.Say when hidden:
                    break; // somebody else may read along: the neutral holding message is all that is said
                case DialogEffect.Say say:
                    draft.Say(say.Phrase);
                    break;
                case DialogEffect.Ask ask:
                    draft.Ask(ask.Question);
                    break;
                case DialogEffect.SetFact set:
                    draft.SetFact(set.Fact, set.Value);
                    break;
                case DialogEffect.Refer when hidden:
                    break;
                case DialogEffect.Refer refer:
                    draft.Refer(refer.Referral);
                    break;
                case DialogEffect.FollowUpLater later:
                    FollowUps.Plan(draft, dialogs, later.FollowUp);
                    break;
                case DialogEffect.CallHuman call:
                    draft.CallHuman(call.Reason, call.Level, SnakeCase.Parse<Danger>(call.Reason), advised: true);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown dialog effect {effect.GetType().Name}.");
            }
        }

        Silences.Begin(draft, dialogs, before);
    }

    /// <summary>
    /// No question is open. The very first message gets the welcome, unless it is a word that must work at once (a person, stop, hide);
    /// the welcome itself answers the others.
    /// </summary>
    private static DialogTrigger Opening(TurnDraft draft, PendingMessage message, DialogEngine dialogs, bool isNew)
    {
        draft.Conversation = draft.Conversation with { Misses = 0 };
        var root = dialogs.Library.Root;
        var word = AnswerMatcher.GlobalWord(message.Text, dialogs.Library);
        if (!isNew)
            return word is null ? new DialogTrigger.Returning() : new DialogTrigger.Word(word);
        if (word is null || root.Words[word].IsCall || word is GlobalWords.Menu or GlobalWords.Start)
            return new DialogTrigger.Begin();
        if (root.Notice is { } notice && word is not (GlobalWords.Human or GlobalWords.Stop or GlobalWords.Hide))
            Step(draft, dialogs, new DialogTrigger.Enter(notice)); // a keyword from a poster: its answer follows at once
        return new DialogTrigger.Word(word);
    }

    private static DialogTrigger? Answer(TurnDraft draft, PendingMessage message, RiskAssessment assessment, DialogEngine dialogs, Ending.Ask question)
    {
        var before = draft.Conversation;
        draft.Conversation = before with { Misses = 0 };
        if (AnswerMatcher.GlobalWord(message.Text, dialogs.Library) is { } word)
            return new DialogTrigger.Word(word);
        if (AnswerMatcher.Choose(message.Text, question, dialogs.Phrases) is { } choice)
            return new DialogTrigger.Choose(choice.Answer);
        if (question.Free is { } free && AnswerMatcher.Tell(message.Text, free, dialogs.Phrases) is { } told)
            return new DialogTrigger.Tell(told);
        if (string.IsNullOrWhiteSpace(message.Text))
            return new DialogTrigger.AskAgain(); // only pictures: they were answered, the question still stands
        if (assessment.Level >= RiskLevel.Medium || before.Misses >= 2)
            return new DialogTrigger.Lost(); // worrying, or not understood for the third time: offer a person

        draft.Conversation = before with { Misses = before.Misses + 1 };
        if (before.Misses == 1)
        {
            draft.AskSimpler(question);
            Silences.Begin(draft, dialogs, before.Position);
            return null;
        }

        draft.Say(SystemPhrases.NotUnderstood);
        return new DialogTrigger.AskAgain();
    }
}
