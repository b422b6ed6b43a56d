using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Helpline.Channels.BotFramework;

/// <summary>
/// Who may call as the Bot Service: who has a token that its issuer signed (RS256 and longer) for our bot, not run out, not of the future, by five minutes.
/// Source: Microsoft's "Authentication with the Bot Connector API". The emulator and other bots (skills) have other issuers and are not let in.
/// </summary>
internal sealed class ConnectorGate(BotFrameworkOptions options, IssuerKeys keys, TimeProvider time)
{
    /// <summary>How far the issuer's clock and ours may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    /// <summary>The caller; null, and why, if the header holds no such token.</summary>
    /// <exception cref="HttpRequestException">The issuer's keys cannot be had, so nobody can be checked.</exception>
    public async Task<(ConnectorCaller? Caller, string Objection)> CheckAsync(string authorization)
    {
        const string Scheme = "Bearer ";
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return (null, "had no bearer token");
        JsonWebToken token;
        try
        {
            token = _handler.ReadJsonWebToken(authorization[Scheme.Length..].Trim());
        }
        catch (Exception error) when (error is ArgumentException or SecurityTokenException)
        {
            return (null, "had a token that cannot be read");
        }

        if (token.Issuer != options.Endpoints.Issuer)
            return (null, "had a token of another issuer");
        if (await keys.FindAsync(token.Kid ?? "") is not { } key)
            return (null, "had a token signed by a key that the issuer does not have");
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = options.Endpoints.Issuer,
            ValidAudience = options.AppId,
            IssuerSigningKey = key.Key,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            LifetimeValidator = (from, until, _, _) => IsNow(from, until),
        });
        if (!result.IsValid)
            return (null, $"had a token that is not valid ({result.Exception.GetType().Name})");
        return token.TryGetPayloadValue<string>("serviceurl", out var serviceUrl) && serviceUrl is { Length: > 0 }
            ? (new ConnectorCaller(serviceUrl, key.Endorsements), "")
            : (null, "had a token without a serviceurl");
    }

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is not { } begin || now > begin - Skew);
    }
}
