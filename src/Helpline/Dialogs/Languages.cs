using System.Collections.Frozen;
using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>The languages that dialogs can be written in. Which of them a library speaks, its <c>languages.yaml</c> says.</summary>
public static class Languages
{
    public const string English = "en";
    public const string Urdu = "ur";
    public const string RomanUrdu = "ur-Latn";

    internal const string ArabicScript = "Arab";
    private const string LatinScript = "Latn";

    public static IReadOnlyList<Language> Known { get; } =
    [
        new(English, "English", "English", LatinScript),
        new(Urdu, "Urdu", "اردو", ArabicScript),
        new(RomanUrdu, "Roman Urdu", "Roman Urdu", LatinScript),
        new("sd", "Sindhi", "سنڌي", ArabicScript) { OwnLetters = "ٻڀٺٽٿڃڄڇڊڌڍڏڙڦڪڱڳڻ۽۾" },
        new("ps", "Pashto", "پښتو", ArabicScript) { OwnLetters = "ټځڅډړږښګڼېۍ" },
    ];

    private static readonly IReadOnlyList<string> AllTags = [.. Known.Select(language => language.Tag)];

    /// <summary>The everyday Roman Urdu words that English does not have; two of them, or one in a short text, decide.</summary>
    private static readonly FrozenSet<string> RomanUrduWords = new[]
    {
        "hai", "hy", "hain", "hun", "hoon", "mujhe", "mujhy", "mjhe", "mje", "mera", "meri", "mere", "mein", "main", "mai", "kya", "kia",
        "kyun", "kyu", "nahi", "nai", "nhi", "nahin", "aap", "ap", "tum", "wo", "woh", "ye", "yeh", "raha", "rahi", "rahe", "rha", "rhi", "kar", "karo",
        "karta", "karna", "ko", "ki", "ka", "ke", "se", "sy", "koi", "koyi", "aur", "madad", "salam", "assalam", "salaam", "bhai", "baji", "ghar", "dar", "acha", "theek",
        "haan", "han", "jee", "ji", "bohat", "bohot", "bahut", "tasveer", "tasweer", "abbu", "ammi", "sabaq", "sabak", "mansooba",
    }.ToFrozenSet();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RomanUrduLookup = RomanUrduWords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The language of a tag; null if it is not known.</summary>
    public static Language? Of(string tag) => Known.FirstOrDefault(language => language.Tag == tag);

    /// <summary>True if the language, by its tag, is written in Arabic letters.</summary>
    public static bool IsInArabicScript(string language) => Of(language)?.Script == ArabicScript;

    /// <summary>Guesses the language of a text, of all that are known.</summary>
    public static string Guess(string text) => Guess(text, AllTags);

    /// <summary>Guesses the language of a text: letters that only one language has; else Arabic script is Urdu; everyday Roman Urdu words; else English.</summary>
    /// <param name="text">A first message.</param>
    /// <param name="among">The languages that it may be in, by their tags. What is guessed and not among them becomes the first of its script, else the first.</param>
    public static string Guess(string text, IReadOnlyList<string> among)
    {
        ArgumentNullException.ThrowIfNull(among);
        var own = among.Select(Of).OfType<Language>().MaxBy(language => text.Count(language.OwnLetters.Contains));
        if (own is not null && text.Any(own.OwnLetters.Contains))
            return own.Tag;
        var normal = new NormalText();
        normal.Read(text);
        var guess = Guess(normal);
        return among.Contains(guess) ? guess : among.FirstOrDefault(language => IsInArabicScript(language) == IsInArabicScript(guess)) ?? among[0];
    }

    /// <summary>Of a text that is in normal form already: one of <see cref="TextModel.Trained"/>.</summary>
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
