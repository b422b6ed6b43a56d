using System.Text.Json;
using System.Text.RegularExpressions;

namespace Helpline.Dialogs.Import;

/// <summary>Looks into JSON that somebody else wrote: what is missing or of another kind is empty, never an exception.</summary>
internal static partial class JsonReading
{
    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A string, or a number or truth value as it is written; empty if there is none.</summary>
    public static string Text(this JsonElement element, string name) => element.Child(name) is { } child ? Text(child) : "";

    public static string Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Unescape(element),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => "",
    };

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) => [.. element.Items(name).Select(Text)];

    public static bool Flag(this JsonElement element, string name) => element.Child(name) is { ValueKind: JsonValueKind.True };

    /// <summary>Old exports hold emoji that were cut in half; such a half becomes U+FFFD, so that the text is kept.</summary>
    private static string Unescape(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            using var mended = JsonDocument.Parse(HalfOfPair().Replace(element.GetRawText(), @"\ufffd"));
            return mended.RootElement.GetString()!;
        }
    }

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}")]
    private static partial Regex HalfOfPair();
}
