using System.Globalization;
using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Helpline.Channels.Kannel;

/// <summary>
/// What smsbox calls: its <c>get-url</c> with a child's message, and the <c>dlr-url</c> that we gave it with a receipt. 403 if it may not; 400 if it is not what Kannel
/// sends; 503 if the store is down; 200 only after the commit. Anything but 200 or 202 smsbox tries again (<c>http-request-retry</c>), with the same id.
/// </summary>
/// <remarks>
/// Success has no body: a body could reach the child as an SMS. A message that has come is accepted even if smsbox goes before the answer: it has told bearerbox that the
/// message is done when it sent the request, so nobody would send it again.
/// </remarks>
internal sealed partial class KannelWebhooks(KannelGate gate, IInbox inbox, ILogger<KannelWebhooks> logger) : IChannelEndpoints
{
    /// <summary>The longest request line: 255 parts of 67 UCS-2 characters, escaped, and the rest.</summary>
    public const int LongestLine = 128 * 1024;

    private const string InboundPath = "/channels/kannel/inbound";
    private const string ReceiptPath = "/channels/kannel/receipt";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(InboundPath, (Delegate)InboundAsync);
        endpoints.MapGet(ReceiptPath, (Delegate)ReceiptAsync);
    }

    /// <summary>Where receipts for a message come back to, with Kannel's patterns for what happened, the SMSC's id and its error.</summary>
    public static string ReceiptUrl(KannelOptions options, KannelGate gate, OutboundId message) =>
        $"{options.PublicUrl}{ReceiptPath}?message={message}&token={gate.TokenOf(message)}&status=%d&id=%F&error=%#smpp#dlr_err#";

    private async Task<IResult> InboundAsync(HttpContext http)
    {
        var query = new KannelQuery(http.Request.QueryString.Value);
        if (!gate.IsAllowedFrom(http))
            return Forbidden(http, "came from an address outside Channels:Kannel:AllowedAddresses");
        if (!gate.IsSecret(query["secret"]))
            return Forbidden(http, "did not carry Channels:Kannel:InboundSecret");

        var (id, to, link) = (query["id"], query["to"], query["smsc"]);
        var from = query.Octets("from") is [] ? Senders.Withheld : query["from"]; // smsbox has none for a withheld number
        if (id.Length == 0 || from.Length == 0 || to.Length == 0 || query.Octets("text") is not { } octets)
            return Results.BadRequest("id, from, to and text are required, each once.");
        if (HasControlCharacters(id + from + to + link))
            return Results.BadRequest("id, from, to and smsc must have no control characters.");
        var text = KannelText.Read(octets, query["coding"], query["charset"]);
        if (text?.Length > InboundMessage.LongestText)
            return Results.BadRequest($"text is longer than {InboundMessage.LongestText} characters.");
        var message = new InboundMessage(
            new Address(ChannelNames.Kannel, from),
            new KannelAddress(to, link).ToAddress(),
            id,
            text ?? "",
            Attachments: text is null ? 1 : 0);
        return Answer(await inbox.AcceptAsync(message, CancellationToken.None));
    }

    private async Task<IResult> ReceiptAsync(HttpContext http)
    {
        var query = new KannelQuery(http.Request.QueryString.Value);
        if (!gate.IsAllowedFrom(http))
            return Forbidden(http, "came from an address outside Channels:Kannel:AllowedAddresses");
        if (!Guid.TryParse(query["message"], out var id))
            return Results.BadRequest("message is required.");
        var message = new OutboundId(id);
        if (!gate.IsTokenOf(message, query["token"]))
            return Forbidden(http, "did not carry its message's token, which is made with Channels:Kannel:InboundSecret");
        if (KannelStatus.Of(query["status"]) is not { } status)
            return Answer(Acceptance.Duplicate); // a report that says nothing new
        var receipt = new DeliveryReceipt(ChannelNames.Kannel, message, query["id"] is { Length: > 0 } known && !HasControlCharacters(known) ? known : $"{message}", status, Code(query.Octets("error")));
        return Answer(await inbox.AcceptAsync(receipt, CancellationToken.None));
    }

    /// <summary>The SMSC's error, as SMPP writes a network's error code: what kind of network, and 16 bits; 0 is none. Not as text, which could be anything.</summary>
    private static string? Code(byte[]? octets) =>
        octets is [_, var high, var low] && (high << 8 | low) is > 0 and var error ? error.ToString(CultureInfo.InvariantCulture) : null;

    private static bool HasControlCharacters(string text) => text.Any(char.IsControl); // PostgreSQL's text takes no NUL

    private static IResult Answer(Acceptance acceptance) => acceptance switch
    {
        Acceptance.Accepted or Acceptance.Duplicate => Results.StatusCode(StatusCodes.Status200OK),
        Acceptance.Unavailable => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
        _ => throw new InvalidOperationException($"Unknown acceptance {acceptance}."),
    };

    private IResult Forbidden(HttpContext http, string reason)
    {
        LogForbidden(http.Request.Path, reason);
        return Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    [LoggerMessage(LogLevel.Warning, "A request to {Path} {Reason} and was refused. If it was smsbox, correct the setting or Kannel's get-url: smsbox keeps the message and tries again.")]
    private partial void LogForbidden(string path, string reason);
}
