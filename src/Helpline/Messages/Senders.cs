using System.Collections.Frozen;

namespace Helpline.Messages;

/// <summary>
/// Whether an answer could ever reach who has written. Who cannot be answered is read by triage all the same, and shown to a person if there is danger; but nothing is
/// sent: it would go nowhere, or to a machine that answers, and so on for ever.
/// </summary>
/// <remarks>A landline looks like every other number; only its network's refusal tells (<see cref="DeliveryCodes.CannotReceive"/>), so it is never decided here.</remarks>
public static class Senders
{
    /// <summary>Country code and subscriber, at the least and (ITU-T E.164) at the most. Short codes have fewer digits: another service, never a child.</summary>
    private const int ShortestNumber = 7;
    private const int LongestNumber = 15;

    /// <summary>Stands for a number that the network keeps to itself.</summary>
    public const string Withheld = "withheld";

    private const string WhatsAppPrefix = "whatsapp:";

    /// <summary>Stand-ins for numbers that Twilio does not know, as a telephone's keypad spells ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE.</summary>
    private static readonly FrozenSet<string> StandIns = ((string[])["266696687", "7378742833", "2562533", "8656696", "86282452253"]).ToFrozenSet();

    /// <summary>False for withheld numbers, short codes and names; true for whatever may be a telephone, and for every chat.</summary>
    public static bool CanBeAnswered(Address from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (from.Channel is not (ChannelNames.Twilio or ChannelNames.WhatsApp or ChannelNames.Kannel))
            return true;
        var number = from.Value.StartsWith(WhatsAppPrefix, StringComparison.Ordinal) ? from.Value[WhatsAppPrefix.Length..] : from.Value;
        var digits = number.TrimStart('+');
        return digits.Length is >= ShortestNumber and <= LongestNumber && digits.All(char.IsAsciiDigit) && !StandIns.Contains(digits);
    }
}
