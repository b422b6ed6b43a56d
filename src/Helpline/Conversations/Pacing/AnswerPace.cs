namespace Helpline.Conversations.Pacing;

/// <summary>What is remembered of an address' exchange with the bot, to see robots and to slow down. Bounded, and without anybody's words but <see cref="Owed"/>'s.</summary>
public sealed record AnswerPace
{
    public static AnswerPace Fresh { get; } = new();

    /// <summary>When the bot last said something.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What it said.</summary>
    public SaidSketch? Said { get; init; }

    /// <summary>Answers out of <see cref="PaceLimits.AnswersAtOnce"/> that were used up at <see cref="AnsweredAt"/>.</summary>
    public double Used { get; init; }

    /// <summary>Answers in a row that had to wait.</summary>
    public int Delays { get; init; }

    /// <summary>What is still to be answered.</summary>
    public OwedAnswer? Owed { get; init; }

    /// <summary>The last message.</summary>
    public Fingerprint? Last { get; init; }

    /// <summary>The one before: some robots take turns.</summary>
    public Fingerprint? Earlier { get; init; }

    /// <summary>What speaks for a robot; see <see cref="LoopDetector"/>.</summary>
    public int Evidence { get; init; }

    /// <summary>How often the same words came back as the answer to ours.</summary>
    public int Repeats { get; init; }

    /// <summary>True once a person was called because of <see cref="Repeats"/>.</summary>
    public bool ShownToHuman { get; init; }

    /// <summary>The newest silence; it may be over.</summary>
    public LoopSilence? Silence { get; init; }

    /// <summary>As the contact's next conversation begins.</summary>
    public AnswerPace ForNext() => this with { Owed = null, Repeats = 0, Silence = null };

    /// <summary>Not what it holds: a short message could be guessed from its fingerprint.</summary>
    public override string ToString() => $"pace with {Evidence} of evidence and {Repeats} repeats";
}
