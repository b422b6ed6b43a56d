namespace Helpline.Conversations.Pacing;

/// <summary>What the bot does about a message. It was triaged and is shown, whatever this says.</summary>
internal enum Answering
{
    Now,

    /// <summary>In a while, together with what comes until then.</summary>
    Later,

    /// <summary>A robot is not answered.</summary>
    Never,

    /// <summary>A person looks at it.</summary>
    ByPerson,
}
