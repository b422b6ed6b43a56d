using System.Globalization;
using System.Net;
using System.Text;
using Helpline.Messages;

namespace Helpline.Channels.Kannel;

/// <summary>
/// Sends through smsbox' <c>sendsms</c>, which answers when bearerbox has the message in its store. A message that may have been read without an answer is
/// <see cref="SendResult.Unknown"/>: the receipt, which carries our id, tells. Kannel cannot be asked. Source: Kannel's User's Guide, "SMS Push reply codes".
/// </summary>
internal sealed class KannelChannel(KannelOptions options, KannelGate gate, HttpClient http, TimeProvider time) : IChannel
{
    /// <summary>A whole exchange may take this long; smsbox waits for bearerbox, which answers in milliseconds.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const string SevenBit = "0";
    private const string Ucs2 = "2";

    public string Name => ChannelNames.Kannel;

    public int? MessagesPerSecond => options.MessagesPerSecond > 0 ? options.MessagesPerSecond : null;

    public async Task<SendResult> SendAsync(OutgoingText message, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Url(message)), cancellationToken);
            return Read(message, response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new SendResult.TryLater(SendTrouble.Unavailable, error.HttpRequestError.ToString()); // nothing was written yet
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

    public Task<LookUpResult> LookUpAsync(OutgoingText message, CancellationToken cancellationToken) => Task.FromResult<LookUpResult>(new LookUpResult.CannotAsk());

    private string Url(OutgoingText message)
    {
        var from = KannelAddress.Parse(message.From.Value.Length > 0 ? message.From.Value : options.From);
        var minutes = (long)Math.Ceiling((message.ExpiresAt - time.GetUtcNow()).TotalMinutes);
        List<KeyValuePair<string, string>> fields =
        [
            new("username", options.Username),
            new("password", options.Password),
            new("from", from.ShortCode),
            new("to", message.To.Value),
            new("coding", Gsm7.CanEncode(message.Text) ? SevenBit : Ucs2),
            new("charset", "UTF-8"),
            new("text", message.Text),
            new("validity", Math.Max(1, minutes).ToString(CultureInfo.InvariantCulture)),
            new("dlr-mask", KannelStatus.Mask.ToString(CultureInfo.InvariantCulture)),
            new("dlr-url", KannelWebhooks.ReceiptUrl(options, gate, message.Id)),
        ];
        if (from.Link.Length > 0)
            fields.Add(new("smsc", from.Link));
        var url = new StringBuilder(options.SendUrl).Append('?');
        foreach (var (name, value) in fields)
            url.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        return url.ToString(0, url.Length - 1);
    }

    /// <summary>
    /// Kannel gives no id of its own, so ours stands for it. It says 403 for two things: that it does not know us, which a person has to correct, and that no link
    /// takes this number, which no later try will mend.
    /// </summary>
    private static SendResult Read(OutgoingText message, HttpStatusCode status, string body)
    {
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            HttpStatusCode.Accepted or HttpStatusCode.OK => new SendResult.Sent(message.Id.ToString()),
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => new SendResult.TryLater(SendTrouble.Throttled, code), // bearerbox' queue is full
            HttpStatusCode.Forbidden when body.StartsWith("Not routable", StringComparison.OrdinalIgnoreCase) => new SendResult.Refused("not_routable"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => new SendResult.TryLater(SendTrouble.Misconfigured, code),
            >= HttpStatusCode.InternalServerError => new SendResult.Unknown(code),
            _ => new SendResult.Refused(code),
        };
    }
}
