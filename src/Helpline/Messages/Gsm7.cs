using System.Collections.Frozen;

namespace Helpline.Messages;

/// <summary>The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1).</summary>
public static class Gsm7
{
    private static readonly FrozenSet<char> Basic =
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
         "¿abcdefghijklmnopqrstuvwxyzäöñüà").ToFrozenSet();

    private static readonly FrozenSet<char> Extension = "\f^{}\\[~]|€".ToFrozenSet();

    /// <summary>Septets that the character takes: 1, 2 for the extension table, 0 if the alphabet lacks it.</summary>
    public static int Septets(char character) =>
        Basic.Contains(character) ? 1 : Extension.Contains(character) ? 2 : 0;

    /// <summary>True if the whole text fits the alphabet.</summary>
    public static bool CanEncode(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            if (Septets(character) == 0)
                return false;
        return true;
    }
}
