using System.Globalization;

namespace Helpline.Dialogs.Lint;

/// <summary>What a language in preparation lacks, as a count, and what is wrong with what it has: all warnings.</summary>
internal static class PreparationChecks
{
    public static void Check(DialogDraft draft)
    {
        var (root, directory) = (draft.Root!.Value, draft.Referrals!);
        foreach (var declared in draft.Declared!.Preparing)
        {
            var (language, prepared) = (declared.Value, draft.Preparing[declared.Value]);
            prepared.Referrals = directory;
            PhraseChecks.CheckTexts(prepared, root);
            AnswerChecks.CheckUnused(prepared, root);
            LengthChecks.CheckTexts(prepared);
            PreviewChecks.Check(prepared);
            draft.Problems.AddRange(prepared.Problems.Select(problem => problem with { IsWarning = true }));

            var phrases = PhraseChecks.Used(draft, root);
            var answers = AnswerChecks.Used(draft, root);
            var names = directory.Lines.Values.Select(line => line.Name).Concat(directory.Places.Values.Select(place => place.Label)).ToList();
            draft.Problems.Add(declared.At.Warning(string.Create(
                CultureInfo.InvariantCulture,
                $"{Languages.Of(language)!.Name} is in preparation and lacks {phrases.Count(phrase => !prepared.Texts.ContainsKey((language, phrase.Key)))} of {phrases.Count} phrases, {answers.Count(answer => !prepared.Answers.ContainsKey((language, answer.Answer)))} of {answers.Count} answers, {names.Count(name => !name.ContainsKey(language))} of {names.Count} names in the directory")));
        }
    }
}
