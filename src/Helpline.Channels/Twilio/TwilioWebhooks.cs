using System.Globalization;
using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Helpline.Channels.Twilio;

/// <summary>
/// Twilio's two webhooks. 403 if the signature is wrong or missing, and nothing is stored; 400 if the request is not what Twilio sends; 503 if
/// the store is down, so that Twilio tries its fallback URL; 200 only after the commit.
/// </summary>
internal sealed partial class TwilioWebhooks(TwilioOptions options, IInbox inbox, ILogger<TwilioWebhooks> logger) : IChannelEndpoints
{
    private const string InboundPath = "/channels/twilio/inbound";
    private const string StatusPath = "/channels/twilio/status";

    private const string WhatsAppMark = $"&channel={ChannelNames.WhatsApp}";
    private const string InvitationMark = "&invitation=true";

    /// <summary>Bytes; Twilio's largest webhooks have a few kilobytes.</summary>
    private const int LargestBody = 128 * 1024;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(InboundPath, (Delegate)InboundAsync).DisableAntiforgery();
        endpoints.MapPost(StatusPath, (Delegate)StatusAsync).DisableAntiforgery();
    }

    /// <summary>Where receipts for a message come back to: our own id travels in the URL, under Twilio's signature; so does what is the line's and not SMS.</summary>
    public static string StatusCallback(TwilioOptions options, string channel, OutgoingText message) =>
        $"{options.PublicUrl}{StatusPath}?message={message.Id}{(channel == ChannelNames.WhatsApp ? WhatsAppMark : "")}{(message.IsInvitation ? InvitationMark : "")}";

    private Task<IResult> InboundAsync(HttpContext http) => VerifiedAsync(http, async form =>
    {
        var id = form["MessageSid"].ToString();
        var from = form["From"].ToString();
        var to = form["To"].ToString();
        var text = form["Body"].ToString();
        if (id.Length == 0 || from.Length == 0 || to.Length == 0)
            return Results.BadRequest("MessageSid, From and To are required.");
        if (HasControlCharacters(id) || HasControlCharacters(from) || HasControlCharacters(to))
            return Results.BadRequest("MessageSid, From and To must have no control characters.");
        if (text.Length > InboundMessage.LongestText)
            return Results.BadRequest($"Body is longer than {InboundMessage.LongestText} characters.");
        var attachments = int.TryParse(form["NumMedia"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
        var channel = TwilioLine.ChannelOf(from); // WhatsApp's profile name and id come along too, and are not taken in
        var message = new InboundMessage(
            new Address(channel, from),
            new Address(channel, to),
            id,
            text,
            attachments,
            AnsweredByCarrier: form["OptOutType"].ToString().Length > 0);
        return Answer(await inbox.AcceptAsync(message, http.RequestAborted));
    });

    private Task<IResult> StatusAsync(HttpContext http) => VerifiedAsync(http, async form =>
    {
        var status = form["MessageStatus"].ToString();
        if (!Guid.TryParse(http.Request.Query["message"], out var message) || form["MessageSid"].ToString().Length == 0 || status.Length == 0)
            return Results.BadRequest("MessageSid and MessageStatus, and the message in the URL, are required.");
        if (TwilioStatus.Of(status) is not { } known)
            return Answer(Acceptance.Duplicate); // a status that Twilio has added since, or one that says nothing new
        var isInvitation = http.Request.Query["invitation"].Count > 0;
        if (isInvitation && known is not (DeliveryStatus.Undelivered or DeliveryStatus.Failed))
            return Answer(Acceptance.Duplicate); // the message itself still waits for the child
        var channel = http.Request.Query["channel"] == ChannelNames.WhatsApp ? ChannelNames.WhatsApp : ChannelNames.Twilio;
        var error = form["ErrorCode"].ToString();
        var receipt = new DeliveryReceipt(channel, new OutboundId(message), form["MessageSid"].ToString(), isInvitation ? DeliveryStatus.Failed : known, error.Length > 0 ? TwilioErrors.Reason(error) : null);
        return Answer(await inbox.AcceptAsync(receipt, http.RequestAborted));
    });

    private async Task<IResult> VerifiedAsync(HttpContext http, Func<IFormCollection, Task<IResult>> handle)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestBody;
        if (!http.Request.HasFormContentType)
            return Results.BadRequest("A form (application/x-www-form-urlencoded) is expected.");
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            return Results.BadRequest("The form cannot be read.");
        }

        var url = options.PublicUrl + http.Request.Path + http.Request.QueryString;
        if (TwilioSignature.IsValid(options.AuthToken, url, form, http.Request.Headers[TwilioSignature.Header]))
            return await handle(form);
        LogForged(http.Request.Path, options.PublicUrl);
        return Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static bool HasControlCharacters(string text) => text.Any(char.IsControl); // PostgreSQL's text takes no NUL

    private static IResult Answer(Acceptance acceptance) => acceptance switch
    {
        Acceptance.Accepted or Acceptance.Duplicate => Results.Text("<Response/>", "text/xml"),
        Acceptance.Unavailable => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
        _ => throw new InvalidOperationException($"Unknown acceptance {acceptance}."),
    };

    [LoggerMessage(LogLevel.Warning, "A request to {Path} had no valid Twilio signature and was refused. If it was Twilio's, check Channels:Twilio:AuthToken and that PublicUrl ({PublicUrl}) is exactly how Twilio is told to reach this server.")]
    private partial void LogForged(string path, string publicUrl);
}
