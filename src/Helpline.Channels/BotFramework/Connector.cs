using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Helpline.Messages;

namespace Helpline.Channels.BotFramework;

/// <summary>
/// Posts an activity into a conversation, through the connector that the conversation came by. A connector that refuses a token which was kept from before is asked
/// once more with a new one; nothing else is tried twice. Source: Microsoft's Bot Connector REST API reference, and Teams' list of its status codes.
/// </summary>
internal sealed class Connector(ConnectorHosts hosts, ConnectorToken token, HttpClient http, TimeProvider time)
{
    /// <summary>A whole exchange may take this long.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <returns>The result; <see cref="SendResult.Sent"/> has <paramref name="id"/>.</returns>
    public async Task<SendResult> PostAsync(ConversationReference reference, string text, string id, CancellationToken cancellationToken)
    {
        if (!hosts.Allows(reference.ServiceUrl))
            return new SendResult.TryLater(SendTrouble.Misconfigured, "service_host"); // it was allowed when the child wrote
        var activity = OutgoingBotActivity.Of(reference, text).ToJson();
        var (value, isNew, trouble) = await token.GetAsync(refused: null, cancellationToken);
        if (trouble is not null)
            return trouble;
        var (result, isUnknownToken) = await ExchangeAsync(reference, activity, value!, id, cancellationToken);
        if (!isUnknownToken || isNew)
            return result;
        (value, _, trouble) = await token.GetAsync(refused: value, cancellationToken);
        return trouble ?? (await ExchangeAsync(reference, activity, value!, id, cancellationToken)).Result;
    }

    /// <summary>The pause that a provider asks for, in seconds or until a time.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset? now) => response.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } until } when until > now => until - now,
        _ => null,
    };

    private async Task<(SendResult Result, bool IsUnknownToken)> ExchangeAsync(ConversationReference reference, byte[] activity, string value, string id, CancellationToken cancellationToken)
    {
        var url = new Uri($"{reference.ServiceUrl.TrimEnd('/')}/v3/conversations/{Uri.EscapeDataString(reference.Conversation)}/activities");
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", value) },
            Content = new ByteArrayContent(activity) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? (new SendResult.Sent(id), false)
                : (NotTaken(response, Code(await response.Content.ReadAsByteArrayAsync(cancellationToken))), response.StatusCode == HttpStatusCode.Unauthorized);
        }
        catch (HttpRequestException error)
        {
            return (LostAnswer.Of(error), false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (LostAnswer.Late, false);
        }
    }

    /// <summary>403 and 404 are about this conversation (blocked, left, gone), since the app itself would be 401; so no later try will mend them.</summary>
    private SendResult NotTaken(HttpResponseMessage response, string? code)
    {
        var known = code ?? ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new SendResult.TryLater(SendTrouble.Throttled, known, RetryAfter(response, time.GetUtcNow())),
            HttpStatusCode.ServiceUnavailable => new SendResult.TryLater(SendTrouble.Unavailable, known, RetryAfter(response, time.GetUtcNow())),
            HttpStatusCode.RequestTimeout or HttpStatusCode.PreconditionFailed => new SendResult.TryLater(SendTrouble.Unavailable, known), // Teams: two operations at once
            HttpStatusCode.Unauthorized => new SendResult.TryLater(SendTrouble.Misconfigured, known),
            >= HttpStatusCode.InternalServerError => new SendResult.Unknown(known),
            _ => new SendResult.Refused(known),
        };
    }

    /// <summary>The <c>error.code</c>, if it is a word: other text could be anything.</summary>
    private static string? Code(byte[] body)
    {
        const int Longest = 64;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error)
                && error.TextOf("code") is { Length: > 0 and <= Longest } code && code.All(char.IsAsciiLetterOrDigit) ? code : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
