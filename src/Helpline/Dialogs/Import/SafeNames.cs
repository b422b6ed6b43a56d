using System.Globalization;
using System.Text;

namespace Helpline.Dialogs.Import;

/// <summary>Makes names for flows, states, phrases, answers and facts out of what people wrote: a-z, 0-9 and _, and never the same twice.</summary>
internal sealed class SafeNames(params IEnumerable<string> taken)
{
    private const int Longest = 40;
    private const int MostWords = 4;
    private const int LongestOfWords = 28;

    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    /// <summary>The text as a name, or what stands in for it where none of it can be kept (another script).</summary>
    public string Take(string text, string fallback)
    {
        var name = Of(text) is { Length: > 0 } safe ? safe : fallback;
        if (_taken.Add(name))
            return name;
        var number = _last.GetValueOrDefault(name, 1);
        string next;
        do
            next = string.Create(CultureInfo.InvariantCulture, $"{name}_{++number}");
        while (!_taken.Add(next));
        _last[name] = number;
        return next;
    }

    /// <summary>The same, not made unique; empty if nothing can be kept.</summary>
    public static string Of(string text, int most = Longest)
    {
        var name = new StringBuilder();
        foreach (var character in text)
        {
            if (name.Length >= most)
                break;
            var plain = Plain(character);
            if (char.IsAsciiLetterOrDigit(plain))
                name.Append(char.ToLowerInvariant(plain));
            else if (!char.IsSurrogate(character) && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark && name.Length > 0 && name[^1] != '_')
                name.Append('_');
        }

        return name.ToString().Trim('_');
    }

    /// <summary>The first words that a text itself says, as a name: short enough for something to be put after it.</summary>
    public static string OfWords(string text)
    {
        var said = string.Concat(TemplateText.Parts(text).Where(part => !part.IsExpression).Select(part => part.Text));
        return Of(string.Join(' ', said.Split((char[]?)null, MostWords + 1, StringSplitOptions.RemoveEmptyEntries).Take(MostWords)), LongestOfWords);
    }

    /// <summary>A letter without its accent.</summary>
    private static char Plain(char character) =>
        char.IsAscii(character) || char.IsSurrogate(character) || character is '\ufffe' or '\uffff' ? character : character.ToString().Normalize(NormalizationForm.FormD)[0];
}
