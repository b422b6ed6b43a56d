namespace Helpline.Server;

/// <summary>Configuration section <c>Pace</c>: how fast the bot answers. Danger is answered at once, whatever is set here, and a counsellor's words are never slowed.</summary>
public sealed class PaceOptions
{
    public const string Section = "Pace";

    /// <summary><c>false</c> answers everybody as fast as they write, robots too: for load tests. Default: <c>true</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Answers that one address gets without a wait, 5 to 1,000. Default: 30.</summary>
    public int AnswersAtOnce { get; set; } = 30;

    /// <summary>In so many seconds one of them comes back; also the first wait, 1 to 600. Default: 10.</summary>
    public int SecondsPerAnswer { get; set; } = 10;

    /// <summary>The longest wait, 10 to 3,600; waits double until then. Default: 300.</summary>
    public int LongestWaitSeconds { get; set; } = 300;

    /// <summary>For how long a robot is not answered, 5 to 1,440; twice as long each time that it goes on. Default: 60.</summary>
    public int LoopSilenceMinutes { get; set; } = 60;

    /// <summary>Messages of a channel that wait, in and out, above which it is in a rush, 10 to 1,000,000. Default: 2,000.</summary>
    public int RushAbove { get; set; } = 2_000;

    /// <summary>In a rush who is not at risk gets one answer in so many seconds, 1 to 600. Default: 30.</summary>
    public int RushSecondsPerAnswer { get; set; } = 30;
}
