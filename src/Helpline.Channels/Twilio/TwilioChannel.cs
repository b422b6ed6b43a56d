using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Helpline.Messages;

namespace Helpline.Channels.Twilio;

/// <summary>
/// Sends through Twilio's Messages API (2010-04-01). There is no idempotency key, so a request that may have been read without an answer is
/// <see cref="SendResult.Unknown"/>: the status callback, which carries our id, tells, or else Twilio's list of messages.
/// </summary>
internal sealed class TwilioChannel(TwilioOptions options, TwilioLine line, HttpClient http, TimeProvider time) : IChannel
{
    /// <summary>A whole exchange may take this long; Twilio answers in well under a second.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>How far Twilio's clock and ours may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>Twilio's bounds for ValidityPeriod, in seconds.</summary>
    private const int ShortestValidity = 5;
    private const int LongestValidity = 36_000;

    private const int LookUpPage = 200;

    public string Name => line.Channel;

    public int? MessagesPerSecond => line.MessagesPerSecond > 0 ? line.MessagesPerSecond : null;

    public bool CanInvite => line.ContentSid.Length > 0;

    public async Task<SendResult> SendAsync(OutgoingText message, CancellationToken cancellationToken)
    {
        using var request = Request(message);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode ? Taken(body) : NotTaken(response, Text(body, "code"));
        }
        catch (HttpRequestException error)
        {
            return LostAnswer.Of(error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return LostAnswer.Late;
        }
    }

    /// <summary>The messages that Twilio has from us to this child with these words, since shortly before ours was written (Twilio filters by day, UTC).</summary>
    public async Task<LookUpResult> LookUpAsync(OutgoingText message, CancellationToken cancellationToken)
    {
        var since = message.WrittenAt - Skew;
        var day = since.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var request = Request(HttpMethod.Get, $"?To={Uri.EscapeDataString(message.To.Value)}&DateSent%3E={day}&PageSize={LookUpPage}");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return new LookUpResult.TryLater(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return new LookUpResult.Known([.. body.RootElement.GetProperty("messages").EnumerateArray().Where(sent => IsSame(sent, message, since)).Select(sent => sent.GetProperty("sid").GetString()!)]);
        }
        catch (HttpRequestException error)
        {
            return new LookUpResult.TryLater(error.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LookUpResult.TryLater("timeout");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new LookUpResult.TryLater("unreadable");
        }
    }

    private static bool IsSame(JsonElement sent, OutgoingText message, DateTimeOffset since) =>
        sent.GetProperty("body").GetString() == message.Text
        && sent.GetProperty("to").GetString() == message.To.Value
        && (!DateTimeOffset.TryParse(sent.GetProperty("date_created").GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) || created >= since);

    private HttpRequestMessage Request(OutgoingText message)
    {
        var fields = new Dictionary<string, string>
        {
            ["To"] = message.To.Value,
            ["StatusCallback"] = TwilioWebhooks.StatusCallback(options, line.Channel, message),
            ["ValidityPeriod"] = ((int)Math.Clamp((message.ExpiresAt - time.GetUtcNow()).TotalSeconds, ShortestValidity, LongestValidity)).ToString(CultureInfo.InvariantCulture),
            [message.IsInvitation ? "ContentSid" : "Body"] = message.IsInvitation ? line.ContentSid : message.Text,
        };
        if (line.MessagingServiceSid.Length > 0)
            fields["MessagingServiceSid"] = line.MessagingServiceSid;
        else
            fields["From"] = message.From.Value.Length > 0 ? message.From.Value : line.From;
        var request = Request(HttpMethod.Post, "");
        request.Content = new FormUrlEncodedContent(fields);
        return request;
    }

    private HttpRequestMessage Request(HttpMethod method, string query)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}"));
        return new HttpRequestMessage(method, $"{options.ApiUrl.TrimEnd('/')}/2010-04-01/Accounts/{options.AccountSid}/Messages.json{query}")
        {
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
            (_, { } known) when TwilioErrors.IsFinal(known) => new SendResult.Refused(TwilioErrors.Reason(known)),
            (_, { } known) when TwilioErrors.IsMisconfigured(known) => new SendResult.TryLater(SendTrouble.Misconfigured, known),
            (HttpStatusCode.TooManyRequests, _) => new SendResult.TryLater(SendTrouble.Throttled, code ?? status, RetryAfter(response)),
            (_, { } known) when TwilioErrors.IsThrottling(known) => new SendResult.TryLater(SendTrouble.Throttled, known, RetryAfter(response)),
            (HttpStatusCode.ServiceUnavailable, _) => new SendResult.TryLater(SendTrouble.Unavailable, code ?? status, RetryAfter(response)),
            (HttpStatusCode.RequestTimeout, _) => new SendResult.TryLater(SendTrouble.Unavailable, code ?? status),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound, _) => new SendResult.TryLater(SendTrouble.Misconfigured, code ?? status),
            ( >= HttpStatusCode.InternalServerError, _) => new SendResult.Unknown(code ?? status),
            _ => new SendResult.Refused(code ?? status),
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta; // Twilio sends seconds

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
