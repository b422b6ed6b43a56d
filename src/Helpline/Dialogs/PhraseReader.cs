using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>Reads <c>phrases/&lt;language&gt;/*.yaml</c>.</summary>
internal static class PhraseReader
{
    public static void ReadPhrases(YamlFile file, string language, DialogDraft draft)
    {
        foreach (var (key, node) in file.Entries(file.Root))
        {
            var text = file.Text(node, key, $"the text of '{key.Value}'");
            if (text.AsSpan().Trim().Length != text.Length)
                file.Problem(node, "the text begins or ends with white space; a child pays for it");
            draft.Texts[(language, $"{file.Name}.{key.Value}")] = new Located<string>(text, file.At(key));
        }
    }

    public static void ReadAnswers(YamlFile file, string language, DialogDraft draft)
    {
        foreach (var (key, node) in file.Entries(file.Root))
        {
            _ = file.Entries(node, "label", "words", "alone").Count();
            var label = file.Text(YamlFile.Child(node, "label"), key, $"the label of '{key.Value}'");
            var words = file.Texts(YamlFile.Child(node, "words"), "a word").Select(word => word.Text)
                .Prepend(label)
                .Select(TextNormalizer.Normalize)
                .Where(word => word.Length > 0)
                .Distinct()
                .ToList();
            draft.Answers[(language, key.Value!)] = new Located<AnswerWords>(new AnswerWords(label, words, file.Flag(YamlFile.Child(node, "alone"), absent: false)), file.At(key));
        }
    }
}
