using System.Globalization;

namespace Helpline.Messages;

/// <summary>The two alphabets an SMS is sent in.</summary>
public enum SmsEncoding
{
    Gsm7,
    Ucs2,
}

/// <summary>How a text travels as SMS.</summary>
/// <param name="Encoding">GSM-7 if the whole text fits it, else UCS-2.</param>
/// <param name="Units">Length in septets (GSM-7) or UTF-16 units (UCS-2).</param>
/// <param name="Count">Number of segments; 0 for an empty text.</param>
/// <param name="UnitsLeft">Units that still fit into the last segment.</param>
public sealed record SmsSegments(SmsEncoding Encoding, int Units, int Count, int UnitsLeft)
{
    /// <summary>
    /// Counts segments as handsets and carriers do: 160 / 153 septets or 70 / 67 units (3GPP TS 23.040, 9.2.3.24.1). An extension
    /// character, a surrogate pair or a grapheme is never split, so a part may end up shorter than its limit.
    /// </summary>
    public static SmsSegments Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoding = Gsm7.CanEncode(text) ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2;
        var (single, part) = encoding == SmsEncoding.Gsm7 ? (160, 153) : (70, 67);
        var pieces = encoding == SmsEncoding.Gsm7 ? text.Select(Gsm7.Septets) : Graphemes(text, part);

        int units = 0, parts = 0, used = part;
        foreach (var size in pieces)
        {
            units += size;
            if (used + size > part)
            {
                parts++;
                used = 0;
            }

            used += size;
        }

        return units switch
        {
            0 => new SmsSegments(encoding, 0, 0, single),
            _ when units <= single => new SmsSegments(encoding, units, 1, single - units),
            _ => new SmsSegments(encoding, units, parts, part - used),
        };
    }

    private static IEnumerable<int> Graphemes(string text, int limit)
    {
        for (var index = 0; index < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, index);
            if (length > limit) // a pile of combining marks: fall back to whole code points
                length = char.IsSurrogatePair(text, index) ? 2 : 1;
            yield return length;
            index += length;
        }
    }
}
