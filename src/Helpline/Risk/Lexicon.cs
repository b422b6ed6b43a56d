namespace Helpline.Risk;

/// <summary>One language's rules, as <c>dialogs/risk/&lt;language&gt;.yaml</c> holds them.</summary>
public sealed record Lexicon(string Language, NegationScope Negation, IReadOnlyList<Pattern> Dismissals, IReadOnlyList<RiskRule> Rules);

/// <summary>Negating words, and how many tokens before and after a match they reach.</summary>
public sealed record NegationScope(IReadOnlySet<string> Words, int Before, int After);

/// <summary>One rule: any of its patterns in a message means this danger at this level.</summary>
/// <param name="Examples">Messages that the rule must find; the linter proves it.</param>
/// <param name="Counterexamples">Messages that the rule must not find.</param>
public sealed record RiskRule(
    string Id,
    Danger Danger,
    RiskLevel Level,
    bool Negatable,
    IReadOnlyList<Pattern> Patterns,
    IReadOnlyList<string> Examples,
    IReadOnlyList<string> Counterexamples);
