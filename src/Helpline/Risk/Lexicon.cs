using System.Collections.Immutable;

namespace Helpline.Risk;

/// <summary>One language's rules, as <c>dialogs/risk/&lt;language&gt;.yaml</c> holds them. Words are as written; <see cref="Triage"/> normalises them as it does messages.</summary>
/// <param name="Words">The slots that phrases name: each a list of words or runs of words.</param>
/// <param name="Shorthand">What is typed for other words: 2nite for tonight, kms for kill myself.</param>
/// <param name="Clauses">Words that begin a clause: but, lekin. Negation and most frames do not reach beyond.</param>
/// <param name="Dismissals">Harmless phrases: what they cover, rules do not find.</param>
/// <param name="Frames">What changes the meaning of what is said near it: a film, the past, a joke.</param>
public sealed record Lexicon(
    string Language,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Words,
    IReadOnlyDictionary<string, string> Shorthand,
    IReadOnlyList<string> Clauses,
    NegationScope Negation,
    IReadOnlyList<Pattern> Dismissals,
    IReadOnlyList<RiskFrame> Frames,
    IReadOnlyList<RiskRule> Rules)
{
    /// <summary>A lexicon of a language without anything in it.</summary>
    public static Lexicon Empty(string language) => new(
        language, ImmutableDictionary<string, IReadOnlyList<string>>.Empty, ImmutableDictionary<string, string>.Empty, [], new NegationScope([], 0, 0), [], [], []);
}

/// <summary>Negating words, and how many words before and after a match they reach, within its clause.</summary>
public sealed record NegationScope(IReadOnlyList<string> Words, int Before, int After);

/// <summary>How far a frame reaches.</summary>
public enum FrameReach
{
    /// <summary>What stands in the same clause.</summary>
    Clause,

    /// <summary>All of the message.</summary>
    Message,
}

/// <summary>Where one of its phrases stands, what rules find within its reach is at most of a level: who is meant, when, and whether it is meant at all.</summary>
/// <param name="Most">The highest level that is left; none: nothing is found.</param>
/// <param name="Dangers">The dangers that it speaks of; empty: all.</param>
/// <param name="Examples">Messages in which it changes something; the linter proves it.</param>
public sealed record RiskFrame(string Id, FrameReach Reach, RiskLevel Most, IReadOnlyList<Danger> Dangers, IReadOnlyList<Pattern> Patterns, IReadOnlyList<string> Examples);

/// <summary>One rule: any of its phrases in a message means this danger at this level.</summary>
/// <param name="Step">What it says on the ladder from thoughts of suicide to the deed; see <see cref="RiskSteps"/>.</param>
/// <param name="Negatable">False: a negation near it does not take it back.</param>
/// <param name="Framed">False: no frame takes it back.</param>
/// <param name="Examples">Messages that the rule must find; the linter proves it.</param>
/// <param name="Counterexamples">Messages that the rule must not find.</param>
public sealed record RiskRule(
    string Id,
    Danger Danger,
    RiskLevel Level,
    RiskSteps Step,
    bool Negatable,
    bool Framed,
    IReadOnlyList<Pattern> Patterns,
    IReadOnlyList<string> Examples,
    IReadOnlyList<string> Counterexamples);
