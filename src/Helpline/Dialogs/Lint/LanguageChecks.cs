namespace Helpline.Dialogs.Lint;

/// <summary>Children can choose every language that is live, and no other; triage reads each, or somebody has said that it does not.</summary>
internal static class LanguageChecks
{
    public static void Check(DialogDraft draft, LanguageList declared)
    {
        var chosen = draft.States.Values.Where(state => state.Value.Set.ContainsKey(FactNames.Language)).ToLookup(state => state.Value.Set[FactNames.Language], state => state.At);
        foreach (var other in chosen.Where(language => !draft.Languages.Contains(language.Key)))
            draft.Problems.Add(other.First().Problem($"the state sets the language '{other.Key}', which is not live; {LanguagesReader.Path} says which are"));
        foreach (var language in declared.Live.Where(language => !chosen.Contains(language.Value)))
            draft.Problems.Add(language.At.Problem($"no state sets the language '{language.Value}'; children could not choose it: give the question of languages an answer that leads to set: {{{FactNames.Language}: {language.Value}}}"));

        foreach (var language in draft.Languages)
        {
            var isRead = draft.Lexicons.Any(lexicon => lexicon.Language == language);
            var excused = declared.WithoutLexicon.Where(excuse => excuse.Value == language).ToList();
            if (!isRead && excused.Count == 0)
                draft.Problems.Add(new DialogProblem($"risk/{language}.yaml", 1, 1, $"the lexicon is missing; write one, or write {language} under without_lexicon in {LanguagesReader.Path}: then the other languages' rules alone read its messages"));
            else if (!isRead)
                draft.Problems.Add(excused[0].At.Warning($"'{language}' has no lexicon: danger in its own words is found by the other languages' rules alone"));
            else if (excused.Count > 0)
                draft.Problems.Add(excused[0].At.Problem($"'{language}' has a lexicon; remove it here"));
        }
    }
}
