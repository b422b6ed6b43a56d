namespace Helpline.Risk;

/// <summary>
/// Reads a message and says how much danger it speaks of, and why. Pure and thread-safe: all lexicons together read every message, because
/// children mix languages.
/// </summary>
/// <remarks>
/// In order: dismissals mask harmless spans; each pattern of each rule is tried at each token; a match that overlaps a masked span is
/// dropped; a match of a negatable rule is dropped when a negating word of its language stands within reach outside the match.
/// </remarks>
public sealed class Triage
{
    private readonly PatternIndex<(Lexicon Lexicon, RiskRule Rule)> _rules = new();
    private readonly PatternIndex<Lexicon> _dismissals = new();

    public Triage(IEnumerable<Lexicon> lexicons)
    {
        ArgumentNullException.ThrowIfNull(lexicons);
        foreach (var lexicon in lexicons)
        {
            foreach (var pattern in lexicon.Dismissals)
                _dismissals.Add(pattern, lexicon);
            foreach (var rule in lexicon.Rules)
            {
                foreach (var pattern in rule.Patterns)
                    _rules.Add(pattern, (lexicon, rule));
            }
        }
    }

    /// <summary>Assesses one message by itself.</summary>
    public RiskAssessment Assess(string text)
    {
        var tokens = TextNormalizer.Tokens(text);
        if (tokens.Count == 0)
            return RiskAssessment.Nothing;
        var masked = Dismissed(tokens);
        var evidence = new List<RiskEvidence>();
        foreach (var (start, end, (lexicon, rule)) in _rules.Matches(tokens))
        {
            if (!Overlaps(masked, start, end) && !(rule.Negatable && Negated(lexicon.Negation, tokens, start, end)))
                evidence.Add(new RiskEvidence(rule.Id, rule.Danger, rule.Level, tokens[start].Start, tokens[end - 1].End - tokens[start].Start));
        }

        return evidence.Count == 0
            ? RiskAssessment.Nothing
            : new RiskAssessment(evidence.Max(item => item.Level), [.. evidence.Distinct().OrderByDescending(item => item.Level).ThenBy(item => item.Start)]);
    }

    private bool[] Dismissed(IReadOnlyList<Token> tokens)
    {
        var masked = new bool[tokens.Count];
        foreach (var (start, end, _) in _dismissals.Matches(tokens))
            Array.Fill(masked, true, start, end - start);
        return masked;
    }

    private static bool Overlaps(bool[] masked, int start, int end) => masked.AsSpan(start, end - start).Contains(true);

    private static bool Negated(NegationScope scope, IReadOnlyList<Token> tokens, int start, int end)
    {
        for (var i = Math.Max(0, start - scope.Before); i < start; i++)
            if (scope.Words.Contains(tokens[i].Normal))
                return true;
        for (var i = end; i < Math.Min(tokens.Count, end + scope.After); i++)
            if (scope.Words.Contains(tokens[i].Normal))
                return true;
        return false;
    }
}
