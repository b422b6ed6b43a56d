using Helpline.Conversations.Pacing;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>
/// One turn of a conversation: the child's pending messages and the timers that are due in, the whole consequence out. Pure: same input, same
/// outcome; nothing happens until the outcome is committed.
/// </summary>
/// <remarks>For each message, in order:
/// 1. Triage reads it, whoever holds the conversation, and the level rises; STOP holds or is lifted; attachments are answered.
/// 2. While a counsellor is called or there, the bot is silent but for the few notices a waiting child needs.
/// 3. Danger calls a counsellor: safe message, handoff and muting together.
/// 4. Who writes the same again and again gets a person, a robot no answer, and who has had very many an answer later.
/// 5. Otherwise the dialog answers.
/// Then the timers fire, on what the messages have left.
/// </remarks>
public static class Turn
{
    /// <summary>After this silence of both sides a dialog begins again.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>So long a dialog that began by itself waits for its answer: a child answers when it is safe to, and that may be days later.</summary>
    public static readonly TimeSpan AwaitedFor = TimeSpan.FromDays(3);

    /// <summary>So long after a child's last message its safe word is asked for again.</summary>
    public static readonly TimeSpan UnlockedFor = TimeSpan.FromMinutes(15);

    /// <summary>Runs the turn.</summary>
    /// <param name="conversation">As it is before.</param>
    /// <param name="messages">What the child wrote, in order.</param>
    /// <param name="timers">What is due.</param>
    /// <param name="dialogs">The revision that the conversation goes on with.</param>
    /// <param name="triage">Reads every message.</param>
    /// <param name="now">The time.</param>
    /// <param name="newest">The newest revision, in which it goes on once it comes to the menu; null if that is <paramref name="dialogs"/>.</param>
    /// <param name="limits">How fast one address is answered; null: as fast as it writes, whoever does.</param>
    /// <exception cref="Exception">A bug in the dialogs or here; the caller commits <see cref="Failed"/> instead.</exception>
    public static TurnOutcome Run(
        Conversation conversation,
        IReadOnlyList<PendingMessage> messages,
        IReadOnlyList<TimerKind> timers,
        DialogEngine dialogs,
        Triage triage,
        DateTimeOffset now,
        DialogEngine? newest = null,
        PaceLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(timers);
        ArgumentNullException.ThrowIfNull(dialogs);
        ArgumentNullException.ThrowIfNull(triage);
        var draft = new TurnDraft(conversation, dialogs.Phrases, now) { Newer = newest == dialogs ? null : newest, Limits = limits };
        if (timers.Contains(TimerKind.CarrierStop))
            Fire(TimerKind.CarrierStop, draft, dialogs); // what the child has written since counts more
        foreach (var message in messages)
        {
            var idle = IsIdle(draft.Conversation, now);
            var assessment = Assess(triage, message.Text, idle ? default : new RiskContext(draft.Conversation.Steps));
            var word = AnswerMatcher.GlobalWord(message.Text, dialogs.Library);
            draft.Silent = message.AnsweredByCarrier && !IsAnswer(draft, message, word, dialogs);
            draft.Receive(message, assessment);
            if (draft.Conversation.OptedOut && OptOut.IsLiftedBy(word, assessment.Level, draft.Conversation.Lifecycle, message.AnsweredByCarrier))
                OptOut.Lift(draft);
            var answering = PacedAnswers.Decide(draft, message, word, assessment, dialogs, idle);
            Answer(answering, draft, message, word, assessment, dialogs, idle);
            dialogs = MovingOn.Go(draft, dialogs);
            PacedAnswers.Note(draft);
        }

        foreach (var timer in timers.Where(timer => timer != TimerKind.CarrierStop))
        {
            draft.Silent = draft.Conversation.OptedOut;
            Fire(timer, draft, dialogs);
            dialogs = MovingOn.Go(draft, dialogs);
            PacedAnswers.Note(draft);
        }

        Pin(draft, dialogs);
        return draft.Outcome();
    }

    /// <summary>
    /// What is committed when <see cref="Run"/> threw: the child gets the safe message and a person the conversation. Triage still reads every
    /// message, unless triage is what failed.
    /// </summary>
    public static TurnOutcome Failed(
        Conversation conversation,
        IReadOnlyList<PendingMessage> messages,
        IReadOnlyList<TimerKind> timers,
        DialogEngine dialogs,
        Triage triage,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(timers);
        ArgumentNullException.ThrowIfNull(dialogs);
        ArgumentNullException.ThrowIfNull(triage);
        var draft = new TurnDraft(conversation, dialogs.Phrases, now);
        foreach (var timer in timers)
            draft.EndTimer(timer);
        var worst = RiskAssessment.Nothing;
        foreach (var message in messages)
        {
            var assessment = Assess(triage, message.Text, new RiskContext(draft.Conversation.Steps));
            draft.Receive(message, assessment);
            worst = assessment.Level > worst.Level ? assessment : worst;
        }

        if (conversation.OptedOut && OptOut.IsLiftedBy(word: null, worst.Level, conversation.Lifecycle))
            OptOut.Lift(draft);
        draft.Silent = draft.Conversation.OptedOut;
        if (ConversationLifecycle.BotMaySpeak(conversation.Lifecycle))
        {
            if (!conversation.Discreet)
                draft.Say(SystemPhrases.Failure);
            var danger = worst.Level >= HandoffPolicy.CallsHuman ? worst.Foremost : null;
            draft.CallHuman("failure", worst.Level > RiskLevel.Medium ? worst.Level : RiskLevel.Medium, danger, advised: false);
        }

        draft.Conversation = draft.Conversation with { Pace = draft.Conversation.Pace with { Owed = null } };
        return draft.Outcome();
    }

