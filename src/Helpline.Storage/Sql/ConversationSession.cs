using Helpline.Conversations;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql.Rows;

namespace Helpline.Storage.Sql;

/// <summary>
/// A conversation as it was loaded, with what waits for it. <see cref="TurnCommit"/> commits what came of it, if nobody else has committed
/// since.
/// </summary>
public sealed class ConversationSession
{
    internal ConversationSession(
        ContactRow contact,
        ConversationRow? row,
        DataKey key,
        IReadOnlyList<InboxRow> messages,
        Conversation conversation,
        IReadOnlyList<PendingMessage> pending,
        IReadOnlyList<TimerKind> timers,
        bool isSalvaged,
        bool hasMore,
        bool isUrgent)
    {
        Contact = contact;
        Row = row;
        Key = key;
        Messages = messages;
        Conversation = conversation;
        Pending = pending;
        Timers = timers;
        IsSalvaged = isSalvaged;
        HasMore = hasMore;
        IsUrgent = isUrgent;
    }

    public Conversation Conversation { get; }

    /// <summary>The child's messages that no turn has dealt with, in order.</summary>
    public IReadOnlyList<PendingMessage> Pending { get; }

    /// <summary>The timers that are due.</summary>
    public IReadOnlyList<TimerKind> Timers { get; }

    /// <summary>
    /// True if turns have died on it too often. What could not be read is empty, and the only turn that may be run is
    /// <see cref="Turn.Failed"/>: a human takes it from here.
    /// </summary>
    public bool IsSalvaged { get; }

    /// <summary>True if more messages wait than one turn takes.</summary>
    public bool HasMore { get; }

    /// <summary>True if one of all that wait must not wait behind others.</summary>
    public bool IsUrgent { get; }

    /// <summary>Where the child writes.</summary>
    public string Channel => Contact.Channel;

    internal ContactRow Contact { get; }

    /// <summary>Null if the conversation is new.</summary>
    internal ConversationRow? Row { get; }

    internal DataKey Key { get; }

    internal IReadOnlyList<InboxRow> Messages { get; }

    public override string ToString() => Conversation.ToString();
}
