using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Storage.Reading;

/// <summary>A child who waits for a counsellor. No words: those are for whoever takes the conversation.</summary>
public sealed record WaitingChild(
    ConversationId Conversation,
    string Name,
    string Channel,
    string Language,
    RiskLevel Level,
    Danger? Danger,
    string Reason,
    DateTimeOffset Since);

/// <summary>A conversation that a counsellor holds.</summary>
/// <param name="AnswersDue">True if the child wrote last.</param>
public sealed record HeldConversation(ConversationId Conversation, string Name, string Language, RiskLevel Level, Danger? Danger, DateTimeOffset? LastHeardAt, bool AnswersDue);

/// <summary>A conversation in which a counsellor's words did not reach the child.</summary>
/// <param name="Messages">How many.</param>
/// <param name="At">When the last one was given up.</param>
public sealed record UndeliveredReplies(ConversationId Conversation, string Name, int Messages, DateTimeOffset At);

/// <summary>One line of a transcript.</summary>
/// <param name="Author">Who said it.</param>
/// <param name="AuthorName">A counsellor's display name.</param>
/// <param name="Assessment">What triage saw, for the child's messages.</param>
/// <param name="Status">How far ours have come.</param>
public sealed record TranscriptLine(
    int Sequence,
    TranscriptAuthor Author,
    string? AuthorName,
    string Text,
    DateTimeOffset At,
    int Attachments = 0,
    RiskAssessment? Assessment = null,
    DeliveryStatus? Status = null,
    string? ErrorCode = null)
{
    public override string ToString() => $"line {Sequence} by {Author}";
}

public enum TranscriptAuthor
{
    Child,
    Bot,
    Counsellor,
}

/// <summary>A counsellor's change of the level.</summary>
/// <param name="By">The counsellor's display name; null if the counsellor is gone.</param>
public sealed record LevelChangeLine(DateTimeOffset At, string? By, RiskLevel From, RiskLevel To, string Reason)
{
    public override string ToString() => $"level change from {From} to {To}";
}

/// <summary>A conversation as a counsellor sees it.</summary>
/// <param name="DialogState">Where the dialogs stood.</param>
/// <param name="LevelChanges">By counsellors, the oldest first.</param>
public sealed record ConversationView(
    ConversationId Id,
    string Name,
    string Channel,
    string Language,
    LifecycleState Lifecycle,
    RiskLevel Risk,
    Handoff? Handoff,
    string? DialogState,
    bool Discreet,
    bool OptedOut,
    int EarlierConversations,
    IReadOnlyList<TranscriptLine> Lines,
    IReadOnlyList<LevelChangeLine> LevelChanges);

/// <summary>What operators watch. Numbers only.</summary>
public sealed record OperationsView(
    IReadOnlyDictionary<RiskLevel, int> Waiting,
    DateTimeOffset? LongestWaitSince,
    int WithCounsellors,
    int InboxPending,
    DateTimeOffset? OldestInbound,
    int OutboxPending,
    DateTimeOffset? OldestOutbound,
    IReadOnlyList<ChannelActivity> Channels,
    IReadOnlyList<FailedTurn> FailedTurns)
{
    /// <summary>Robots that answered ours, the newest first.</summary>
    public IReadOnlyList<LoopNotice> Loops { get; init; } = [];

    /// <summary>Answers that wait, because an address has had very many or its channel is in a rush.</summary>
    public int AnswersOwed { get; init; }
}

/// <summary>A child's message on which turns have died. Never its words.</summary>
/// <param name="Name">The child's pseudonym.</param>
/// <param name="Error">The kind of error.</param>
/// <param name="Tries">Turns that died on it.</param>
/// <param name="IsWithHuman">True if a human has the conversation; false while it is tried again.</param>
public sealed record FailedTurn(string Name, string Channel, DateTimeOffset ReceivedAt, string Error, int Tries, bool IsWithHuman);

/// <summary>What one channel has done in the last hour.</summary>
public sealed record ChannelActivity(string Channel, DateTimeOffset? LastInbound, int Inbound, DateTimeOffset? LastSent, int Sent, int Failed, int Unsent);
