using System.Globalization;

namespace Helpline.Dialogs.Lint;

/// <summary>Translations that are older than the text that they were made from.</summary>
internal static class TranslationChecks
{
    public static void Check(DialogDraft draft, DialogLibrary library)
    {
        var source = Languages.Of(library.Languages[0])!.Name;
        foreach (var record in library.Translations)
        {
            var words = draft.Preparing.GetValueOrDefault(record.Language) ?? draft;
            foreach (var name in record.Stale)
            {
                var at = name.StartsWith(TranslationRecord.Labels, StringComparison.Ordinal) ? words.Answers[(record.Language, name[TranslationRecord.Labels.Length..])].At : words.Texts[(record.Language, name)].At;
                draft.Problems.Add(at.Warning($"the {source} text of '{name}' changed since this translation was made; when it is revised, or right as it is: dialogs translated --phrase {name} --language {record.Language}"));
            }

            if (record.New.Count() is > 0 and var count)
                draft.Problems.Add(new DialogProblem($"phrases/{record.Language}/{PhraseReader.TranslatedFile}", 1, 1, string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "translation is" : "translations are")} not recorded yet, for example '{record.New.First()}': dialogs translated")) { IsWarning = true });
        }
    }
}
