namespace Helpline.Conversations.Pacing;

/// <summary>How fast the bot answers one address. Danger is answered at once, whatever these say, and so is who asks for a person, STOP or HIDE.</summary>
public sealed record PaceLimits
{
    /// <summary>Answers that one address gets without a wait; they come back one by one, each after <see cref="PerAnswer"/>.</summary>
    public int AnswersAtOnce { get; init; } = 30;

    /// <summary>The first wait once they are used up. It doubles with each answer that had to wait, up to <see cref="LongestWait"/>.</summary>
    public TimeSpan PerAnswer { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long a robot is not answered; twice as long each time that it goes on, a day at the most.</summary>
    public TimeSpan LoopSilence { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Set while more waits to be sent than the channel takes: an address without risk gets one answer in this time.</summary>
    public TimeSpan? Rush { get; init; }
}
