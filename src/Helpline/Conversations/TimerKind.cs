namespace Helpline.Conversations;

/// <summary>What a conversation can be woken up for; it has one timer of each kind at most. The values are stored: do not renumber.</summary>
public enum TimerKind
{
    /// <summary>Nobody has taken the waiting child yet: say honestly that it takes longer.</summary>
    WaitingReminder = 0,

    /// <summary>Nobody has answered the dialog's question.</summary>
    Silence = 1,

    /// <summary>The child wanted to be asked how it goes.</summary>
    FollowUp = 2,

    /// <summary>An answer that had to wait is due.</summary>
    OwedAnswer = 3,
}
