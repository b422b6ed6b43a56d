namespace Helpline.Risk;

/// <summary>How far a lexicon's words reach over its matches: its negation, its clauses, its script.</summary>
/// <param name="Negations">The class of the words that negate.</param>
/// <param name="Clauses">The class of the words that begin a clause.</param>
internal sealed record MatchScope(NegationScope Negation, int Negations, int Clauses, bool IsInArabicScript)
{
    /// <summary>True if no clause begins after the first place, up to the second.</summary>
    public bool IsOneClause(Reading reading, int from, int to)
    {
        for (var place = from + 1; place <= to; place++)
        {
            if (BeginsClause(reading, place))
                return false;
        }

        return true;
    }

    /// <summary>True if a match from the first place up to the second is negated, within its clause.</summary>
    public bool IsNegated(Reading reading, int start, int end)
    {
        for (var place = start - 1; place >= Math.Max(0, start - Negation.Before) && !BeginsClause(reading, place + 1); place--)
        {
            if (reading.Is(place, Negations))
                return true;
        }

        for (var place = end; place < Math.Min(reading.Count, end + Negation.After) && !BeginsClause(reading, place); place++)
        {
            if (reading.Is(place, Negations))
                return true;
        }

        return false;
    }

    private bool BeginsClause(Reading reading, int place) =>
        place > 0 && (reading.UnitAt(place).Clause != reading.UnitAt(place - 1).Clause || reading.Is(place, Clauses));
}
