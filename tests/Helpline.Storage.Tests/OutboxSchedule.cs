using CsCheck;
using Helpline.Messages;
using Helpline.Tests;

namespace Helpline.Storage.Tests;

/// <summary>How a send ends.</summary>
internal enum Ending
{
    Sent,
    Throttled,
    ThrottledForAWhile,
    Unavailable,
    Misconfigured,
    Refused,
    NoAnswerButTaken,
    NoAnswerAndNotTaken,
    DiedBeforeIt,
    DiedAfterIt,
}

/// <summary>What may happen to an outbox, one step after the other. "Nth" counts the things it speaks of from 0, round and round; a step with nothing to do is passed over.</summary>
internal abstract record Step
{
    /// <summary>One to three messages are committed. There are only two texts, so that the provider knows many of the same words.</summary>
    public sealed record Says(int Child, int Texts, bool Counsellor) : Step;

    /// <summary>The child's conversation is closed; what is said next begins another.</summary>
    public sealed record Closes(int Child) : Step;

    /// <summary>A worker claims, sends and records.</summary>
    public sealed record Works(int Node, int Child, Ending Ending) : Step;

    /// <summary>A worker claims, and then is slow.</summary>
    public sealed record Claims(int Node, int Child) : Step;

    /// <summary>The nth claimed message is sent at last.</summary>
    public sealed record Sends(int Nth, Ending Ending) : Step;

    /// <summary>What became of the nth send is recorded at last.</summary>
    public sealed record Records(int Nth) : Step;

    /// <summary>A receipt for the nth message that the provider took.</summary>
    public sealed record Hears(int Node, int Nth, DeliveryStatus Status) : Step;

    public sealed record Passes(int Seconds) : Step;

    public sealed record Recovers(int Node) : Step;

    /// <summary>The provider is asked about what had no answer, and the answers are recorded.</summary>
    public sealed record Settles(int Node, bool IsAnswered) : Step;

    /// <summary>All workers are so slow that a node thinks them dead, recovers what they had, and settles it. They are not dead.</summary>
    public sealed record TakesOver(int Node) : Step;

    /// <summary>A worker claims and sends, and then stands still; the other node takes over and claims what comes next; only then the first one records.</summary>
    public sealed record StandsStill(int Node, int Child, Ending Ending) : Step;

    /// <summary>As <see cref="Settles"/>, but the node is slow to record.</summary>
    public sealed record Asks(int Node) : Step;

    /// <summary>The answer to the nth question is recorded at last.</summary>
    public sealed record Learns(int Nth) : Step;
}

/// <summary>A schedule to play.</summary>
/// <param name="CanBeAsked">Its provider says what it has.</param>
/// <param name="AnswersInTheEnd">It does so also after the schedule, when all is well but for that.</param>
internal sealed record OutboxSchedule(bool CanBeAsked, bool AnswersInTheEnd, IReadOnlyList<Step> Steps)
{
    public const int Children = 2;

    private static readonly Gen<int> Node = Gen.Int[0, 1];
    private static readonly Gen<int> Child = Gen.Int[0, Children - 1];
    private static readonly Gen<int> Nth = Gen.Int[0, 3];
    private static readonly Gen<Ending> AnyEnding = Gen.Frequency((3, Gen.Const(Ending.Sent)), (4, Any.Of(Enum.GetValues<Ending>())));

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (4, Gen.Select(Child, Gen.Int[1, 3], Gen.Bool).Select((child, texts, counsellor) => (Step)new Step.Says(child, texts, counsellor))),
        (2, Child.Select(child => (Step)new Step.Closes(child))),
        (8, Gen.Select(Node, Child, AnyEnding).Select((node, child, ending) => (Step)new Step.Works(node, child, ending))),
        (8, Gen.Select(Node, Child).Select((node, child) => (Step)new Step.Claims(node, child))),
        (6, Gen.Select(Nth, AnyEnding).Select((nth, ending) => (Step)new Step.Sends(nth, ending))),
        (6, Nth.Select(nth => (Step)new Step.Records(nth))),
        (4, Gen.Select(Node, Gen.Int[0, 9], Any.Of(DeliveryStatus.Sent, DeliveryStatus.Delivered, DeliveryStatus.Delivered, DeliveryStatus.Undelivered, DeliveryStatus.Failed))
            .Select((node, nth, status) => (Step)new Step.Hears(node, nth, status))),
        (5, Any.Of(1, 4, 14, 16, 31, 60, 700, 4 * 3600).Select(seconds => (Step)new Step.Passes(seconds))),
        (2, Node.Select(node => (Step)new Step.Recovers(node))),
        (5, Node.Select(node => (Step)new Step.TakesOver(node))),
        (4, Gen.Select(Node, Child, AnyEnding).Select((node, child, ending) => (Step)new Step.StandsStill(node, child, ending))),
        (3, Gen.Select(Node, Gen.Int[0, 3]).Select((node, answered) => (Step)new Step.Settles(node, answered > 0))),
        (2, Node.Select(node => (Step)new Step.Asks(node))),
        (2, Nth.Select(nth => (Step)new Step.Learns(nth))));

    public static Gen<OutboxSchedule> All { get; } =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], AnyStep.List[10, 50]).Select((asked, answers, steps) => new OutboxSchedule(asked > 0, answers > 0, [new Step.Says(0, 3, Counsellor: false), .. steps]));

    /// <summary>The schedules that lack one step, the last ones first: what comes after the failure goes at once.</summary>
    public IEnumerable<OutboxSchedule> Smaller() => Enumerable.Range(1, Steps.Count).Select(fromEnd => this with { Steps = [.. Steps.Where((_, index) => index != Steps.Count - fromEnd)] });

    public override string ToString() =>
        $"a provider that {(CanBeAsked ? "can" : "cannot")} be asked{(AnswersInTheEnd ? "" : " but does not answer in the end")}{string.Concat(Steps.Select((step, index) => $"\n  {index + 1,2}. {step}"))}\n";
}
