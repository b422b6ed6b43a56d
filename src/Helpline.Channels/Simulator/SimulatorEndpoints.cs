using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Helpline.Channels.Simulator;

/// <summary>A phone in the browser, for Development. It texts through the same inbox and outbox as every channel.</summary>
internal sealed class SimulatorEndpoints(SimulatedPhones phones, IInbox inbox) : IChannelEndpoints
{
    private const string ServiceNumber = "1122334";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/simulator");
        group.MapGet("", Page);
        group.MapGet("messages", ReceiveAsync);
        group.MapPost("messages", SendAsync).DisableAntiforgery();
        group.MapPost("segments", (Draft draft) => Results.Ok(Count(draft.Text ?? ""))).DisableAntiforgery();
    }

    private static IResult Page() =>
        Results.Stream(typeof(SimulatorEndpoints).Assembly.GetManifestResourceStream("simulator.html")!, "text/html; charset=utf-8");

    private async Task<IResult> SendAsync(Draft draft, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(draft.Number) || draft.Number.Length > 40 || draft.Number.Any(char.IsControl))
            return Results.BadRequest("number is missing: any text of up to 40 printable characters names a phone");
        if ((draft.Text ?? "").Length > InboundMessage.LongestText)
            return Results.BadRequest($"text has more than {InboundMessage.LongestText} characters");
        var message = new InboundMessage(
            new Address(ChannelNames.Simulator, draft.Number),
            new Address(ChannelNames.Simulator, ServiceNumber),
            draft.Id is { Length: > 0 and <= 64 } id && !id.Any(char.IsControl) ? id : Guid.NewGuid().ToString("N"),
            draft.Text ?? "",
            Math.Clamp(draft.Attachments, 0, 10));
        return await inbox.AcceptAsync(message, cancellationToken) == Acceptance.Unavailable
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Ok(Count(message.Text));
    }

    /// <summary>What has arrived since; fetching it is what delivers it, so a closed page is a phone that is switched off.</summary>
    private async Task<IResult> ReceiveAsync(string number, int after, CancellationToken cancellationToken)
    {
        var messages = phones.After(number, after);
        foreach (var message in messages)
            await inbox.AcceptAsync(new DeliveryReceipt(ChannelNames.Simulator, message.Id, message.Id.ToString(), DeliveryStatus.Delivered), cancellationToken);
        return Results.Ok(messages.Select(message => new { message.Number, message.Text, Segments = Count(message.Text) }));
    }

    private static object Count(string text)
    {
        var segments = SmsSegments.Of(text);
        return new { segments.Count, segments.Units, Encoding = segments.Encoding == SmsEncoding.Gsm7 ? "GSM-7" : "UCS-2" };
    }

    private sealed record Draft(string? Number, string? Text, string? Id, int Attachments);
}
