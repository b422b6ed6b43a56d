using Helpline.Messages;

namespace Helpline.Channels.Kannel;

/// <summary>
/// Our end of an SMS: the short code, and the operator's link (<c>smsc-id</c>) if smsbox names it, written <c>1121@operator1</c>. The answer leaves by the link that the child's
/// message came by: operators share short codes, and a number's prefix does not tell its operator where numbers are portable.
/// </summary>
internal readonly record struct KannelAddress(string ShortCode, string Link)
{
    private const char Separator = '@';

    public static KannelAddress Parse(string value) => value.LastIndexOf(Separator) is >= 0 and var at ? new(value[..at], value[(at + 1)..]) : new(value, "");

    public Address ToAddress() => new(ChannelNames.Kannel, Link.Length > 0 ? $"{ShortCode}{Separator}{Link}" : ShortCode);
}
