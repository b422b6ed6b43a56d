using System.Globalization;
using Helpline.Risk;

namespace Helpline.Console.Desk;

/// <summary>A stretch of a child's message, with what triage saw in it, if anything.</summary>
internal sealed record TextPart(string Text, RiskLevel? Level = null, string? Why = null)
{
    /// <summary>Cuts a text at its evidence. Overlapping evidence becomes one mark of its highest level; no letter is cut from its marks.</summary>
    public static IReadOnlyList<TextPart> Split(string text, RiskAssessment? assessment)
    {
        var parts = new List<TextPart>();
        var done = 0;
        foreach (var mark in Merge(Spans(text, assessment)))
        {
            if (mark.Start > done)
                parts.Add(new TextPart(text[done..mark.Start]));
            parts.Add(new TextPart(
                text[mark.Start..mark.End],
                mark.Evidence.Max(evidence => evidence.Level),
                string.Join(", ", mark.Evidence.Select(evidence => Labels.Of(evidence.Danger)).Distinct())));
            done = mark.End;
        }

        if (done < text.Length)
            parts.Add(new TextPart(text[done..]));
        return parts;
    }

    private static IEnumerable<Span> Spans(string text, RiskAssessment? assessment) =>
        from evidence in assessment?.Evidence ?? []
        let start = LetterStart(text, Math.Clamp(evidence.Start, 0, text.Length))
        let end = LetterEnd(text, Math.Clamp(evidence.Start + evidence.Length, 0, text.Length))
        where end > start
        orderby start, end
        select new Span(start, end, [evidence]);

    private static List<Span> Merge(IEnumerable<Span> spans)
    {
        var merged = new List<Span>();
        foreach (var span in spans)
        {
            if (merged.Count > 0 && merged[^1] is var last && span.Start < last.End)
                merged[^1] = new Span(last.Start, Math.Max(last.End, span.End), [.. last.Evidence, .. span.Evidence]);
            else
                merged.Add(span);
        }

        return merged;
    }

    private static int LetterStart(string text, int index)
    {
        while (index > 0 && IsInsideLetter(text, index))
            index--;
        return index;
    }

    private static int LetterEnd(string text, int index)
    {
        while (IsInsideLetter(text, index))
            index++;
        return index;
    }

    /// <summary>Vowel signs and second halves of surrogate pairs belong to what is before them.</summary>
    private static bool IsInsideLetter(string text, int index) =>
        index > 0 && index < text.Length
        && (char.IsLowSurrogate(text[index]) || char.GetUnicodeCategory(text[index]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);

    private sealed record Span(int Start, int End, IReadOnlyList<RiskEvidence> Evidence);
}
