namespace Helpline.Dialogs.Lint;

/// <summary>Every answer has its label and words in every language, and no word means two things at once.</summary>
internal static class AnswerChecks
{
    /// <summary>What carriers take for "send me nothing more", and for the end of that: their answer never reaches us, or comes with theirs.</summary>
    private static readonly string[] CarriersWords = ["stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout", "start", "unstop"];

    public static void Check(DialogDraft draft, Located<RootDialog> root)
    {
        foreach (var (answer, at) in Used(draft, root))
        {
            foreach (var language in draft.Languages.Where(language => !draft.Answers.ContainsKey((language, answer))))
                draft.Problems.Add(at.Problem($"the answer '{answer}' has no label in {language}; add it to {FileOf(answer, language)}"));
        }

        CheckUnused(draft, root);
        CheckGlobal(draft, root);
        CheckCollisions(draft);
    }

    /// <summary>Every answer that is asked for, and where first.</summary>
    public static IReadOnlyList<(string Answer, Place At)> Used(DialogDraft draft, Located<RootDialog> root) =>
        [.. draft.States.Values.Where(state => state.Value.Ending is Ending.Ask)
            .SelectMany(state => ((Ending.Ask)state.Value.Ending).Options.Select(option => (option.Answer, state.At)))
            .Concat(root.Value.Words.Keys.Select(word => (Answer: word, root.At)))
            .DistinctBy(use => use.Answer)];

    public static void CheckUnused(DialogDraft draft, Located<RootDialog> root)
    {
        var used = Used(draft, root).Select(use => use.Answer).ToHashSet(StringComparer.Ordinal);
        foreach (var ((_, answer), words) in draft.Answers.Where(answer => answer.Key.Answer.Contains('.', StringComparison.Ordinal) && !used.Contains(answer.Key.Answer)))
            draft.Problems.Add(words.At.Problem($"no question has the answer '{answer}'; remove it or use it"));
    }

    private static string FileOf(string answer, string language) =>
        answer.Split('.') is [var flow, _] ? $"'answers' in phrases/{language}/{flow}.yaml" : $"phrases/{language}/answers.yaml";

    private static void CheckGlobal(DialogDraft draft, Located<RootDialog> root)
    {
        var phrases = draft.Phrasebook();
        foreach (var shared in root.Value.Words.Keys.SelectMany(answer => phrases.Words(answer).Distinct().Select(word => (word, answer))).GroupBy(pair => pair.word).Where(group => group.Count() > 1))
            draft.Problems.Add(root.At.Problem($"the word '{shared.Key}' means both '{string.Join("' and '", shared.Select(pair => pair.answer))}', which work everywhere; keep one"));
        var global = root.Value.Words.Keys.SelectMany(word => phrases.Words(word)).ToHashSet(StringComparer.Ordinal);
        foreach (var ((_, answer), words) in draft.Answers)
        {
            foreach (var word in words.Value.Normal.Where(word => CarriersWords.Contains(word) && answer is not (GlobalWords.Stop or GlobalWords.Start)))
                draft.Problems.Add(words.At.Problem($"'{word}' of the answer '{answer}' is a word that carriers act on by themselves; say it otherwise"));
            foreach (var word in words.Value.Normal.Where(word => global.Contains(word) && !CarriersWords.Contains(word) && !root.Value.Words.ContainsKey(answer)))
                draft.Problems.Add(words.At.Problem($"'{word}' of the answer '{answer}' is a global word and would never be understood as this answer"));
        }
    }

    private static void CheckCollisions(DialogDraft draft)
    {
        var phrases = draft.Phrasebook();
        foreach (var (name, state) in draft.States)
        {
            if (state.Value.Ending is not Ending.Ask ask)
                continue;
            var owners = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var option in ask.Options)
            {
                foreach (var word in phrases.Words(option.Answer).Distinct())
                {
                    if (!owners.TryAdd(word, option.Answer))
                        draft.Problems.Add(state.At.Problem($"in the state '{name}' the word '{word}' means both '{owners[word]}' and '{option.Answer}'"));
                }
            }
        }
    }
}
