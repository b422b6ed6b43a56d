using System.Text;

namespace Helpline.Channels.Tests.Kannel;

/// <summary>One submit_sm as the centre read it. Source: SMPP 3.4, 4.4.1.</summary>
/// <param name="Id">The centre's id.</param>
/// <param name="From">The short code.</param>
/// <param name="To">The child's number, digits only.</param>
/// <param name="DataCoding">0 for septets, 8 for UCS-2.</param>
/// <param name="Header">The user data header; empty if there is none.</param>
/// <param name="Octets">The words, without the header.</param>
/// <param name="Validity">When the centre has to give it up, as Kannel writes it.</param>
internal sealed record SubmittedPart(string Id, string From, string To, byte DataCoding, byte[] Header, byte[] Octets, string Validity)
{
    /// <summary>3GPP TS 23.038, 6.2.1, by code; the escape is U+001B.</summary>
    private const string Default =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static readonly Dictionary<byte, char> Extension = new()
    {
        [0x0A] = '\f',
        [0x14] = '^',
        [0x28] = '{',
        [0x29] = '}',
        [0x2F] = '\\',
        [0x3C] = '[',
        [0x3D] = '~',
        [0x3E] = ']',
        [0x40] = '|',
        [0x65] = '€',
    };

    /// <summary>Reference, total and number of a part of a longer message; null if it stands alone.</summary>
    public (byte Reference, byte Total, byte Number)? Part
    {
        get
        {
            for (var at = 1; at + 1 < Header.Length; at += Header[at + 1] + 2)
            {
                if (Header[at] == 0)
                    return (Header[at + 2], Header[at + 3], Header[at + 4]);
            }

            return null;
        }
    }

    public static SubmittedPart Read(string id, byte[] body)
    {
        var at = 0;
        Skip(body, ref at); // service_type
        at += 2;
        var from = Skip(body, ref at);
        at += 2;
        var to = Skip(body, ref at);
        var esmClass = body[at];
        at += 3;
        Skip(body, ref at); // schedule_delivery_time
        var validity = Skip(body, ref at);
        at += 2;
        var dataCoding = body[at];
        at += 2;
        var message = body.AsSpan(at + 1, body[at]);
        var header = (esmClass & 0x40) == 0 ? 0 : message[0] + 1;
        return new SubmittedPart(id, from, to, dataCoding, message[..header].ToArray(), message[header..].ToArray(), validity);
    }

    /// <summary>The words of a message whose parts these are, in whatever order.</summary>
    public static string TextOf(IEnumerable<SubmittedPart> parts)
    {
        var whole = parts.OrderBy(part => part.Part?.Number ?? 1).ToList();
        byte[] octets = [.. whole.SelectMany(part => part.Octets)];
        return whole[0].DataCoding == 8 ? Encoding.BigEndianUnicode.GetString(octets) : Decode(octets);
    }

    /// <summary>Septets, one an octet.</summary>
    public static byte[] Encode(string text) => [.. text.SelectMany(character => Extension.FirstOrDefault(pair => pair.Value == character) is { Value: not '\0' } pair
        ? (byte[])[0x1B, pair.Key]
        : [(byte)Default.IndexOf(character, StringComparison.Ordinal)])];

    private static string Decode(byte[] septets)
    {
        var text = new StringBuilder();
        for (var i = 0; i < septets.Length; i++)
            text.Append(septets[i] == 0x1B ? Extension[septets[++i]] : Default[septets[i]]);
        return text.ToString();
    }

    private static string Skip(byte[] body, ref int at)
    {
        var end = Array.IndexOf(body, (byte)0, at);
        var text = Encoding.ASCII.GetString(body, at, end - at);
        at = end + 1;
        return text;
    }
}
