using System.Text;

namespace Helpline.Channels.Kannel;

/// <summary>The words of an SMS as Kannel hands them on. What cannot be read becomes U+FFFD: a child's message is never refused for its encoding.</summary>
internal static class KannelText
{
    private const string Binary = "1";
    private const string Ucs2 = "2";

    /// <summary>Null if the SMS holds data (a picture, a contact), not words.</summary>
    /// <param name="octets"><c>%b</c>.</param>
    /// <param name="coding"><c>%c</c>.</param>
    /// <param name="charset"><c>%C</c>: UTF-8, or UTF-16BE for UCS-2 unless <c>mo-recode</c> or an <c>alt-charset</c> has changed it.</param>
    public static string? Read(byte[] octets, string coding, string charset) => coding == Binary ? null : EncodingOf(coding, charset).GetString(octets);

    private static Encoding EncodingOf(string coding, string charset) => charset.ToUpperInvariant() switch
    {
        "UTF-16BE" or "UCS-2BE" or "UCS-2" => Encoding.BigEndianUnicode,
        "" when coding == Ucs2 => Encoding.BigEndianUnicode,
        "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
        _ => Encoding.UTF8,
    };
}
