using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Helpline.Dialogs.Import;

/// <summary>Writes scalars so that they are read back as they were.</summary>
internal static partial class YamlText
{
    /// <summary>Names as they are, everything else in double quotes.</summary>
    public static string Of(string text) => Plain().IsMatch(text) ? text : Quote(text);

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append(@"\n"),
                _ when char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>What a comment may hold of something that others wrote: one line.</summary>
    public static string Comment(string text) => string.Concat(text.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff' ? ' ' : character));

    [GeneratedRegex(@"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\z")]
    private static partial Regex Plain();
}
