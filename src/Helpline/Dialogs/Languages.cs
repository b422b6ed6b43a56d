using System.Collections.Frozen;
using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>The languages that every dialog speaks, as BCP 47 tags.</summary>
public static class Languages
{
    public const string English = "en";
    public const string Urdu = "ur";
    public const string RomanUrdu = "ur-Latn";

    public static IReadOnlyList<string> All { get; } = [English, Urdu, RomanUrdu];

    /// <summary>The everyday Roman Urdu words that English does not have; two of them, or one in a short text, decide.</summary>
    private static readonly FrozenSet<string> RomanUrduWords = new[]
    {
        "hai", "hy", "hain", "hun", "hoon", "mujhe", "mujhy", "mjhe", "mje", "mera", "meri", "mere", "mein", "main", "mai", "kya", "kia",
        "kyun", "kyu", "nahi", "nai", "nhi", "nahin", "aap", "ap", "tum", "wo", "woh", "ye", "yeh", "raha", "rahi", "rahe", "rha", "rhi", "kar", "karo",
        "karta", "karna", "ko", "ki", "ka", "ke", "se", "sy", "koi", "koyi", "aur", "madad", "salam", "assalam", "salaam", "bhai", "baji", "ghar", "dar", "acha", "theek",
        "haan", "han", "jee", "ji", "bohat", "bohot", "bahut", "tasveer", "tasweer", "abbu", "ammi", "sabaq", "sabak", "mansooba",
    }.ToFrozenSet();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RomanUrduLookup = RomanUrduWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True if the language, by its tag, is written in Arabic letters.</summary>
    public static bool IsInArabicScript(string language) => language == Urdu;

    /// <summary>Guesses the language of a first message: Arabic script is Urdu; everyday Roman Urdu words; else English.</summary>
    public static string Guess(string text)
    {
        var normal = new NormalText();
        normal.Read(text);
        return Guess(normal);
    }

    /// <summary>As above, of a text that is in normal form already.</summary>
    internal static string Guess(NormalText text)
    {
        var hits = 0;
        foreach (var word in text.Words)
        {
            if (SpellingKey.IsArabic(text.Of(word)))
                return Urdu;
            if (RomanUrduLookup.Contains(text.Of(word)))
                hits++;
        }

        return hits >= 2 || (hits == 1 && text.Words.Length <= 4) ? RomanUrdu : English;
    }
}
