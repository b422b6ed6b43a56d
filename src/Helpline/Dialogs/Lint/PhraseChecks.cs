namespace Helpline.Dialogs.Lint;

/// <summary>Every phrase that is named exists in every language, is used, and names only what there is.</summary>
internal static class PhraseChecks
{
    private const string Fact = "fact.";

    public static void Check(DialogDraft draft, Located<RootDialog> root)
    {
        CheckMissing(draft, Used(draft, root));
        CheckTexts(draft, root);
    }

    /// <summary>As <see cref="Check"/>, of what turns say: the page has its words from the newest dialogs only.</summary>
    public static void CheckOfTurns(DialogDraft draft, Located<RootDialog> root)
    {
        CheckMissing(draft, Used(draft, root).Where(use => !PagePhrases.Has(use.Key)));
        CheckTexts(draft, root);
    }

    private static void CheckMissing(DialogDraft draft, IEnumerable<(string Key, Place At)> used)
    {
        foreach (var (key, at) in used)
        {
            foreach (var language in draft.Languages.Where(language => !draft.Texts.ContainsKey((language, key))))
                draft.Problems.Add(at.Problem($"the phrase '{key}' is missing in {language}; add it to phrases/{language}/{key.Split('.')[0]}.yaml"));
        }
    }

    /// <summary>Every phrase that is said, and where it is named first.</summary>
    public static IReadOnlyList<(string Key, Place At)> Used(DialogDraft draft, Located<RootDialog> root) =>
        [.. draft.States.Values.SelectMany(state => Routes.Phrases(state.Value).Select(key => (Key: key, state.At)))
            .Concat(SystemPhrases.All.Concat(PagePhrases.All).Select(key => (Key: key, root.At)))
            .DistinctBy(use => use.Key)];

    /// <summary>The texts that there are.</summary>
    public static void CheckTexts(DialogDraft draft, Located<RootDialog> root)
    {
        var keys = Used(draft, root).Select(use => use.Key).ToHashSet(StringComparer.Ordinal);
        var referring = draft.States.Values.Select(state => state.Value.Refer?.Phrase).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var facts = draft.States.Values.SelectMany(state => state.Value.Set.Keys.Concat(state.Value.Ending is Ending.Ask { Free: { } free } ? [free.Fact] : []))
            .Concat(FactNames.Known).ToHashSet(StringComparer.Ordinal);
        foreach (var ((_, key), text) in draft.Texts)
        {
            if (!keys.Contains(key))
                draft.Problems.Add(text.At.Problem($"no state says '{key}'; remove it or use it"));
            var names = Phrasebook.Placeholder().Matches(text.Value).Select(match => match.Groups[1].Value).ToList();
            if (referring.Contains(key) && !names.Contains("lines"))
                draft.Problems.Add(text.At.Problem($"'{key}' is said to refer to the directory and does not name {{lines}}"));
            foreach (var name in names)
            {
                var isKnown = name switch
                {
                    "lines" => referring.Contains(key),
                    "time" => key is SystemPhrases.OpenUntil or SystemPhrases.ClosedUntil,
                    _ when PagePhrases.Has(key) => PagePhrases.Placeholders.Contains(name),
                    _ when name.StartsWith(Fact, StringComparison.Ordinal) => facts.Contains(name[Fact.Length..]),
                    _ => draft.Referrals is null || draft.Referrals.Lines.ContainsKey(name),
                };
                if (!isKnown)
                    draft.Problems.Add(text.At.Problem($"the placeholder {{{name}}} names no fact that is set ({{fact.name}}) and no line of the referral directory; it has {string.Join(", ", draft.Referrals?.Lines.Keys ?? [])}"));
            }
        }
    }
}
