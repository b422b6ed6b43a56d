using System.Globalization;
using Helpline.Dialogs.Lint;
using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>Understands answers: numbers and number words, the answers' words in all languages at once, and single words with one slip of the finger.</summary>
internal static class AnswerMatcher
{
    private const int ShortestFuzzyWord = 4;
    private const int MostDigits = 6;

    /// <summary>Words of a message in which "no" still means no: "I can not get out" is no answer to "are you in danger?".</summary>
    private const int ShortMessage = 3;

    /// <summary>Number words from 1 on, as whole messages, in English, Roman Urdu, Urdu, Sindhi and Pashto. Digits of every script are digits already.</summary>
    private static readonly string[][] NumberWords = [.. new string[][]
    {
        ["one", "aik", "ek", "ایک", "first", "pehla", "pehli", "هڪ", "يو"],
        ["two", "do", "دو", "second", "dusra", "dusri", "ٻه", "دوه"],
        ["three", "teen", "tin", "تین", "third", "teesra", "ٽي", "درې"],
        ["four", "char", "chaar", "چار", "څلور"],
        ["five", "panch", "paanch", "پانچ", "پنج", "پنځه"],
        ["six", "chay", "chhay", "cheh", "چھ", "چھہ", "ڇهه", "شپږ"],
        ["seven", "saat", "sat", "سات", "ست", "اووه"],
        ["eight", "aath", "ath", "آٹھ", "اٺ", "اته"],
        ["nine", "nau", "nao", "نو", "نهه"],
        ["ten", "das", "دس", "ڏهه", "لس"],
    }.Select(words => words.Select(TextNormalizer.Normalize).ToArray())];

    /// <summary>The global word that the whole message is, or null.</summary>
    public static string? GlobalWord(string text, DialogLibrary library)
    {
        return library.GlobalWords.GetValueOrDefault(TextNormalizer.Normalize(text));
    }

    /// <summary>
    /// The option that the message chooses, or null if none or more than one is meant. Where the child may answer in its own words, an option is meant
    /// only by its number or by a message of its words alone.
    /// </summary>
    public static Choice? Choose(string text, Ending.Ask ask, Phrasebook phrases)
    {
        var tokens = TextNormalizer.Tokens(text).Select(token => token.Normal).ToArray();
        if (tokens.Length == 0)
            return null;
        if (ask.Free?.Kind is not (AnswerKind.Number or AnswerKind.Age) && Number(tokens) is { } number && number >= 1 && number <= ask.Options.Count)
            return ask.Options[number - 1];
        var message = string.Join(' ', tokens);
        var whole = ask.Options.FirstOrDefault(option => phrases.Words(option.Answer).Contains(message));
        if (whole is not null || ask.Free is not null)
            return whole;
        return ByLongestWord(tokens, ask, phrases)
            ?? (tokens.Length == 1 ? BySlip(tokens[0], ask, phrases) : null);
    }

    /// <summary>What the message says in answer to a question that is answered in own words, as it is remembered; null if it is not understood.</summary>
    public static string? Tell(string text, FreeAnswer free, Phrasebook phrases)
    {
        var tokens = TextNormalizer.Tokens(text).Select(token => token.Normal).ToArray();
        switch (free.Kind)
        {
            case AnswerKind.Text:
                return tokens.Length == 0 ? null : Shorten(text.Trim(), free.To); // signs alone say nothing
            case AnswerKind.Place:
                return phrases.PlaceOf(string.Join(' ', tokens));
            default:
                var numbers = tokens.Where(token => token.All(char.IsAsciiDigit) && token.Length <= MostDigits).Select(token => int.Parse(token, CultureInfo.InvariantCulture))
                    .Concat(tokens.Select(NumberOf).OfType<int>())
                    .ToArray();
                return numbers is [var number] && number >= free.From && number <= free.To ? number.ToString(CultureInfo.InvariantCulture) : null;
        }
    }

    /// <summary>As many whole words of a text as fit, or characters of a long word, however many code points each has; at <see cref="StateSizeChecks.BytesOfLetter"/> bytes each, which Urdu needs.</summary>
    public static string Shorten(string text, int most)
    {
        var (kept, bytes) = (0, 0);
        while (kept < text.Length)
        {
            var next = kept + StringInfo.GetNextTextElementLength(text, kept);
            bytes += StateSizeChecks.BytesOf(text.AsSpan(kept, next - kept));
            if (next > most || bytes > most * StateSizeChecks.BytesOfLetter)
                return (text.LastIndexOf(' ', kept) is var space && space > kept / 2 ? text[..space] : text[..kept]).TrimEnd();
            kept = next;
        }

        return text;
    }

    private static int? NumberOf(string token) => Array.FindIndex(NumberWords, words => words.Contains(token)) is var index and >= 0 ? index + 1 : null;

    private static int? Number(string[] tokens)
    {
        if (tokens.Length == 1 && NumberOf(tokens[0]) is { } written)
            return written;
        var digits = tokens.Where(token => token.All(char.IsAsciiDigit)).ToArray();
        return tokens.Length <= 2 && digits is [{ Length: <= 2 } only] ? int.Parse(only, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The option whose longest word stands in the message; null if two options' are equally long.</summary>
    private static Choice? ByLongestWord(string[] tokens, Ending.Ask ask, Phrasebook phrases)
    {
        var found = ask.Options
            .Where(option => tokens.Length <= ShortMessage || !phrases.IsAlone(option.Answer))
            .Select(option => (Choice: option, Length: phrases.Words(option.Answer).Select(word => word.Split(' ')).Where(word => Occurs(word, tokens)).Select(word => word.Length).DefaultIfEmpty(0).Max()))
            .Where(hit => hit.Length > 0)
            .OrderByDescending(hit => hit.Length)
            .Take(2)
            .ToArray();
        return found.Length == 0 || (found.Length == 2 && found[0].Length == found[1].Length) ? null : found[0].Choice;
    }

    private static bool Occurs(string[] word, string[] tokens)
    {
        for (var start = 0; start + word.Length <= tokens.Length; start++)
            if (tokens.AsSpan(start, word.Length).SequenceEqual(word))
                return true;
        return false;
    }

    private static Choice? BySlip(string token, Ending.Ask ask, Phrasebook phrases)
    {
        if (token.Length < ShortestFuzzyWord)
            return null;
        var near = ask.Options
            .Where(option => phrases.Words(option.Answer).Any(word => word.Length >= ShortestFuzzyWord && IsOneSlip(token, word)))
            .Take(2)
            .ToArray();
        return near.Length == 1 ? near[0] : null;
    }

    /// <summary>True if one letter is missing, added, wrong, or swapped with its neighbour.</summary>
    private static bool IsOneSlip(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
            return false;
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
            start++;
        var restA = a.AsSpan(start);
        var restB = b.AsSpan(start);
        if (restA.Length == restB.Length)
        {
            return restA.Length <= 1 || restA[1..].SequenceEqual(restB[1..])
                || (restA[0] == restB[1] && restA[1] == restB[0] && restA[2..].SequenceEqual(restB[2..]));
        }

        return restA.Length > restB.Length ? restA[1..].SequenceEqual(restB) : restB[1..].SequenceEqual(restA);
    }
}
