using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Helpline.Channels.BotFramework;

/// <summary>
/// What the Bot Service calls. 401 if its token is not valid; 403 if the activity is none that the token may bring; 400 or 413 if it cannot be read; 503 if the store, or the
/// issuer of tokens, is out of reach; 200 only after the commit.
/// </summary>
/// <remarks>
/// Messages, and what changes one, are stored; typing is a hint to the counsellor; all else (who came and went, events, reactions) is answered 200 and has no effect: a child's
/// conversation begins with what it writes. Nothing of a group is stored: others read along there.
/// </remarks>
internal sealed partial class BotFrameworkEndpoint(
    BotFrameworkOptions options, ConnectorGate gate, ConnectorHosts hosts, GroupNotices groups, IInbox inbox, IChatHints hints, ILogger<BotFrameworkEndpoint> logger) : IChannelEndpoints
{
    private const string MessagesPath = "/api/messages";

    /// <summary>Bytes; the Bot Service's own limit for an activity.</summary>
    private const int LargestBody = 256 * 1024;

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost(MessagesPath, (Delegate)PostAsync);

    private async Task<IResult> PostAsync(HttpContext http)
    {
        ConnectorCaller? caller;
        string objection;
        try
        {
            (caller, objection) = await gate.CheckAsync(http.Request.Headers.Authorization.ToString());
        }
        catch (HttpRequestException error)
        {
            LogNoKeys(error.Message);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (caller is null)
            return Refuse(StatusCodes.Status401Unauthorized, objection);
        if (await http.Request.BodyAsync(LargestBody, http.RequestAborted) is not { } body)
            return Results.Text($"The activity has more than {LargestBody} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        var (activity, problem) = IncomingBotActivity.Read(body);
        if (activity is null)
            return Results.BadRequest(problem);
        if (caller.Objection(activity) is { } mismatch)
            return Refuse(StatusCodes.Status403Forbidden, mismatch);
        if (!hosts.Allows(activity.ServiceUrl))
            return Refuse(StatusCodes.Status403Forbidden, "came by a connector that is not in Channels:BotFramework:ServiceHosts, or not over https");
        return await TakeAsync(activity, http.RequestAborted);
    }

    private async Task<IResult> TakeAsync(IncomingBotActivity activity, CancellationToken cancellationToken)
    {
        if (activity.Type == "invoke")
            return Results.StatusCode(StatusCodes.Status501NotImplemented);
        if (activity.IsFromBot)
            return Results.Ok();
        if (activity.IsGroup)
        {
            if (activity.Type is "message" or "conversationUpdate")
                await groups.TellAsync(activity.Reference, cancellationToken);
            return Results.Ok();
        }

        switch (activity.Type)
        {
            case "message" or "messageUpdate":
                var (message, problem) = activity.ToMessage(options.AppPassword);
                return message is null ? Results.BadRequest(problem) : Answer(await inbox.AcceptAsync(message, CancellationToken.None)); // the Bot Service hangs up after 15 s, and nobody sends it again
            case "typing":
                await hints.TypesAsync(activity.Reference.Child);
                return Results.Ok();
            default:
                return Results.Ok();
        }
    }

    private static IResult Answer(Acceptance acceptance) => acceptance switch
    {
        Acceptance.Accepted or Acceptance.Duplicate => Results.Ok(),
        Acceptance.Unavailable => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
        _ => throw new InvalidOperationException($"Unknown acceptance {acceptance}."),
    };

    private IResult Refuse(int status, string objection)
    {
        LogRefused(status, objection);
        return Results.StatusCode(status);
    }

    [LoggerMessage(LogLevel.Warning, "A request to /api/messages {Objection} and was refused with {Status}. If it was the Bot Service's, check Channels:BotFramework:AppId and Cloud, and this machine's clock.")]
    private partial void LogRefused(int status, string objection);

    [LoggerMessage(LogLevel.Error, "A request to /api/messages could not be checked and was answered 503: {Problem}")]
    private partial void LogNoKeys(string problem);
}