    /// <summary>A dialog that begins at a state by itself, as nobody has written yet: for rehearsals.</summary>
    internal static TurnOutcome Enter(Conversation conversation, string state, DialogEngine dialogs, DateTimeOffset now)
    {
        var draft = new TurnDraft(conversation with { LastHeardAt = now }, dialogs.Phrases, now);
        DialogTurn.Step(draft, dialogs, new DialogTrigger.Enter(state));
        Pin(draft, dialogs);
        return draft.Outcome();
    }

    /// <summary>True if a dialog begins again with the next message: nobody remembers yesterday's open question.</summary>
    internal static bool IsIdle(Conversation conversation, DateTimeOffset now) =>
        now > conversation.RememberedUntil;

    /// <summary>What is in the middle of a dialog, or has promised one, goes on with the same revision.</summary>
    private static void Pin(TurnDraft draft, DialogEngine dialogs)
    {
        var isOpen = dialogs.OpenQuestion(draft.Conversation.Position) is not null || draft.Conversation.FollowUp is not null;
        draft.Conversation = draft.Conversation with { Revision = isOpen ? dialogs.Library.Revision : "" };
    }

    private static void Answer(Answering answering, TurnDraft draft, PendingMessage message, string? word, RiskAssessment assessment, DialogEngine dialogs, bool idle)
    {
        var isMuted = !ConversationLifecycle.BotMaySpeak(draft.Conversation.Lifecycle);
        if (isMuted)
            draft.Silent |= answering != Answering.Now; // what the bot would say has been said, and a person comes
        if (isMuted ? message.Attachments > 0 : answering == Answering.Now && (message.Attachments > 0 || draft.Conversation.Pace.Owed?.HasAttachments == true))
            draft.SayAttachmentsAreNotOpened();
        if (isMuted)
        {
            MutedTurn.Run(draft, message, assessment, dialogs);
            return;
        }

        if (assessment.Level >= HandoffPolicy.CallsHuman)
        {
            draft.CallHuman("triage", assessment.Level, assessment.Foremost, advised: false);
            return;
        }

        if (!draft.Conversation.CanBeAnswered)
            return; // nothing that is said would arrive
        if (draft.Conversation.OptedOut && word is (null or GlobalWords.Help))
        {
            if (answering == Answering.Now)
                OptOut.Answer(draft, word, dialogs);
            return;
        }

        switch (answering)
        {
            case Answering.Now:
                var (answered, beginsAnew) = PacedAnswers.WithOwed(draft, message, assessment, dialogs, idle);
                DialogTurn.Run(draft, answered, assessment, dialogs, beginsAnew);
                break;
            case Answering.Later:
                PacedAnswers.Owe(draft, message, dialogs, idle);
                break;
            case Answering.ByPerson:
                PacedAnswers.CallPerson(draft);
                break;
            case Answering.Never:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(answering), answering, "Unknown way of answering.");
        }
    }

    /// <summary>Carriers take YES for START as well, and answer it; to the dialog's question it is an answer all the same. Source: Twilio's default opt-in words.</summary>
    private static bool IsAnswer(TurnDraft draft, PendingMessage message, string? word, DialogEngine dialogs) =>
        word is null
        && TextNormalizer.Normalize(message.Text) == "yes"
        && draft.Conversation is { Lifecycle: LifecycleState.Automated, OptedOut: false }
        && dialogs.OpenQuestion(draft.Conversation.Position) is { } question
        && AnswerMatcher.Choose(message.Text, question, dialogs.Phrases) is not null;

    private static void Fire(TimerKind timer, TurnDraft draft, DialogEngine dialogs)
    {
        draft.EndTimer(timer);
        switch (timer)
        {
            case TimerKind.WaitingReminder:
                WaitingReminders.Fire(draft);
                break;
            case TimerKind.Silence:
                Silences.Fire(draft, dialogs);
                break;
            case TimerKind.FollowUp:
                FollowUps.Fire(draft, dialogs);
                break;
            case TimerKind.OwedAnswer:
                PacedAnswers.Fire(draft, dialogs);
                break;
            case TimerKind.CarrierStop:
                OptOut.Fire(draft);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(timer), timer, "Unknown timer.");
        }
    }

    /// <summary>A message that triage cannot read is for a person to read.</summary>
    private static RiskAssessment Assess(Triage triage, string text, RiskContext context)
    {
        try
        {
            return triage.Assess(text, context);
        }
        catch (Exception)
        {
            return RiskAssessment.Unreadable;
        }
    }
}
