using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Conversations.Pacing;

/// <summary>Loops and floods in a turn: what is answered now, later or not, and what is owed.</summary>
internal static class PacedAnswers
{
    /// <summary>Decides about a message that the draft has received, and remembers it.</summary>
    public static Answering Decide(TurnDraft draft, PendingMessage message, string? word, RiskAssessment assessment, DialogEngine dialogs, bool idle)
    {
        if (draft.Limits is not { } limits || message.AnsweredByCarrier)
            return Answering.Now;
        var conversation = draft.Conversation;
        var isMuted = !ConversationLifecycle.BotMaySpeak(conversation.Lifecycle);
        var question = isMuted || idle ? null : dialogs.OpenQuestion(conversation.Position);
        var isRisk = assessment.Level > RiskLevel.None;
        var (pace, verdict) = LoopDetector.Look(
            conversation.Pace,
            message.Text,
            message.ReceivedAt ?? draft.Now,
            isChoice: word is null && question is not null && IsAnswer(message.Text, question, dialogs),
            isRisk,
            isMuted,
            draft.Now,
            limits.LoopSilence);
        draft.Conversation = conversation with { Pace = pace };
        return verdict switch
        {
            _ when assessment.Level >= HandoffPolicy.CallsHuman => Answering.Now, // danger never waits, whoever seems to write
            LoopVerdict.Robot => Answering.Never,
            LoopVerdict.Doubtful => isMuted || word is GlobalWords.Stop or GlobalWords.Hide ? Answering.Never : Answering.ByPerson, // who wants to be left in peace gets no call
            LoopVerdict.Person when assessment.Level >= RiskLevel.Medium || word is GlobalWords.Stop or GlobalWords.Hide or GlobalWords.Human || (isMuted && word == GlobalWords.Menu) => Answering.Now,
            LoopVerdict.Person => Wait(draft) > TimeSpan.Zero ? Answering.Later : Answering.Now,
            _ => throw new ArgumentOutOfRangeException(nameof(message), verdict, "Unknown verdict."),
        };
    }

    /// <summary>The same words so often: nobody knows whether a robot or a child in need sends them, so a person looks.</summary>
    public static void CallPerson(TurnDraft draft)
    {
        draft.CallHuman("repeats", RiskLevel.Low, danger: null, advised: false);
        draft.Conversation = draft.Conversation with { Pace = draft.Conversation.Pace with { ShownToHuman = true } };
    }

    /// <summary>Remembers that an answer is owed. Of several messages one is answered: the newest that is an answer or a word that works everywhere, else the newest.</summary>
    public static void Owe(TurnDraft draft, PendingMessage message, DialogEngine dialogs, bool idle)
    {
        var pace = draft.Conversation.Pace;
        if (pace.Owed is null)
        {
            draft.SetTimer(TimerKind.OwedAnswer, Wait(draft));
            draft.EndTimer(TimerKind.Silence); // the child has answered: nobody asks whether it is still there
        }

        var question = idle ? null : dialogs.OpenQuestion(draft.Conversation.Position);
        var text = Better(pace.Owed?.Text, AnswerMatcher.Shorten(message.Text, OwedAnswer.LongestText), question, dialogs);
        var owed = new OwedAnswer(text, pace.Owed?.BeginsAnew ?? idle, message.Attachments > 0 || pace.Owed?.HasAttachments == true);
        draft.Conversation = draft.Conversation with { Pace = pace with { Owed = owed } };
    }

    /// <summary>The message to which the answer is given: what was owed counts, too.</summary>
    public static (PendingMessage Message, bool Idle) WithOwed(TurnDraft draft, PendingMessage message, RiskAssessment assessment, DialogEngine dialogs, bool idle)
    {
        if (draft.Conversation.Pace.Owed is not { } owed || assessment.Level >= RiskLevel.Medium)
            return (message, idle);
        var question = owed.BeginsAnew ? null : dialogs.OpenQuestion(draft.Conversation.Position);
        return (message with { Text = Better(owed.Text, message.Text, question, dialogs) }, owed.BeginsAnew);
    }

    /// <summary>The time for what is owed has come.</summary>
    public static void Fire(TurnDraft draft, DialogEngine dialogs)
    {
        if (draft.Conversation.Pace.Owed is not { } owed)
            return;
        draft.Conversation = draft.Conversation with { Pace = draft.Conversation.Pace with { Owed = null } };
        if (draft.Conversation is not { Lifecycle: LifecycleState.Automated, OptedOut: false } || draft.Conversation.Pace.Silence?.Until > draft.Now)
            return;
        if (owed.HasAttachments)
            draft.SayAttachmentsAreNotOpened();
        DialogTurn.Run(draft, new PendingMessage(0, owed.Text, owed.HasAttachments ? 1 : 0, AnsweredByCarrier: false), RiskAssessment.Nothing, dialogs, owed.BeginsAnew);
        Note(draft, hasWaited: true);
    }

    /// <summary>Remembers what the bot has said since it was last asked. Whoever was answered is owed nothing any more.</summary>
    public static void Note(TurnDraft draft, bool hasWaited = false)
    {
        var said = draft.TakeNews();
        if (draft.Limits is not { } limits)
            return;
        var pace = draft.Conversation.Pace;
        if (said.Count > 0)
            pace = PacePolicy.Answered(pace, said, hasWaited, limits, draft.Now);
        if (pace.Owed is not null && said.Count > 0)
        {
            pace = pace with { Owed = null };
            draft.EndTimer(TimerKind.OwedAnswer);
        }

        draft.Conversation = draft.Conversation with { Pace = pace };
    }

    private static TimeSpan Wait(TurnDraft draft) =>
        PacePolicy.WaitOf(draft.Conversation.Pace, draft.Limits!, isAtRisk: draft.Conversation.Risk >= RiskLevel.Medium, draft.Now);

    private static string Better(string? owed, string text, Ending.Ask? question, DialogEngine dialogs) =>
        owed is null || IsUnderstood(text, question, dialogs) || !IsUnderstood(owed, question, dialogs) ? text : owed;

    private static bool IsUnderstood(string text, Ending.Ask? question, DialogEngine dialogs) =>
        AnswerMatcher.GlobalWord(text, dialogs.Library) is not null || (question is not null && IsAnswer(text, question, dialogs));

    private static bool IsAnswer(string text, Ending.Ask question, DialogEngine dialogs) =>
        AnswerMatcher.Choose(text, question, dialogs.Phrases) is not null || (question.Free is { } free && AnswerMatcher.Tell(text, free, dialogs.Phrases) is not null);
}
