using Helpline.Risk;

namespace Helpline.Dialogs.Lint;

/// <summary>
/// Proves lexicons: every rule finds its examples and not its counterexamples, every phrase is found when it is written as it stands (nothing
/// dismisses it, no frame or negation takes it back) and decides (no other rule calls the same more serious), no phrase stands in two rules, and every
/// frame changes its examples.
/// </summary>
internal static class LexiconLinter
{
    public static void Check(DialogDraft draft)
    {
        var triage = new Triage(draft.Lexicons);
        foreach (var lexicon in draft.Lexicons)
        {
            foreach (var rule in lexicon.Rules)
                CheckRule(draft, triage, lexicon, rule);
            CheckTwice(draft, lexicon);
            var alone = new Triage([lexicon]);
            foreach (var frame in lexicon.Frames)
                CheckFrame(draft, alone, lexicon, frame);
        }
    }

    private static void CheckRule(DialogDraft draft, Triage triage, Lexicon lexicon, RiskRule rule)
    {
        var at = At(draft, lexicon, rule.Id);
        if (rule.Examples.Count == 0)
            draft.Problems.Add(at.Problem($"the rule '{rule.Id}' has no examples; give it messages that it must find"));
        foreach (var example in rule.Examples.Where(example => !Fires(triage, rule, example)))
            draft.Problems.Add(at.Problem($"the rule '{rule.Id}' does not find its example '{example}'"));
        foreach (var example in rule.Counterexamples.Where(example => Fires(triage, rule, example)))
            draft.Problems.Add(at.Problem($"the rule '{rule.Id}' finds its counterexample '{example}'"));
        foreach (var pattern in rule.Patterns)
        {
            var sample = Sample(pattern, lexicon);
            if (!Fires(triage, rule, sample))
                draft.Problems.Add(at.Problem($"the phrase '{pattern.Source}' of the rule '{rule.Id}' never counts: written out, '{sample}', it is dismissed, framed or negated"));
            else if (Shadow(triage, rule, sample) is { } shadow && Variants(pattern, lexicon).All(variant => Shadow(triage, rule, variant) is not null))
                draft.Problems.Add(at.Problem($"the phrase '{pattern.Source}' of the rule '{rule.Id}' never decides: the rule '{shadow}' finds the same and calls it more serious; keep one of them"));
        }
    }

    private static void CheckTwice(DialogDraft draft, Lexicon lexicon)
    {
        var phrases = lexicon.Rules.SelectMany(rule => rule.Patterns.Select(pattern => (pattern.Source, Rule: rule)));
        foreach (var group in phrases.GroupBy(phrase => phrase.Source, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            var (first, second) = (group.First().Rule, group.ElementAt(1).Rule);
            draft.Problems.Add(At(draft, lexicon, second.Id).Problem(first == second
                ? $"the phrase '{group.Key}' stands twice in the rule '{first.Id}'"
                : $"the phrase '{group.Key}' stands in the rules '{first.Id}' and '{second.Id}'; {((first.Level, first.Danger) == (second.Level, second.Danger) ? "one of them is enough" : "they contradict each other")}"));
        }
    }

    private static void CheckFrame(DialogDraft draft, Triage alone, Lexicon lexicon, RiskFrame frame)
    {
        var at = At(draft, lexicon, frame.Id);
        if (frame.Examples.Count == 0)
            draft.Problems.Add(at.Problem($"the frame '{frame.Id}' has no examples; give it messages that it must change"));
        foreach (var example in frame.Examples)
        {
            if (alone.Assess(example).Level >= alone.AssessWithout(frame, example).Level)
                draft.Problems.Add(at.Problem($"the frame '{frame.Id}' changes nothing in its example '{example}'"));
        }
    }

    /// <summary>The phrase as a message: the first word of each slot, no gaps, with what is optional.</summary>
    private static string Sample(Pattern pattern, Lexicon lexicon) => string.Join(' ', Words(pattern, lexicon));

    /// <summary>The phrase as messages: every word of each slot once, the first of the others.</summary>
    private static IEnumerable<string> Variants(Pattern pattern, Lexicon lexicon)
    {
        var (words, elements) = (Words(pattern, lexicon), pattern.Elements.Where(element => !element.IsGap).ToList());
        return elements.Index().Where(element => element.Item.Slot is not null)
            .SelectMany(element => lexicon.Words[element.Item.Slot!].Select(word => string.Join(' ', words[..element.Index].Append(Plain(word)).Concat(words[(element.Index + 1)..]))));
    }

    private static string[] Words(Pattern pattern, Lexicon lexicon) =>
        [.. pattern.Elements.Where(element => !element.IsGap).Select(element => element.Slot is { } slot ? Plain(lexicon.Words[slot][0]) : element.Word!.Value.Text)];

    private static string Plain(string word) => word.TrimEnd('*').TrimStart('=');

    /// <summary>The rule of the same danger that calls the same words more serious, if there is one. Steps of the ladder count beside it all the same.</summary>
    private static string? Shadow(Triage triage, RiskRule rule, string text)
    {
        var evidence = triage.Assess(text).Evidence;
        return rule.Step != RiskSteps.None || evidence.FirstOrDefault(one => one.Rule == rule.Id) is not { } own
            ? null
            : evidence.FirstOrDefault(one => one.Danger == own.Danger && one.Level > own.Level && one.Rule != RiskAssessment.Ladder)?.Rule;
    }

    private static Place At(DialogDraft draft, Lexicon lexicon, string id) => draft.Rules[(lexicon.Language, id[(lexicon.Language.Length + 1)..])];

    private static bool Fires(Triage triage, RiskRule rule, string text)
    {
        var assessment = triage.Assess(text);
        return rule.Level == RiskLevel.None ? (assessment.Steps & rule.Step) != 0 : assessment.Evidence.Any(evidence => evidence.Rule == rule.Id && evidence.Level == rule.Level);
    }
}
