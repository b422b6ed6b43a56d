using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Helpline.Channels.Kannel;

/// <summary>
/// The query of smsbox' <c>get-url</c>, as octets: what a value means depends on another (<c>coding</c>, <c>charset</c>), so it cannot be read as UTF-8 first. A name
/// given twice counts as not given.
/// </summary>
internal sealed class KannelQuery
{
    private readonly Dictionary<string, byte[]?> _values = new(StringComparer.Ordinal);

    public KannelQuery(string? query)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var encoded = Encoding.ASCII.GetBytes(pair.EncodedValue.ToString());
            var name = pair.DecodeName().ToString();
            _values[name] = _values.ContainsKey(name) ? null : WebUtility.UrlDecodeToBytes(encoded, 0, encoded.Length);
        }
    }

    /// <summary>The value's octets; null if it is not there once.</summary>
    public byte[]? Octets(string name) => _values.GetValueOrDefault(name);

    /// <summary>The value as text; empty if it is not there once.</summary>
    public string this[string name] => Encoding.UTF8.GetString(Octets(name) ?? []);
}
