using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Rehearsals;

/// <summary>A conversation with nobody: the same dialogs, triage and timers as with a child, in memory, on a clock of its own.</summary>
public sealed class Rehearsal
{
    private readonly DialogEngine _dialogs;
    private readonly Triage _triage;
    private readonly Dictionary<TimerKind, DateTimeOffset> _timers = [];
    private long _ordinal;

    /// <param name="dialogs">The library at work.</param>
    /// <param name="triage">Reads what is written.</param>
    /// <param name="start">The clock's beginning.</param>
    /// <param name="state">The state to begin at, as if its flow were entered there; null: as a new contact.</param>
    /// <param name="language">The language chosen before; null: guessed from the first message.</param>
    /// <param name="isOnWebChat">True: on a web chat, and not on SMS.</param>
    public Rehearsal(DialogEngine dialogs, Triage triage, DateTimeOffset start, string? state = null, string? language = null, bool isOnWebChat = false)
    {
        ArgumentNullException.ThrowIfNull(dialogs);
        _dialogs = dialogs;
        _triage = triage;
        Now = start;
        Conversation = new Conversation { Id = new ConversationId(Guid.CreateVersion7(start)), Contact = new ContactId(Guid.CreateVersion7(start)) };
        if (language is not null)
            Conversation = Conversation with { Facts = Conversation.Facts.SetItem(FactNames.Language, language) };
        if (isOnWebChat)
            Conversation = Conversation with { Facts = Conversation.Facts.SetItem(FactNames.WebChat, FactNames.Yes) };
        Opening = state is null ? [] : Accept(Turn.Enter(Conversation, state, dialogs, start));
    }

    public Conversation Conversation { get; private set; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>What is said on entering the state that the rehearsal began at.</summary>
    public IReadOnlyList<string> Opening { get; }

    /// <summary>Every state that was entered, in order.</summary>
    public IReadOnlyList<string> Path => _path;

    /// <summary>The newest message's assessment; nothing before the first.</summary>
    public RiskAssessment Assessment { get; private set; } = RiskAssessment.Nothing;

    private readonly List<string> _path = [];

    /// <summary>A child's message; what it is answered.</summary>
    public IReadOnlyList<string> Hear(string text)
    {
        var outcome = Turn.Run(Conversation, [new PendingMessage(++_ordinal, text, 0, AnsweredByCarrier: false)], [], _dialogs, _triage, Now);
        Assessment = outcome.Received[^1].Assessment;
        return Accept(outcome);
    }

    /// <summary>Time passes; what is said meanwhile, in order.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Text)> Wait(TimeSpan time)
    {
        var end = Now + time;
        var said = new List<(DateTimeOffset, string)>();
        while (_timers.Count > 0 && _timers.MinBy(timer => timer.Value) is var next && next.Value <= end)
        {
            Now = next.Value;
            _timers.Remove(next.Key);
            said.AddRange(Accept(Turn.Run(Conversation, [], [next.Key], _dialogs, _triage, Now)).Select(text => (Now, text)));
        }

        Now = end;
        return said;
    }

    private string[] Accept(TurnOutcome outcome)
    {
        Conversation = outcome.Conversation;
        _path.AddRange(outcome.Path);
        foreach (var (kind, at) in outcome.Timers)
        {
            if (at is { } due)
                _timers[kind] = due;
            else
                _timers.Remove(kind);
        }

        return [.. outcome.Said.Select(said => said.Text)];
    }
}
