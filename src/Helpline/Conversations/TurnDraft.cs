using System.Globalization;
using Helpline.Conversations.Pacing;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>A turn in the making: the conversation as it changes, and what is said on the way.</summary>
internal sealed class TurnDraft(Conversation conversation, Phrasebook phrases, DateTimeOffset now)
{
    private readonly List<ReceivedMessage> _received = [];
    private readonly List<SaidMessage> _said = [];
    private readonly Dictionary<TimerKind, DateTimeOffset?> _timers = [];
    private readonly List<string> _path = [];

    private int _news;

    public Conversation Conversation { get; set; } = conversation;

    /// <summary>The newest dialogs, while the turn runs in older ones.</summary>
    public DialogEngine? Newer { get; set; }

    /// <summary>How fast the bot may answer; null: it is not looked at, since nobody is there who could be a robot.</summary>
    public PaceLimits? Limits { get; init; }

    /// <summary>True once the older dialogs have come to the menu, which is the newest's.</summary>
    public bool MovesOn { get; set; }

    /// <summary>True while a message is handled that the carrier has already answered.</summary>
    public bool Silent { get; set; }

    /// <summary>The child's; the first of all if the library does not speak it any more.</summary>
    private string Language => Conversation.Language is { } chosen && phrases.Languages.Contains(chosen) ? chosen : phrases.Languages[0];

    public TurnOutcome Outcome() => new(Conversation, _received, _said, _timers) { Path = _path };

    public void Enter(string state) => _path.Add(state);

    public DateTimeOffset Now => now;

    /// <summary>What is said from here on is said in the words of these.</summary>
    public void Speak(Phrasebook others) => phrases = others;

    public void SetTimer(TimerKind kind, TimeSpan after) => _timers[kind] = now + after;

    public void EndTimer(TimerKind kind) => _timers[kind] = null;

    public void Receive(PendingMessage message, RiskAssessment assessment)
    {
        _received.Add(new ReceivedMessage(message.Ordinal, TakeSequence(), assessment));
        if (Conversation.Language is null)
            SetFact(FactNames.Language, Languages.Guess(message.Text, phrases.Languages));
        if (Conversation.LastHeardAt is { } heard && now - heard > Turn.UnlockedFor && Conversation.Facts.ContainsKey(FactNames.Unlocked))
            SetFact(FactNames.Unlocked, null);
        Conversation = Conversation with { LastHeardAt = now, Steps = assessment.Steps | (Turn.IsIdle(Conversation, now) ? RiskSteps.None : Conversation.Steps) };
        Raise(assessment.Level, assessment.Foremost);
    }

    /// <summary>Remembers a fact, or forgets it.</summary>
    public void SetFact(string fact, string? value) =>
        Conversation = Conversation with { Facts = value is null ? Conversation.Facts.Remove(fact) : Conversation.Facts.SetItem(fact, value) };

    /// <summary>Lifts the conversation's level, and that of an open handoff; never lowers either.</summary>
    public void Raise(RiskLevel level, Danger? danger)
    {
        if (level > Conversation.Risk)
            Conversation = Conversation with { Risk = level };
        if (Conversation.Handoff is { State: HandoffState.Waiting or HandoffState.Taken } handoff && level > handoff.Level)
            Conversation = Conversation with { Handoff = handoff with { Level = level, Danger = danger ?? handoff.Danger } };
    }

    /// <summary>
    /// Opens a handoff, mutes the bot and says that a person is coming: one step, so that one transaction holds all three. A dialog that calls
    /// has given its own advice on the danger; triage has not, so the danger's safe message comes first.
    /// </summary>
    public void CallHuman(string reason, RiskLevel level, Danger? danger, bool advised)
    {
        Move(LifecycleTrigger.CallHuman);
        Raise(level, danger);
        Conversation = Conversation with
        {
            Handoff = new Handoff((Conversation.Handoff?.Number ?? 0) + 1, HandoffState.Waiting, reason, danger, Conversation.Risk, now),
            Misses = 0,
        };
        if (danger is { } known && !advised)
            SaySafety(known);
        SayHolding();
        WaitingReminders.Begin(this);
    }

    /// <summary>A danger's safe message, once in a handoff. A phone that somebody else may look at gets none: it would name the topic.</summary>
    public void SaySafety(Danger danger)
    {
        if (!Silent && !Conversation.Discreet && OnceInHandoff($"safety_{SnakeCase.Of(danger)}"))
            Say(SystemPhrases.Safety(danger));
    }

    /// <summary>Says that pictures are never opened, and where they can be reported; not where a counsellor explains it, nor on a phone that should look neutral.</summary>
    public void SayAttachmentsAreNotOpened()
    {
        if (Conversation.Lifecycle != LifecycleState.WithCounsellor && !Conversation.Discreet)
            Say(SystemPhrases.Media);
    }

    public void SayHolding() => Say(Conversation.Discreet ? SystemPhrases.HoldingNeutral : SystemPhrases.Holding);

    /// <summary>True the first time it is asked with this name since the newest handoff was opened.</summary>
    public bool OnceInHandoff(string name)
    {
        var number = (Conversation.Handoff?.Number ?? 0).ToString(CultureInfo.InvariantCulture);
        if (Conversation.Facts.GetValueOrDefault(name) == number)
            return false;
        SetFact(name, number);
        return true;
    }

    public void Move(LifecycleTrigger trigger) =>
        Conversation = Conversation with { Lifecycle = ConversationLifecycle.Next(Conversation.Lifecycle, trigger) };

    public void Say(string phrase) => SayText(phrases.Text(Language, phrase, Conversation.Facts));

    public void Refer(Referral referral) => SayText(phrases.Text(Language, referral, Conversation.Facts, now));

    public void Ask(Ending.Ask question) => SayText(phrases.Question(Language, question, Conversation.Facts));

    public void AskSimpler(Ending.Ask question) => SayText(phrases.WithOptions(Language, phrases.Text(Language, SystemPhrases.Simpler), question));

    public void SayText(string text, CounsellorId? counsellor = null)
    {
        if (!Silent)
            _said.Add(new SaidMessage(TakeSequence(), text, counsellor));
    }

    /// <summary>What was said since this was last asked.</summary>
    public IReadOnlyList<string> TakeNews()
    {
        var news = _said.Skip(_news).Select(said => said.Text).ToList();
        _news = _said.Count;
        return news;
    }

    private int TakeSequence()
    {
        var sequence = Conversation.NextSequence;
        Conversation = Conversation with { NextSequence = sequence + 1 };
        return sequence;
    }
}
