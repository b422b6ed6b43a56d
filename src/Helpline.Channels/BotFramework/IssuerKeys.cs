using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Helpline.Channels.BotFramework;

/// <summary>
/// The issuer's signing keys, by its OpenID metadata. They are read again every day, and when a token names a key that is not among them, though not more often than
/// <see cref="Pause"/>: anybody can name a key. While the issuer is out of reach the keys that were read stay good for <see cref="LongestUse"/>. Thread-safe.
/// </summary>
internal sealed class IssuerKeys(string metadataUrl, HttpClient http, TimeProvider time) : IDisposable
{
    /// <summary>Between two reads that strangers may cause.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Age = TimeSpan.FromHours(24);

    public static readonly TimeSpan LongestUse = TimeSpan.FromDays(5);

    /// <summary>After a read that failed.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(30);

    private const int SmallestModulus = 256; // bytes: RSA-2048

    private readonly SemaphoreSlim _reading = new(1);

    private volatile Reading? _last;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

    /// <summary>The key, null if the issuer has none of that name.</summary>
    /// <exception cref="HttpRequestException">No keys can be had from the issuer.</exception>
    public async Task<IssuerKey?> FindAsync(string id)
    {
        if (Known(id, Age) is { } fresh)
            return fresh;
        var old = Known(id, LongestUse);
        if (!await _reading.WaitAsync(old is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero))
            return old; // somebody reads just now
        try
        {
            if (Known(id, Age) is { } readMeanwhile)
                return readMeanwhile;
            var now = time.GetUtcNow();
            var wait = _last is { } read && _triedAt == read.At ? Pause : Retry;
            if (now - _triedAt >= wait)
            {
                _triedAt = now;
                try
                {
                    _last = new Reading(await ReadAsync(), now);
                }
                catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
                {
                    // what was read before is used, if it is not too old
                }
            }

            return _last is { } last && now - last.At < LongestUse
                ? last.Keys.GetValueOrDefault(id)
                : throw new HttpRequestException("The keys of Channels:BotFramework's issuer cannot be read: see that this server reaches its MetadataUrl.");
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private IssuerKey? Known(string id, TimeSpan age) => _last is { } last && time.GetUtcNow() - last.At < age ? last.Keys.GetValueOrDefault(id) : null;

    private async Task<IReadOnlyDictionary<string, IssuerKey>> ReadAsync()
    {
        using var metadata = await JsonAsync(metadataUrl);
        var keysUrl = metadata.RootElement.GetProperty("jwks_uri").GetString() ?? "";
        if (!BotFrameworkOptions.IsTrusted(keysUrl))
            throw new InvalidOperationException("The metadata's jwks_uri is no https URL.");
        using var set = await JsonAsync(keysUrl);
        var keys = new Dictionary<string, IssuerKey>(StringComparer.Ordinal);
        foreach (var key in set.RootElement.GetProperty("keys").EnumerateArray())
        {
            if (key.TextOf("kty") != "RSA" || key.TextOf("kid") is not { Length: > 0 } id || key.TextOf("n") is not { } modulus || key.TextOf("e") is not { } exponent)
                continue;
            var rsa = new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(modulus), Exponent = Base64UrlEncoder.DecodeBytes(exponent) };
            if (rsa.Modulus.Length >= SmallestModulus)
                keys[id] = new IssuerKey(new RsaSecurityKey(rsa) { KeyId = id }, Endorsements(key));
        }

        return keys.Count > 0 ? keys : throw new InvalidOperationException("The issuer has no keys.");
    }

    private static HashSet<string> Endorsements(JsonElement key) =>
        key.TryGetProperty("endorsements", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    private async Task<JsonDocument> JsonAsync(string url) => JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(url)));

    private sealed record Reading(IReadOnlyDictionary<string, IssuerKey> Keys, DateTimeOffset At);
}
