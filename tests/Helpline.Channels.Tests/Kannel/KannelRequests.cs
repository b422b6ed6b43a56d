using System.Text;
using Helpline.Channels.Kannel;
using Helpline.Messages;

namespace Helpline.Channels.Tests.Kannel;

/// <summary>Requests as smsbox writes them.</summary>
internal static class KannelRequests
{
    public const string Inbound = "/channels/kannel/inbound";
    public const string Secret = "0123456789abcdef01234567";

    public static IEnumerable<(string Key, string Value)> Settings(string sendUrl) =>
    [
        ("Channels:Kannel:SendUrl", sendUrl),
        ("Channels:Kannel:Username", "helpline"),
        ("Channels:Kannel:Password", "a long password"),
        ("Channels:Kannel:From", "1121"),
        ("Channels:Kannel:InboundSecret", Secret),
    ];

    public static Dictionary<string, string> Message(string id, string text)
    {
        var fits = Gsm7.CanEncode(text);
        return new()
        {
            ["secret"] = Secret,
            ["id"] = id,
            ["from"] = "%2B923001234567",
            ["to"] = "1121",
            ["smsc"] = "operator1",
            ["coding"] = fits ? "0" : "2",
            ["charset"] = fits ? "UTF-8" : "UTF-16BE",
            ["text"] = Escape((fits ? Encoding.UTF8 : Encoding.BigEndianUnicode).GetBytes(text)),
        };
    }

    public static Dictionary<string, string> With(this Dictionary<string, string> fields, string name, string? value)
    {
        if (value is null)
            fields.Remove(name);
        else
            fields[name] = value;
        return fields;
    }

    /// <summary>Values are escaped already.</summary>
    public static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, Dictionary<string, string> fields, string? caller = null, string more = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}?{string.Join('&', fields.Select(field => $"{field.Key}={field.Value}"))}{more}");
        if (caller is not null)
            request.Headers.Add(GatewayFixture.CallerHeader, caller);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The receipt's URL as the channel gives it to Kannel, with what Kannel puts in.</summary>
    public static string Receipt(OutboundId message, string status, string id = "7f", string error = "", string secret = Secret)
    {
        var options = new KannelOptions { InboundSecret = secret, PublicUrl = "" };
        return KannelWebhooks.ReceiptUrl(options, new KannelGate(options), message)
            .Replace("%d", status, StringComparison.Ordinal).Replace("%F", id, StringComparison.Ordinal).Replace("%#smpp#dlr_err#", error, StringComparison.Ordinal);
    }

    /// <summary>As Kannel escapes octets: a space is a plus.</summary>
    public static string Escape(byte[] octets) => string.Concat(octets.Select(octet => octet switch
    {
        0x20 => "+",
        _ when char.IsAsciiLetterOrDigit((char)octet) => ((char)octet).ToString(),
        _ => $"%{octet:X2}",
    }));
}
