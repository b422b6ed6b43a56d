namespace Helpline.Conversations;

/// <summary>Who may speak to the child. The values are stored: do not renumber.</summary>
public enum LifecycleState
{
    /// <summary>The dialogs answer.</summary>
    Automated = 0,

    /// <summary>A counsellor was called and none has taken the conversation yet; the bot is muted.</summary>
    Waiting = 1,

    /// <summary>A counsellor holds the conversation; the bot is muted.</summary>
    WithCounsellor = 2,

    /// <summary>Over. The child's next message begins a new conversation.</summary>
    Closed = 3,
}
