namespace Helpline.Risk;

/// <summary>
/// The sound of a word as children spell it, so that one entry of a lexicon stands for a family of spellings: nahi, nai, nhi, nahin; hun, hoon;
/// tasveer, tasweer, taswir. The rules are those of common variation in Roman Urdu and in Urdu typed without care, in the manner of Soundex and
/// Metaphone: letters that are exchanged for each other fall together, letters that are left out are left out. Allocates nothing.
/// </summary>
internal static class SpellingKey
{
    /// <summary>The longest key; what is longer is cut off.</summary>
    public const int Longest = 24;

    private const char Kh = 'x';
    private const char Ch = 'C';
    private const char Sh = 'S';

    /// <summary>Latin letters: consonants in classes, vowels in three (a, i, u), no h but at the beginning.</summary>
    public static int Roman(ReadOnlySpan<char> word, Span<char> key)
    {
        var length = 0;
        for (var i = 0; i < word.Length && length < Longest;)
        {
            var (sound, read) = Sound(word, i);
            i += read;
            if (sound == '\0' || (length > 0 && key[length - 1] == sound))
                continue;
            if (sound == 'i' && length > 0 && key[length - 1] == 'a')
                key[length - 1] = 'i'; // hai, he; mai, me; nahi, nai
            else
                key[length++] = sound;
        }

        return length;
    }

    /// <summary>The length of a Roman key without a nasal n at its end, which is written or not: hun, hu; mein, me.</summary>
    public static int WithoutNasal(ReadOnlySpan<char> romanKey) => romanKey is [_, .., 'i' or 'u', 'n'] ? romanKey.Length - 1 : romanKey.Length;

    /// <summary>The consonants of a Roman key, and the vowel at its end: what is left of a word that is typed without vowels.</summary>
    public static int Skeleton(ReadOnlySpan<char> romanKey, Span<char> skeleton)
    {
        var length = 0;
        for (var i = 0; i < romanKey.Length; i++)
        {
            if ((romanKey[i] is not ('a' or 'i' or 'u') || i == romanKey.Length - 1) && (length == 0 || skeleton[length - 1] != romanKey[i]))
                skeleton[length++] = romanKey[i];
        }

        return length;
    }

    /// <summary>True if a word is so long, or so poor in vowels, that its skeleton alone names it.</summary>
    public static bool IsTypedWithoutVowels(int skeleton, int key) => skeleton >= 4 || (skeleton >= 2 && (key - skeleton) * 3 <= skeleton);

    /// <summary>Arabic letters: those that sound alike in Urdu fall together, do-chashmi he and hamza are left out, nun ghunna is nun.</summary>
    public static int Arabic(ReadOnlySpan<char> word, Span<char> key)
    {
        var length = 0;
        foreach (var letter in word)
        {
            var sound = letter switch
            {
                'ث' or 'ص' => 'س',
                'ذ' or 'ض' or 'ظ' => 'ز',
                'ط' or 'ة' => 'ت',
                'ح' => 'ہ',
                'ق' => 'ک',
                'ے' or 'ئ' => 'ی',
                'ں' => 'ن',
                'ع' => 'ا',
                'ؤ' => 'و',
                'ھ' or 'ء' => '\0',
                _ => letter,
            };
            if (sound == '\0' || length == Longest || (length > 0 && key[length - 1] == sound))
                continue;
            key[length++] = sound;
        }

        return length;
    }

    /// <summary>
    /// The consonants of a key in one alphabet for both scripts, with an a for a vowel at the beginning: what a word of Urdu and the same word in
    /// Roman Urdu have in common, near enough. What is no letter is left out.
    /// </summary>
    public static int Consonants(ReadOnlySpan<char> key, bool isArabic, Span<char> consonants)
    {
        var length = 0;
        for (var i = 0; i < key.Length; i++)
        {
            var sound = isArabic ? Latin(key[i]) : key[i];
            if (sound is 'a' or 'i' or 'u' or 'v' or 'h') // vav is written for o and u, and he for a vowel, as well
                sound = i > 0 ? '\0' : sound is 'i' or 'u' ? 'a' : sound;
            if (sound != '\0' && (length == 0 || consonants[length - 1] != sound))
                consonants[length++] = sound;
        }

        return length;
    }

    public static bool IsArabic(ReadOnlySpan<char> word) => word.Length > 0 && word[0] is >= '\u0600' and <= '\u06FF';

    /// <summary>The sound, as <see cref="Roman"/> writes it, of a letter of an Arabic key.</summary>
    private static char Latin(char letter) => letter switch
    {
        'ا' or 'آ' => 'a',
        'ب' => 'b',
        'پ' => 'p',
        'ت' or 'ٹ' => 't',
        'س' => 's',
        'ج' => 'j',
        'چ' => Ch,
        'ہ' => 'h',
        'خ' => Kh,
        'د' or 'ڈ' => 'd',
        'ز' or 'ژ' => 'z',
        'ر' or 'ڑ' => 'r',
        'ش' => Sh,
        'غ' or 'گ' => 'g',
        'ف' => 'f',
        'ک' => 'k',
        'ل' => 'l',
        'م' => 'm',
        'ن' => 'n',
        'و' => 'v',
        'ی' => 'i',
        _ => '\0',
    };

    private static (char Sound, int Read) Sound(ReadOnlySpan<char> word, int i)
    {
        var next = i + 1 < word.Length ? word[i + 1] : '\0';
        var letter = word[i];
        switch (letter)
        {
            case 'k' when next == 'h':
                return (Kh, 2);
            case 'c' when next == 'h':
                return (Ch, i + 2 < word.Length && word[i + 2] == 'h' ? 3 : 2);
            case 's' when next == 'h':
                return (Sh, 2);
            case 'p' when next == 'h':
                return ('f', 2);
            case 'c' or 'q' or 'k':
                return ('k', next == 'k' ? 2 : 1);
            case 'x':
                return ('k', 1);
            case 'z':
                return ('z', next == 'h' ? 2 : 1);
            case 'w' or 'v':
                return ('v', 1);
            case 'h':
                return (i == 0 ? 'h' : '\0', 1);
            case 'y' when i == 0 || (IsWrittenVowel(next) && i > 0 && IsWrittenVowel(word[i - 1])):
                return ('i', 1);
            case 'a':
                return ('a', 1);
            case 'e' or 'i' or 'y':
                return ('i', 1);
            case 'o' or 'u':
                return ('u', 1);
            default:
                return (letter, 1);
        }
    }

    private static bool IsWrittenVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
