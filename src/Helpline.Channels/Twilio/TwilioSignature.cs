using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Helpline.Channels.Twilio;

/// <summary>
/// Twilio's request signature: base64 of HMAC-SHA1, under the auth token, of the full URL followed by each form key and value, keys in ordinal
/// order; a key given more than once contributes its distinct values in order.
/// Source: Twilio's security documentation, and its SDKs' request validators.
/// </summary>
internal static class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    /// <summary>True if the signature fits the URL as configured, or with its port added or left out, as proxies on the way do. Constant-time.</summary>
    public static bool IsValid(string authToken, string url, IFormCollection form, string? signature)
    {
        var given = Encoding.UTF8.GetBytes(signature ?? "");
        var parameters = Parameters(form);
        var valid = false;
        foreach (var candidate in Candidates(url))
            valid |= CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Compute(authToken, candidate, parameters)));
        return valid;
    }

    /// <summary>The signature of a URL and its form.</summary>
    public static string Compute(string authToken, string url, IFormCollection form) => Compute(authToken, url, Parameters(form));

    // The algorithm is Twilio's; HMAC-SHA1 is not broken as a MAC.
#pragma warning disable CA5350
    private static string Compute(string authToken, string url, string parameters) =>
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(url + parameters)));
#pragma warning restore CA5350

    private static string Parameters(IFormCollection form)
    {
        var text = new StringBuilder();
        foreach (var (key, values) in form.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            foreach (var value in values.Distinct().Order(StringComparer.Ordinal))
                text.Append(key).Append(value);
        return text.ToString();
    }

    private static IEnumerable<string> Candidates(string url)
    {
        yield return url;
        var parsed = new Uri(url);
        var rest = url[(url.IndexOf(parsed.Authority, StringComparison.OrdinalIgnoreCase) + parsed.Authority.Length)..].TrimStart(':');
        var hasPort = rest.Length > 0 && char.IsAsciiDigit(rest[0]);
        var path = hasPort ? rest.TrimStart([.. "0123456789"]) : rest;
        yield return $"{parsed.Scheme}://{parsed.Host}{path}";
        yield return $"{parsed.Scheme}://{parsed.Host}:{parsed.Port}{path}";
    }
}
