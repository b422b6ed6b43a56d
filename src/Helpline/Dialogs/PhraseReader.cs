using System.Text.RegularExpressions;
using Helpline.Dialogs.Format;
using Helpline.Risk;
using YamlDotNet.RepresentationModel;

namespace Helpline.Dialogs;

/// <summary>Reads <c>phrases/&lt;language&gt;/*.yaml</c>.</summary>
internal static class PhraseReader
{
    /// <summary>What is known of the making of a language's translations.</summary>
    public const string TranslatedFile = "translated.yaml";

    public static void ReadPhrases(YamlFile file, string language, DialogDraft draft)
    {
        foreach (var (key, node) in file.Entries(file.Root))
        {
            if (key.Value == PhraseFormat.Answers)
            {
                ReadAnswers(file, node, language, $"{file.Name}.", draft);
                continue;
            }

            var text = file.Text(node, key, $"the text of '{key.Value}'");
            if (text.AsSpan().Trim().Length != text.Length)
                file.Problem(node, "the text begins or ends with white space; a child pays for it");
            draft.Texts[(language, $"{file.Name}.{key.Value}")] = new Located<string>(text, file.At(key));
        }
    }

    /// <summary>Words that must not be seen at the beginning of a sensitive message.</summary>
    public static void ReadPrivateWords(YamlFile file, string language, DialogDraft draft)
    {
        file.Check(file.Root, PhraseFormat.OfPrivateWords);
        draft.PrivateWords[language] = [.. file.Texts(YamlFile.Child(file.Root, "words"), "a word").Select(word => word.Text.EndsWith('*') ? $"{TextNormalizer.Normalize(word.Text)}*" : TextNormalizer.Normalize(word.Text))];
    }

    /// <summary>From which texts the translations were made.</summary>
    public static void ReadTranslated(YamlFile file, string language, DialogDraft draft)
    {
        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, node) in file.Entries(file.Root))
        {
            marks[key.Value!] = file.Text(node, key, $"the mark of '{key.Value}'");
            if (marks[key.Value!].Length > 0 && !Regex.IsMatch(marks[key.Value!], PhraseFormat.MarkPattern))
                file.Problem(node, $"'{marks[key.Value!]}' is no mark; this file is written by 'dialogs translated'");
        }

        draft.Translated[language] = marks;
    }

    /// <summary>The answers that all flows share.</summary>
    public static void ReadAnswers(YamlFile file, string language, DialogDraft draft) => ReadAnswers(file, file.Root!, language, "", draft);

    private static void ReadAnswers(YamlFile file, YamlNode answers, string language, string prefix, DialogDraft draft)
    {
        foreach (var (key, node) in file.Entries(answers))
        {
            file.Check(node, PhraseFormat.Answer);
            var label = file.Text(YamlFile.Child(node, "label"), key, $"the label of '{key.Value}'");
            var words = file.Texts(YamlFile.Child(node, "words"), "a word").Select(word => word.Text)
                .Prepend(label)
                .Select(TextNormalizer.Normalize)
                .Where(word => word.Length > 0)
                .Distinct()
                .ToList();
            draft.Answers[(language, prefix + key.Value)] = new Located<AnswerWords>(new AnswerWords(label, words, file.Flag(YamlFile.Child(node, "alone"), absent: false)), file.At(key));
        }
    }
}
