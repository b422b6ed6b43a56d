using System.Buffers.Text;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Helpline.Channels.DirectLine;

/// <summary>
/// Tokens, each for one conversation and a time. They hold all that they say, encrypted and authenticated under ASP.NET's data-protection keys, which all
/// nodes share: nothing is stored, any node reads them, and nobody else makes one. Thread-safe.
/// </summary>
/// <remarks>The time is written into the token here, and not by ASP.NET's ITimeLimitedDataProtector, whose clock is its own. A token for a stream, which travels in a
/// URL, is made for another purpose and is no token for anything else.</remarks>
internal sealed class DirectLineTokens(DirectLineOptions options, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long a token is good for; clients renew theirs at half of it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>How long a stream's URL is good for connecting.</summary>
    public static readonly TimeSpan StreamLifetime = TimeSpan.FromSeconds(60);

    /// <summary>How long a page may renew its token: a phone that sleeps with the chat open does not lose it, as long as dialogs remember their question.</summary>
    public static readonly TimeSpan RenewalLifetime = TimeSpan.FromHours(12);

    /// <summary>128 random bits as hexadecimal digits.</summary>
    private const int ConversationLength = 32;

    private readonly IDataProtector _tokens = protection.CreateProtector("Helpline.DirectLine.Token.v1");
    private readonly IDataProtector _streams = protection.CreateProtector("Helpline.DirectLine.Stream.v1");
    private readonly IDataProtector _renewals = protection.CreateProtector("Helpline.DirectLine.Renewal.v1");
    private readonly byte[] _secret = SHA256.HashData(Encoding.UTF8.GetBytes(options.Secret));

    public static string NewConversation() => RandomNumberGenerator.GetHexString(ConversationLength, lowercase: true);

    public static bool IsConversation(string text) => text.Length == ConversationLength && text.All(char.IsAsciiHexDigitLower);

    public string Token(string conversation, string? user) => Protect(_tokens, conversation, user, Lifetime);

    public string StreamToken(string conversation, string? user) => Protect(_streams, conversation, user, StreamLifetime);

    public string Renewal(string conversation) => Protect(_renewals, conversation, user: null, RenewalLifetime);

    /// <summary>The conversation whose token may be renewed; null if it is no renewal, or has run out.</summary>
    public string? ReadRenewal(string renewal) => Unprotect(_renewals, renewal)?.Conversation;

    /// <summary>What a bearer may do, by the secret or a token; null if it is neither, or has run out.</summary>
    /// <exception cref="CryptographicException">The keys are out of reach.</exception>
    public DirectLineAccess? Read(string bearer) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(bearer)), _secret) ? new DirectLineAccess(null, null) : Unprotect(_tokens, bearer);

    public DirectLineAccess? ReadStream(string token) => Unprotect(_streams, token);

    /// <summary>ASP.NET says of everything that reading failed; of this, that the keys could not be loaded.</summary>
    private static bool IsOutage(Exception? inner) => inner is DbException or TimeoutException or InvalidOperationException or SocketException;

    private string Protect(IDataProtector protector, string conversation, string? user, TimeSpan lifetime)
    {
        var until = (time.GetUtcNow() + lifetime).ToUnixTimeMilliseconds();
        return Base64Url.EncodeToString(protector.Protect(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{until}\n{conversation}\n{user}"))));
    }

    private DirectLineAccess? Unprotect(IDataProtector protector, string token)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(protector.Unprotect(Base64Url.DecodeFromChars(token))).Split('\n', 3);
            return long.Parse(parts[0], CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeMilliseconds() ? new DirectLineAccess(parts[1], parts[2] is { Length: > 0 } user ? user : null) : null;
        }
        catch (Exception error) when (error is FormatException || (error is CryptographicException && !IsOutage(error.InnerException)))
        {
            return null; // not ours, or made under keys that are gone
        }
    }
}
