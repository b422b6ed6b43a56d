using System.Globalization;
using System.Net;
using System.Text.Json;
using Helpline.Messages;

namespace Helpline.Channels.BotFramework;

/// <summary>
/// The token that we call connectors with: OAuth 2.0 client credentials from the tenant's login, kept and renewed before it runs out, by one caller at a time. Thread-safe.
/// </summary>
internal sealed class ConnectorToken(BotFrameworkOptions options, HttpClient http, TimeProvider time) : IDisposable
{
    /// <summary>It is renewed so long before its end.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _renewing = new(1);

    private volatile Token? _token;

    /// <summary>A token, and whether it was made just now; or why there is none: without it nothing was sent, so it may be tried later.</summary>
    /// <param name="refused">A token that a connector has refused, so that it is not given again.</param>
    public async Task<(string? Value, bool IsNew, SendResult? Trouble)> GetAsync(string? refused, CancellationToken cancellationToken)
    {
        if (Usable(refused) is { } kept)
            return (kept, false, null);
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (Usable(refused) is { } renewedMeanwhile)
                return (renewedMeanwhile, false, null);
            var (token, trouble) = await RenewAsync(cancellationToken);
            _token = token;
            return (token?.Value, true, trouble);
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose() => _renewing.Dispose();

    private string? Usable(string? refused) => _token is { } token && token.Value != refused && time.GetUtcNow() < token.RenewAt ? token.Value : null;

    private async Task<(Token? Token, SendResult? Trouble)> RenewAsync(CancellationToken cancellationToken)
    {
        var endpoints = options.Endpoints;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.AppId,
            ["client_secret"] = options.AppPassword,
            ["scope"] = endpoints.Scope,
        });
        var asked = time.GetUtcNow();
        try
        {
            using var response = await http.PostAsync(new Uri($"{endpoints.LoginUrl}/{options.Tenant}/oauth2/v2.0/token"), form, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return (null, Trouble(response));
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (body.RootElement.TextOf("access_token") is not { Length: > 0 } value || !body.RootElement.TryGetProperty("expires_in", out var seconds) || !seconds.TryGetInt32(out var lifetime))
                return (null, new SendResult.TryLater(SendTrouble.Unavailable, "token_unreadable"));
            var life = TimeSpan.FromSeconds(Math.Max(0, lifetime));
            return (new Token(value, asked + (life > 2 * Margin ? life - Margin : life / 2)), null);
        }
        catch (HttpRequestException error)
        {
            return (null, new SendResult.TryLater(SendTrouble.Unavailable, $"token_{error.HttpRequestError}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new SendResult.TryLater(SendTrouble.Unavailable, "token_timeout"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return (null, new SendResult.TryLater(SendTrouble.Unavailable, "token_unreadable"));
        }
    }

    /// <summary>4xx: the login does not know the app, its secret or the tenant, which a person has to correct.</summary>
    private static SendResult.TryLater Trouble(HttpResponseMessage response)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"token_{(int)response.StatusCode}");
        return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError
            ? new SendResult.TryLater(SendTrouble.Unavailable, code, Connector.RetryAfter(response, null))
            : new SendResult.TryLater(SendTrouble.Misconfigured, code);
    }

    private sealed record Token(string Value, DateTimeOffset RenewAt)
    {
        public override string ToString() => $"a token until {RenewAt:O}";
    }
}
