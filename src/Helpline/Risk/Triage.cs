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
    private readonly List<Lexicon> _lexicons;
    private readonly Dictionary<string, List<Candidate>> _byFirstToken = new(StringComparer.Ordinal);
    private readonly List<Candidate> _others = [];

    public Triage(IEnumerable<Lexicon> lexicons)
    {
        _lexicons = [.. lexicons];
        foreach (var lexicon in _lexicons)
        {
            foreach (var rule in lexicon.Rules)
            {
                foreach (var pattern in rule.Patterns)
                    Index(new Candidate(lexicon, rule, pattern));
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
        for (var start = 0; start < tokens.Count; start++)
        {
            foreach (var candidate in CandidatesAt(tokens[start].Normal))
            {
                var end = candidate.Pattern.MatchAt(tokens, start);
                if (end > start && !Overlaps(masked, start, end) && !(candidate.Rule.Negatable && Negated(candidate.Lexicon.Negation, tokens, start, end)))
                    evidence.Add(new RiskEvidence(candidate.Rule.Id, candidate.Rule.Danger, candidate.Rule.Level, tokens[start].Start, tokens[end - 1].End - tokens[start].Start));
            }
        }

        return evidence.Count == 0
            ? RiskAssessment.Nothing
            : new RiskAssessment(evidence.Max(item => item.Level), [.. evidence.Distinct().OrderByDescending(item => item.Level).ThenBy(item => item.Start)]);
    }

    private void Index(Candidate candidate)
    {
        if (candidate.Pattern.FirstTokens() is not { } first)
        {
            _others.Add(candidate);
            return;
        }

        foreach (var token in first)
        {
            if (!_byFirstToken.TryGetValue(token, out var list))
                _byFirstToken[token] = list = [];
            list.Add(candidate);
        }
    }

    private IEnumerable<Candidate> CandidatesAt(string token) =>
        _byFirstToken.TryGetValue(token, out var list) ? list.Concat(_others) : _others;

    private bool[] Dismissed(IReadOnlyList<Token> tokens)
    {
        var masked = new bool[tokens.Count];
        foreach (var pattern in _lexicons.SelectMany(lexicon => lexicon.Dismissals))
        {
            for (var start = 0; start < tokens.Count; start++)
            {
                var end = pattern.MatchAt(tokens, start);
                if (end > start)
                    Array.Fill(masked, true, start, end - start);
            }
        }

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

    private sealed record Candidate(Lexicon Lexicon, RiskRule Rule, Pattern Pattern);
}
