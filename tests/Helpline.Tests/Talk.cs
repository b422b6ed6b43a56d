using Helpline.Conversations;
using Helpline.Conversations.Pacing;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;

namespace Helpline.Tests;

/// <summary>A child, the bot and counsellors in one conversation: runs turns and remembers the outcome.</summary>
internal sealed class Talk
{
    public static readonly CounsellorId Ayesha = new("ayesha");
    public static readonly CounsellorId Bilal = new("bilal");

    private readonly DialogEngine _dialogs;
    private readonly Helpline.Risk.Triage _triage;
    private long _ordinal;

    public Talk(TestLibrary? library = null)
    {
        _dialogs = library is null ? TestLibrary.Engine : new DialogEngine(library.Read());
        _triage = library is null ? TestLibrary.Triage : new Helpline.Risk.Triage(_dialogs.Library.Lexicons);
    }

    public Conversation Conversation { get; set; } = New();

    public DateTimeOffset Now { get; set; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How fast the bot may answer; null: as fast as anybody writes.</summary>
    public PaceLimits? Limits { get; set; }

    public TurnOutcome? Outcome { get; private set; }

    public DialogEngine Dialogs => _dialogs;

    public Helpline.Risk.Triage Triage => _triage;

    public Phrasebook Phrases => _dialogs.Phrases;

    public string? State => Conversation.Position.State;

    public static Conversation New() => new()
    {
        Id = new ConversationId(Guid.Parse("00000000-0000-7000-8000-000000000001")),
        Contact = new ContactId(Guid.Parse("00000000-0000-7000-8000-000000000002")),
    };

    /// <summary>A conversation that stands at a state, in English.</summary>
    public static Talk At(string state, TestLibrary? library = null)
    {
        var talk = new Talk(library);
        talk.Conversation = talk.Conversation with
        {
            Position = new DialogPosition(state),
            Facts = talk.Conversation.Facts.SetItem(FactNames.Language, Languages.English),
            LastHeardAt = talk.Now,
        };
        return talk;
    }

    /// <summary>A conversation that waits for a counsellor, at the given dialog level or by triage.</summary>
    public static Talk Waiting(string calledBy = "human")
    {
        var talk = At("menu.start");
        talk.Hears(calledBy);
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        return talk;
    }

    /// <summary>A conversation that Ayesha holds.</summary>
    public static Talk Held(string calledBy = "human")
    {
        var talk = Waiting(calledBy);
        talk.Do(CounsellorTurn.Take(talk.Conversation, Ayesha, talk.Phrases, talk.Now));
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.WithCounsellor);
        return talk;
    }

    /// <summary>The child writes; what comes back.</summary>
    public string[] Hears(string text, int attachments = 0, bool answeredByCarrier = false) =>
        Hears(new PendingMessage(++_ordinal, text, attachments, answeredByCarrier));

    /// <summary>The child wrote several messages before the turn came.</summary>
    public string[] HearsTogether(params string[] texts) =>
        Hears([.. texts.Select(text => new PendingMessage(++_ordinal, text, 0, AnsweredByCarrier: false))]);

    /// <summary>A timer that the last outcome has set is due.</summary>
    public string[] Waits(TimerKind timer)
    {
        Now = Outcome!.Timers[timer].ShouldNotBeNull();
        Outcome = Turn.Run(Conversation, [], [timer], _dialogs, _triage, Now, limits: Limits);
        return Accept();
    }

    /// <summary>A timer fires now, whether one was set or not.</summary>
    public string[] Fires(TimerKind timer)
    {
        Outcome = Turn.Run(Conversation, [], [timer], _dialogs, _triage, Now, limits: Limits);
        return Accept();
    }

    /// <summary>Something is remembered of the child, or not.</summary>
    public void Knows(string fact, string? value) =>
        Conversation = Conversation with { Facts = value is null ? Conversation.Facts.Remove(fact) : Conversation.Facts.SetItem(fact, value) };

    public string[] Hears(params PendingMessage[] messages)
    {
        Outcome = Turn.Run(Conversation, messages, [], _dialogs, _triage, Now, limits: Limits);
        return Accept();
    }

    /// <summary>A turn that died.</summary>
    public string[] Fails(params string[] texts)
    {
        Outcome = Turn.Failed(Conversation, [.. texts.Select(text => new PendingMessage(++_ordinal, text, 0, AnsweredByCarrier: false))], [], _dialogs, _triage, Now);
        return Accept();
    }

    /// <summary>A counsellor's action that must be done; what the child is told.</summary>
    public string[] Do(CounsellorResult result)
    {
        Outcome = result.ShouldBeOfType<CounsellorResult.Done>().Outcome;
        return Accept();
    }

    /// <summary>The question of a state as it is sent in a language.</summary>
    public string Question(string state, string language = Languages.English) =>
        Phrases.Question(language, _dialogs.Library.States[state].Ending.ShouldBeOfType<Ending.Ask>());

    private string[] Accept()
    {
        Conversation = Outcome!.Conversation;
        return [.. Outcome.Said.Select(said => said.Text)];
    }
}
