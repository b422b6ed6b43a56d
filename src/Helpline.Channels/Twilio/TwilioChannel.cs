using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Helpline.Messages;

namespace Helpline.Channels.Twilio;

/// <summary>
/// Sends through Twilio's Messages API (2010-04-01). There is no idempotency key, so a request that may have been read without an answer is
/// <see cref="SendResult.Unknown"/>: the status callback, which carries our id, tells.
/// </summary>
internal sealed class TwilioChannel(TwilioOptions options, HttpClient http) : IChannel
{
    /// <summary>A whole exchange may take this long; Twilio answers in well under a second.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    public string Name => ChannelNames.Twilio;

    public async Task<SendResult> SendAsync(OutgoingText message, CancellationToken cancellationToken)
    {
        using var request = Request(message);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode ? Taken(body) : NotTaken(response, Text(body, "code"));
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new SendResult.TryLater(error.HttpRequestError.ToString()); // nothing was written yet
        }
        catch (HttpRequestException error)
        {
            return new SendResult.Unknown(error.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendResult.Unknown("timeout");
        }
    }

    private HttpRequestMessage Request(OutgoingText message)
    {
        var fields = new Dictionary<string, string>
        {
            ["To"] = message.To.Value,
            ["Body"] = message.Text,
            ["StatusCallback"] = TwilioWebhooks.StatusCallback(options, message.Id),
        };
        var isWhatsApp = message.To.Value.StartsWith("whatsapp:", StringComparison.Ordinal);
        if (options.MessagingServiceSid.Length > 0 && !isWhatsApp)
            fields["MessagingServiceSid"] = options.MessagingServiceSid;
        else
            fields["From"] = message.From.Value.Length > 0 ? message.From.Value : options.From;

        var url = $"{options.ApiUrl.TrimEnd('/')}/2010-04-01/Accounts/{options.AccountSid}/Messages.json";
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}"));
        return new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(fields),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }

    private static SendResult Taken(string body) =>
        Text(body, "sid") is { Length: > 0 } sid ? new SendResult.Sent(sid) : new SendResult.Unknown("no_sid");

    /// <summary>
    /// A wrong configuration (401, 403, 404) holds messages back for as long as the outbox has patience; only a message that Twilio refuses for its own sake is given up.
    /// </summary>
    private static SendResult NotTaken(HttpResponseMessage response, string? code)
    {
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        return (response.StatusCode, code) switch
        {
            (HttpStatusCode.TooManyRequests, _) or (_, "20429") or (_, "30001") or (_, "21611") => new SendResult.TryLater(code ?? status, RetryAfter(response)),
            (HttpStatusCode.ServiceUnavailable, _) => new SendResult.TryLater(code ?? status, RetryAfter(response)),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.RequestTimeout, not "21610") => new SendResult.TryLater(code ?? status),
            ( >= HttpStatusCode.InternalServerError, _) => new SendResult.Unknown(code ?? status),
            _ => new SendResult.Refused(code ?? status),
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private static string? Text(string json, string property)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(property, out var value) ? value.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
