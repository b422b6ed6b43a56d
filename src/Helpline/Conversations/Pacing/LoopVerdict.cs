namespace Helpline.Conversations.Pacing;

/// <summary>What a message looks like.</summary>
internal enum LoopVerdict
{
    /// <summary>A person, as far as can be told.</summary>
    Person,

    /// <summary>A robot, or a child that needs somebody: a person should look.</summary>
    Doubtful,

    /// <summary>A robot.</summary>
    Robot,
}
