using System.Globalization;

namespace Helpline.Dialogs.Lint;

/// <summary>A ten-year-old reads every text: no long sentences, no long words, and English of the sixth school year at the most.</summary>
internal static class ReadingChecks
{
    public const int LongestEnglishSentence = 20;

    /// <summary>In other languages, whose sentences say the same in fewer words.</summary>
    public const int LongestSentence = 18;

    public const int LongestWord = 13;

    public const double HighestGrade = 6;

    /// <summary>Words from which on a grade says something.</summary>
    private const int FewestWords = 20;

    public static void Check(DialogDraft draft)
    {
        foreach (var ((language, key), text) in draft.Texts.Concat(draft.Preparing.Values.SelectMany(prepared => prepared.Texts)))
        {
            var sentences = Readability.Sentences(text.Value);
            var most = language == Languages.English ? LongestEnglishSentence : LongestSentence;
            if (sentences.FirstOrDefault(sentence => sentence.Count > most) is { } sentence)
                draft.Problems.Add(text.At.Warning(string.Create(CultureInfo.InvariantCulture, $"'{key}' in {language} has a sentence of {sentence.Count} words ('{string.Join(' ', sentence.Take(4))} …'); children read up to {most} well: make two of it")));
            else if (language == Languages.English && sentences.Sum(words => words.Count) >= FewestWords && Readability.Grade(sentences) is > HighestGrade and var grade)
                draft.Problems.Add(text.At.Warning(string.Create(CultureInfo.InvariantCulture, $"'{key}' reads like a text for school year {grade:0.0}; {HighestGrade:0} is the most: shorter words, shorter sentences")));
            if (sentences.SelectMany(words => words).FirstOrDefault(word => word.Length > LongestWord) is { } longest)
                draft.Problems.Add(text.At.Warning($"'{key}' in {language} has the word '{longest}'; a child stumbles over it: say it otherwise"));
        }
    }
}
