using Helpline.Messages;

namespace Helpline.Console.Desk;

/// <summary>What a reply costs, in words.</summary>
internal static class SegmentCount
{
    /// <summary>From here on a reply is long: every segment is paid for, and a child reads on a small screen.</summary>
    public const int Comfortable = 2;

    public static bool IsLong(SmsSegments segments) => segments.Count > Comfortable;

    /// <summary>"142 characters · 1 SMS segment · GSM-7".</summary>
    public static string Words(string text, SmsSegments segments) =>
        $"{Labels.Count(text.Length, "character", "characters")} · {Labels.Count(segments.Count, "SMS segment", "SMS segments")} · {Labels.Of(segments.Encoding)}";

    /// <summary>The one character that makes a Latin text travel as UCS-2, at more than twice the price; often a pasted quotation mark.</summary>
    public static char? Costly(string text)
    {
        var foreign = text.Where(character => Gsm7.Septets(character) == 0).Distinct().Take(2).ToList();
        return foreign.Count == 1 && !char.IsSurrogate(foreign[0]) ? foreign[0] : null;
    }
}
