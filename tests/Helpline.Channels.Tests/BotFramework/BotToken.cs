using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Helpline.Channels.Tests.BotFramework;

/// <summary>A token as the issuer signs it, or wrong in one way. Written by hand: a library would not write most of the wrong ones.</summary>
internal sealed record BotToken
{
    /// <summary>The clock of the tests whose clock stands still.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public string? Issuer { get; init; } = BotService.Issuer;

    public string? Audience { get; init; } = BotService.AppId;

    public DateTimeOffset? From { get; init; } = Now.AddMinutes(-10);

    public DateTimeOffset? Until { get; init; } = Now.AddMinutes(50);

    public string? ServiceUrl { get; init; } = BotService.ServiceUrl;

    /// <summary>A claim that nobody asks for.</summary>
    public string? Ballast { get; init; }

    public string? KeyId { get; init; } = "first";

    public string Algorithm { get; init; } = "RS256";

    public RSA Key { get; init; } = Keys.First;

    public string Sign()
    {
        var header = Encode(new Dictionary<string, object?> { ["typ"] = "JWT", ["alg"] = Algorithm, ["kid"] = KeyId });
        var claims = Encode(new Dictionary<string, object?>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["nbf"] = From?.ToUnixTimeSeconds(),
            ["exp"] = Until?.ToUnixTimeSeconds(),
            ["serviceurl"] = ServiceUrl,
            ["ballast"] = Ballast,
        });
        var signed = Encoding.ASCII.GetBytes($"{header}.{claims}");
        byte[] signature = Algorithm switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Key.ExportSubjectPublicKeyInfoPem()), signed), // the public key, taken for a secret
            "PS256" => Key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "RS384" => Key.SignData(signed, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            _ => Key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(Dictionary<string, object?> values) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values.Where(value => value.Value is not null).ToDictionary()));
}
