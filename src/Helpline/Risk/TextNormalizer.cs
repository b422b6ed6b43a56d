using System.Globalization;
using System.Text;

namespace Helpline.Risk;

/// <summary>
/// Brings what children type into the form that lexicons and answer words are written in, keeping the way back to the original text.
/// Per grapheme: NFKC, lower case, Arabic-script variants unified, diacritics, tatweel and zero-width characters dropped, any script's
/// digits as ASCII. Per word: apostrophes dropped, leetspeak between letters undone, three or more equal letters reduced to one.
/// </summary>
public static class TextNormalizer
{
    /// <summary>The words of the text in order. Everything that is neither letter, digit nor apostrophe separates.</summary>
    public static IReadOnlyList<Token> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<Token>();
        var word = new StringBuilder();
        var (start, end) = (0, 0);
        var elements = StringInfo.ParseCombiningCharacters(text);
        var normals = elements.Select((from, i) => Letters(text[from..End(i)])).ToArray();
        for (var i = 0; i < elements.Length; i++)
        {
            var from = elements[i];
            var normal = normals[i];
            if (normal is null || IsLooseMark(normals, i) || (normal == "!" && word.Length != 1))
            {
                Finish();
                continue;
            }

            if (word.Length == 0)
                start = from;
            word.Append(normal);
            if (normal.Length > 0)
                end = End(i);
        }

        Finish();
        return tokens;

        int End(int element) => element + 1 < elements.Length ? elements[element + 1] : text.Length;

        void Finish()
        {
            var normal = Squeeze(Unleet(word));
            if (normal.Length > 0)
                tokens.Add(new Token(normal, start, end - start));
            word.Clear();
        }
    }

    /// <summary>The whole text in normal form, words separated by single spaces.</summary>
    public static string Normalize(string text) => string.Join(' ', Tokens(text).Select(token => token.Normal));

    /// <summary>The grapheme's normal letters; "" if it is dropped inside a word; null if it separates words.</summary>
    private static string? Letters(string grapheme)
    {
        var letters = new StringBuilder();
        if (IsBroken(grapheme))
            return null;
        foreach (var character in grapheme.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (Dropped(character))
                continue;
            if (Leet(character) is not null)
                letters.Append(character);
            else if (char.IsDigit(character))
                letters.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(character)));
            else if (char.IsLetter(character))
                letters.Append(Unify(character));
            else if (!IsMark(character))
                return null;
        }

        return letters.ToString();
    }

    /// <summary>
    /// Punctuation that children also use as a letter (k!ll, p@ssword) counts only between two Latin letters; "!", which also ends sentences
    /// without a space (help!me), only after a word's first.
    /// </summary>
    private static bool IsLooseMark(string?[] normals, int index) =>
        normals[index] is "@" or "$" or "!"
        && !(index > 0 && index + 1 < normals.Length
            && normals[index - 1] is [.., var before] && char.IsAsciiLetter(before)
            && normals[index + 1] is [var after, ..] && char.IsAsciiLetter(after));

    private static StringBuilder Unleet(StringBuilder word)
    {
        for (var i = 1; i < word.Length - 1; i++)
            if (Leet(word[i]) is { } letter && char.IsAsciiLetter(word[i - 1]) && IsLetterOrLeet(word, i + 1))
                word[i] = letter;
        return word;
    }

    private static bool IsLetterOrLeet(StringBuilder word, int index) =>
        char.IsAsciiLetter(word[index]) || (index + 1 < word.Length && Leet(word[index]) is not null && char.IsAsciiLetter(word[index + 1]));

    private static string Squeeze(StringBuilder word)
    {
        var squeezed = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length;)
        {
            var run = i;
            while (run < word.Length && word[run] == word[i])
                run++;
            squeezed.Append(word[i], run - i >= 3 && char.IsLetter(word[i]) ? 1 : run - i);
            i = run;
        }

        return squeezed.ToString();
    }

    private static char? Leet(char character) => character switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => null,
    };

    private static bool Dropped(char character) =>
        character is '\'' or '’' or '‘' or '`' or 'ʼ' or '\u0640' // apostrophes, tatweel
        || CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format; // zero-width and direction characters

    /// <summary>True for half a surrogate pair, as a text cut in the wrong place ends with: Unicode's normalisation throws at it.</summary>
    private static bool IsBroken(string grapheme)
    {
        foreach (var rune in grapheme.EnumerateRunes())
            if (rune == Rune.ReplacementChar)
                return true;
        return false;
    }

    private static bool IsMark(char character) =>
        CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>One letter for what looks or sounds the same on Pakistani, Arabic and Latin keyboards.</summary>
    private static char Unify(char letter) => letter switch
    {
        'ي' or 'ى' or 'ې' => 'ی',
        'ك' => 'ک',
        'ه' or 'ة' or 'ۃ' or 'ۀ' or 'ە' or 'ﮦ' => 'ہ',
        'أ' or 'إ' or 'ٱ' => 'ا',
        'ؤ' => 'و',
        >= '\u00C0' and <= '\u024F' => char.ToLowerInvariant(letter.ToString().Normalize(NormalizationForm.FormD)[0]),
        _ => letter,
    };
}
