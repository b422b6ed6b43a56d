using System.Collections.Immutable;
using Helpline.Conversations.Pacing;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>All that a turn needs to know of one child's conversation. Immutable: a turn makes the next one.</summary>
public sealed record Conversation
{
    public required ConversationId Id { get; init; }

    public required ContactId Contact { get; init; }

    public LifecycleState Lifecycle { get; init; }

    /// <summary>Rises by itself, across messages; only a counsellor lowers it.</summary>
    public RiskLevel Risk { get; init; }

    /// <summary>What the child has said so far on the ladder from thoughts of suicide to the deed, until a long silence.</summary>
    public RiskSteps Steps { get; init; }

    /// <summary>The revision of the dialogs that <see cref="Position"/> or <see cref="FollowUp"/> waits in; empty if neither waits.</summary>
    public string Revision { get; init; } = "";

    public DialogPosition Position { get; init; } = DialogPosition.Start;

    /// <summary>True if the contact had a conversation before: the welcome is not said again.</summary>
    public bool IsReturning { get; init; }

    /// <summary>What dialogs have set: the language, and whatever flows remember.</summary>
    public ImmutableDictionary<string, string> Facts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How often the open question's silence was answered.</summary>
    public int Silences { get; init; }

    /// <summary>The state in which the dialog begins by itself, if a follow-up was agreed to.</summary>
    public string? FollowUp { get; init; }

    /// <summary>When the dialog last began by itself; null if it never did.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>Answers in a row that were not understood.</summary>
    public int Misses { get; init; }

    /// <summary>The newest call for a counsellor, if there was one.</summary>
    public Handoff? Handoff { get; init; }

    /// <summary>The next message's number in the transcript, from 1; inbound and outbound count together.</summary>
    public int NextSequence { get; init; } = 1;

    /// <summary>How fast both sides write, and whether a robot does.</summary>
    public AnswerPace Pace { get; init; } = AnswerPace.Fresh;

    /// <summary>When the child last wrote.</summary>
    public DateTimeOffset? LastHeardAt { get; init; }

    /// <summary>When nobody remembers the open question any more: <see cref="Turn.Idle"/> after the child last wrote, or <see cref="Turn.AwaitedFor"/> after the dialog began by itself. Null before the first message.</summary>
    public DateTimeOffset? RememberedUntil => LastHeardAt is not { } heard ? null : BeganAt > heard ? BeganAt + Turn.AwaitedFor : heard + Turn.Idle;

    /// <summary>The language the child chose or was guessed to write in; null before the first message.</summary>
    public string? Language => Facts.GetValueOrDefault(FactNames.Language);

    /// <summary>True after the child asked to hide: nothing that is sent may name the service or the topic.</summary>
    public bool Discreet => Facts.GetValueOrDefault(FactNames.Discreet) == "true";

    /// <summary>True after STOP, until the child writes START.</summary>
    public bool OptedOut => Facts.GetValueOrDefault(FactNames.OptedOut) == "true";

    public override string ToString() => $"conversation {Id} ({Lifecycle}, {Risk})";
}
