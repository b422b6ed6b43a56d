using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Helpline.Risk;

/// <summary>
/// What each character is to <see cref="NormalText"/>: a letter in its normal form (compatibility forms, case, accents, look-alikes and
/// Arabic-script variants undone; digits of every script as ASCII), dropped, or the end of a word or a clause. Looked up in a table that fills
/// itself.
/// </summary>
internal static class Letters
{
    /// <summary>Ends a word.</summary>
    public const char Separator = '\u0001';

    /// <summary>Stands inside a word without meaning anything: diacritics, tatweel, apostrophes, zero-width and direction characters.</summary>
    public const char Dropped = '\u0002';

    /// <summary>Ends a word and a clause.</summary>
    public const char ClauseEnd = '\u0003';

    /// <summary>Becomes more than one letter: <see cref="Expansion"/> has them.</summary>
    public const char Expands = '\u0004';

    /// <summary>Half of a surrogate pair: <see cref="OfRune"/> knows the whole.</summary>
    public const char Surrogate = '\u0005';

    /// <summary>A sign that is a word by itself: ☠, ♥.</summary>
    public const char Sign = '\u0006';

    /// <summary>The most letters that one character becomes: six in Unicode 16 (㌖), and room.</summary>
    public const int LongestExpansion = 8;

    private static readonly char[] Table = new char[char.MaxValue + 1];
    private static readonly ConcurrentDictionary<char, string> Expansions = new();

    // Letters of scripts that none of our languages uses but that look like Latin ones: children and those who evade filters mix them in.
    private const string LookAlikes = "аaеeоoрpсcуyхxіiјjѕsԁdһhвbкkмmнhтtαaεeοoρpνvκkτtιiυuβb";

    public static char Of(char character)
    {
        var known = Table[character];
        return known != '\0' ? known : Table[character] = Find(character); // who comes at the same time finds the same
    }

    public static string Expansion(char character) => Expansions[character];

    /// <summary>A character beyond the first 65,536: a letter or digit by its compatibility form (𝐤), itself as a sign of its own (an emoji), or a separator.</summary>
    public static char OfRune(Rune rune)
    {
        if (rune.Value is >= 0x1F3FB and <= 0x1F3FF)
            return Dropped; // skin tones
        Span<char> pair = stackalloc char[2];
        _ = rune.EncodeToUtf16(pair);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.OtherNotAssigned => Separator, // Unicode's normalisation throws at some of them
            UnicodeCategory.OtherSymbol => Sign,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => Dropped,
            _ when new string(pair).Normalize(NormalizationForm.FormKC) is [var plain] => Of(plain),
            _ => Separator,
        };
    }

    /// <summary>The letter that a digit or sign stands for in leetspeak.</summary>
    public static char? Leet(char character) => character switch
    {
        '0' => 'o',
        '1' or '!' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => null,
    };

    private static char Find(char character)
    {
        if (char.IsSurrogate(character))
            return Surrogate;
        if (character is '\'' or '’' or '‘' or '`' or 'ʼ' or '\u0640' || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Format)
            return Dropped;
        if (character is '\uFFFD' || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.OtherNotAssigned)
            return Separator; // Unicode's normalisation throws at some of them
        if (CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.OtherSymbol && character >= '\u2190' && character.ToString().IsNormalized(NormalizationForm.FormKD))
            return Sign;
        var letters = new StringBuilder();
        foreach (var part in character.ToString().Normalize(NormalizationForm.FormKD).ToLowerInvariant().Normalize(NormalizationForm.FormKD))
        {
            switch (Part(part))
            {
                case Dropped:
                    break;
                case Separator:
                    return IsClauseEnd(part) ? ClauseEnd : Separator;
                case var letter:
                    letters.Append(letter);
                    break;
            }
        }

        if (letters.Length > LongestExpansion)
            return Separator; // a whole sentence in one sign: none of our words
        if (letters.Length > 1)
            Expansions[character] = letters.ToString();
        return letters.Length switch
        {
            0 => Dropped,
            1 => letters[0],
            _ => Expands,
        };
    }

    private static char Part(char part)
    {
        if (Leet(part) is not null)
            return part;
        if (char.IsDigit(part))
            return (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(part));
        if (LookAlikes.IndexOf(part, StringComparison.Ordinal) is >= 0 and var at && at % 2 == 0)
            return LookAlikes[at + 1];
        if (char.IsLetter(part))
            return Unify(part);
        return CharUnicodeInfo.GetUnicodeCategory(part) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? Dropped : Separator;
    }

    private static char Unify(char letter) => letter switch
    {
        'ي' or 'ى' or 'ې' => 'ی',
        'ك' or 'ڪ' => 'ک',
        'ه' or 'ة' or 'ۃ' or 'ە' or 'ۀ' => 'ہ',
        'ٱ' => 'ا',
        'ۓ' => 'ے',
        _ => letter,
    };

    private static bool IsClauseEnd(char part) => part is '.' or ',' or ';' or ':' or '?' or '!' or '\n' or '،' or '؛' or '؟' or '۔' or '…' or '(' or ')' or '"' or '«' or '»' or '—';
}
