using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>One state of a flow: what it does on entering, in this order, and how it ends.</summary>
/// <param name="Name"><c>flow.state</c>.</param>
public sealed record DialogState(string Name, Ending Ending)
{
    /// <summary>Facts: a text, or <c>+1</c> to count.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = NoFacts;

    /// <summary>Keys of the phrases said, each an SMS of its own.</summary>
    public IReadOnlyList<string> Say { get; init; } = [];

    /// <summary>Lines of the referral directory that are said.</summary>
    public Referral? Refer { get; init; }

    /// <summary>When the child is asked how it goes, if the child wants that.</summary>
    public FollowUp? FollowUp { get; init; }

    /// <summary>Facts that are forgotten then.</summary>
    public IReadOnlyList<string> Forget { get; init; } = [];

    public string Flow => FlowOf(Name);

    private static IReadOnlyDictionary<string, string> NoFacts { get; } = new Dictionary<string, string>();

    /// <summary>The flow that a state, by its name, belongs to.</summary>
    public static string FlowOf(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state[..state.IndexOf('.', StringComparison.Ordinal)];
    }

    /// <summary>A name without its flow: a state's, a phrase's, or an answer's.</summary>
    public static string ShortOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
    }
}

/// <summary>How a state ends: each state has exactly one ending.</summary>
public abstract record Ending
{
    private Ending()
    {
    }

    /// <summary>Asks and waits for an answer.</summary>
    /// <param name="Phrase">The question's phrase key.</param>
    /// <param name="Options">In the order in which they are numbered, from 1. May be empty if there is a <see cref="Free"/> answer.</param>
    public sealed record Ask(string Phrase, IReadOnlyList<Choice> Options) : Ending
    {
        /// <summary>An answer in the child's own words, or null.</summary>
        public FreeAnswer? Free { get; init; }

        /// <summary>What happens while nobody answers, in the order of time.</summary>
        public IReadOnlyList<Silence> Silence { get; init; } = [];
    }

    /// <summary>Goes on at once.</summary>
    public sealed record Go(string Target) : Ending;

    /// <summary>Goes on at once, the first way whose conditions hold. The last has none.</summary>
    public sealed record Branch(IReadOnlyList<Way> Ways) : Ending;

    /// <summary>Goes through another flow and comes back.</summary>
    /// <param name="Target">The first state of what is called.</param>
    /// <param name="Then">Where its <see cref="GoBack"/> leads.</param>
    public sealed record SubDialog(string Target, string Then) : Ending;

    /// <summary>Calls a counsellor.</summary>
    /// <param name="Reason">Why, in a word, for the counsellor.</param>
    /// <param name="Level">How urgent the dialog itself makes it; triage may have found more.</param>
    public sealed record CallHuman(string Reason, RiskLevel Level) : Ending;

    /// <summary>Goes back to whatever called this flow: the question that was open, or the state that was to follow.</summary>
    public sealed record GoBack : Ending;

    /// <summary>Ends silently; the next message begins again at the root's <c>returning</c>.</summary>
    public sealed record Finish : Ending;
}

/// <summary>An answer, by its id, and the state it leads to.</summary>
public sealed record Choice(string Answer, string Target);

/// <summary>An answer that is remembered.</summary>
/// <param name="Fact">What it is remembered as.</param>
/// <param name="Target">Where it leads.</param>
/// <param name="From">Numbers: the smallest. Texts: of no meaning.</param>
/// <param name="To">Numbers: the largest. Texts: the most characters.</param>
public sealed record FreeAnswer(AnswerKind Kind, string Fact, string Target, int From, int To);

/// <summary>What an answer may be.</summary>
public enum AnswerKind
{
    /// <summary>The child's own words.</summary>
    Text,
    Number,

    /// <summary>A number of years, also written out.</summary>
    Age,

    /// <summary>One of the directory's places.</summary>
    Place,
}

/// <summary>What happens when a question is not answered: something is said, or the dialog goes another way.</summary>
/// <param name="After">Since the question.</param>
/// <param name="Say">A phrase, or null.</param>
/// <param name="Target">A state, or null. Only the last may have one.</param>
public sealed record Silence(TimeSpan After, string? Say, string? Target);

/// <summary>One way of a branch.</summary>
/// <param name="Conditions">By fact; all must hold. Empty: always.</param>
public sealed record Way(IReadOnlyDictionary<string, Condition> Conditions, string Target);

/// <summary>Lines of the directory.</summary>
/// <param name="Purpose">What they help with.</param>
/// <param name="Phrase">What is said; it names them as <c>{lines}</c>.</param>
public sealed record Referral(string Purpose, string Phrase);

/// <summary>A time at which a flow begins by itself.</summary>
/// <param name="After">At the earliest.</param>
public sealed record FollowUp(TimeSpan After, string Target);
