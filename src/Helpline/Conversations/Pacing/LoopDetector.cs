using Helpline.Risk;

namespace Helpline.Conversations.Pacing;

/// <summary>
/// Tells another robot from a child. What a child does in fear, texting "help" ten times, looks like a robot's loop: the same words, soon after each answer.
/// So the same words alone are never called a robot's: they call a person, and only if they go on after a person has seen them the bot falls silent.
/// A robot is what brings our own words back, calls itself automatic, or sends one sentence with other numbers, in answer to one answer after the other.
/// </summary>
/// <remarks>
/// Evidence adds up over messages that come as an answer (after ours, and soon), and is gone with the first that looks like a person's: other words, not ours, not
/// called automatic. Danger ends a silence and never begins one.
/// </remarks>
internal static class LoopDetector
{
    /// <summary>From this much on it is a robot: two or three exchanges.</summary>
    public const int Enough = 5;

    /// <summary>How often the same words come back before a person is called.</summary>
    public const int MostRepeats = 6;

    /// <summary>Words of a sentence that nobody types twice with other numbers: menus are answered with less.</summary>
    private const int FewestPatternWords = 4;

    private const int MostChoiceWords = 3;

    /// <summary>A message that nobody types in one go is not read to its end.</summary>
    private const int LongestText = 2_000;

    /// <summary>Auto-responders answer within minutes, some over mail.</summary>
    private static readonly TimeSpan IsAnswer = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan IsRepeat = TimeSpan.FromMinutes(2);

    /// <summary>Nobody reads and types again so fast for long; an SMS' way both ways included.</summary>
    private static readonly TimeSpan RobotSpeed = TimeSpan.FromSeconds(20);

    /// <param name="pace">What is remembered.</param>
    /// <param name="text">What came.</param>
    /// <param name="at">When it came.</param>
    /// <param name="isChoice">True if it answers the open question: who answers "1" to six questions goes through a quiz.</param>
    /// <param name="isRisk">True if triage saw danger in it.</param>
    /// <param name="isMuted">True if a person is called or there.</param>
    /// <param name="now">When a silence would begin.</param>
    /// <param name="silence">How long the first is.</param>
    public static (AnswerPace Pace, LoopVerdict Verdict) Look(AnswerPace pace, string text, DateTimeOffset at, bool isChoice, bool isRisk, bool isMuted, DateTimeOffset now, TimeSpan silence)
    {
        var words = Words(text);
        var heard = Fingerprint.Of(words);
        var kind = isChoice && words.Count <= MostChoiceWords ? null : KindOf(pace, heard, words);
        var isExact = heard == pace.Last || heard == pace.Earlier;
        pace = pace with { Last = heard, Earlier = pace.Last };
        var weight = isExact ? 3 : 2;
        if (kind is null && pace.Said?.MayBeEchoedBy(words) == true)
        {
            if (isChoice || pace.Evidence == 0)
                return (pace, LoopVerdict.Person);
            (kind, weight) = (LoopKind.Echo, 1);
        }

        if (kind is null)
            return (pace with { Evidence = 0, Repeats = 0, ShownToHuman = false, Silence = null }, LoopVerdict.Person);
        if (pace.Silence is { } current && now < current.Until)
            return isRisk ? (pace with { Evidence = 0, Repeats = 0, Silence = null }, LoopVerdict.Person) : (pace, LoopVerdict.Robot);
        var counted = Count(pace, kind.Value, weight, at - pace.AnsweredAt, isMuted);
        var isRobot = counted.Evidence >= Enough && counted.Evidence > pace.Evidence;
        if (isRobot && !isRisk)
            return (counted with { Silence = LoopSilence.Next(pace.Silence, kind.Value, now, silence) }, LoopVerdict.Robot);
        return (counted, isRobot || counted.Repeats >= MostRepeats ? LoopVerdict.Doubtful : LoopVerdict.Person);
    }

    /// <summary>A text's words.</summary>
    public static IReadOnlyList<string> Words(string text) =>
        [.. TextNormalizer.Tokens(text.Length <= LongestText ? text : text[..LongestText]).Select(token => token.Normal)];

    private static AnswerPace Count(AnswerPace pace, LoopKind kind, int weight, TimeSpan? after, bool isMuted)
    {
        if (after is not { } gap || gap <= TimeSpan.Zero || gap > (kind == LoopKind.Repeats ? IsRepeat : IsAnswer))
            return pace; // it does not answer us: haste, not a loop
        return kind switch
        {
            LoopKind.Repeats => pace with
            {
                Repeats = pace.Repeats + 1,
                Evidence = pace.ShownToHuman && !isMuted && gap <= RobotSpeed ? pace.Evidence + 1 : pace.Evidence,
            },
            LoopKind.Pattern or LoopKind.Echo or LoopKind.AutomaticReply => pace with { Evidence = pace.Evidence + weight },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of loop."),
        };
    }

    /// <summary>Null: nothing speaks for a robot.</summary>
    private static LoopKind? KindOf(AnswerPace pace, Fingerprint heard, IReadOnlyList<string> words) => true switch
    {
        _ when AutomaticReply.Is(words) => LoopKind.AutomaticReply,
        _ when pace.Said?.IsEchoedBy(words) == true => LoopKind.Echo,
        _ when heard == pace.Last || heard == pace.Earlier => LoopKind.Repeats,
        _ when heard.Words >= FewestPatternWords && (heard.Skeleton == pace.Last?.Skeleton || heard.Skeleton == pace.Earlier?.Skeleton) => LoopKind.Pattern,
        _ => null,
    };
}
