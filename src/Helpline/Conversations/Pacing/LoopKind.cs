namespace Helpline.Conversations.Pacing;

/// <summary>By what a robot gave itself away. The values are stored: do not renumber.</summary>
public enum LoopKind
{
    /// <summary>The same words again and again, each time within seconds of an answer, after a person had looked at it.</summary>
    Repeats = 0,

    /// <summary>The same words but for their numbers.</summary>
    Pattern = 1,

    /// <summary>Our own words come back.</summary>
    Echo = 2,

    /// <summary>It says itself that it is automatic.</summary>
    AutomaticReply = 3,
}
