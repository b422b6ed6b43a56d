using System.Net;
using System.Security.Cryptography;
using System.Text;
using Helpline.Messages;
using Microsoft.AspNetCore.Http;

namespace Helpline.Channels.Kannel;

/// <summary>
/// Who may call as smsbox: who comes from an allowed address and knows the secret. A receipt's URL, which lies in Kannel's files for days, holds a token for that message
/// instead of the secret. Comparisons take constant time.
/// </summary>
internal sealed class KannelGate(KannelOptions options)
{
    private readonly IReadOnlyList<IPNetwork> _networks = options.Networks ?? [];
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(options.InboundSecret);

    public bool IsAllowedFrom(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return _networks.Any(network => network.Contains(address));
    }

    public bool IsSecret(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _secret);

    public bool IsTokenOf(OutboundId message, string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(TokenOf(message)));

    public string TokenOf(OutboundId message) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"receipt {message}")));
}
