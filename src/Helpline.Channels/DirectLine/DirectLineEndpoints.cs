using System.Text.Json;
using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Helpline.Channels.DirectLine;

/// <summary>
/// Direct Line 3.0 over HTTP, as its public clients speak it. A message is answered 200 only after it is on disk; one that comes again with the same
/// <c>channelData.clientActivityID</c> (or <c>id</c>) is the same message. 403 if a token has run out, is unknown, or belongs to another conversation.
/// </summary>
/// <remarks>Protocol: Microsoft's "Direct Line API 3.0" reference; what clients make of it: botframework-directlinejs 0.15.8. Nothing is stored until a child
/// writes: a conversation's id comes out of its token.</remarks>
internal sealed class DirectLineEndpoints(
    DirectLineOptions options,
    DirectLineTokens tokens,
    DirectLineGate gate,
    DirectLineStreams streams,
    DirectLineReading reading,
    DirectLineLimits limits,
    IInbox inbox,
    IChatHints hints) : IChannelEndpoints
{
    /// <summary>The name of the CORS policy.</summary>
    public const string Cors = "directline";

    private const string AnonymousTokenPath = "/chat/token";

    /// <summary>Bytes: the longest text, every letter of it escaped, and what clients put around it.</summary>
    private const int LargestBody = 128 * 1024;

    /// <summary>The service's address, as far as a chat has one.</summary>
    private static readonly Address Service = new(ChannelNames.DirectLine, "helpline");

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(DirectLineGate.Root).RequireCors(Cors).AddEndpointFilter(DirectLineGate.AnswerOutageAsync);
        group.MapPost("tokens/generate", (Delegate)GenerateAsync);
        group.MapPost("tokens/refresh", (Delegate)Refresh);
        group.MapPost("conversations", (Delegate)StartAsync);
        group.MapGet("conversations/{id}", (Delegate)Reconnect);
        group.MapGet("conversations/{id}/activities", (Delegate)ReceiveAsync);
        group.MapPost("conversations/{id}/activities", (Delegate)SendAsync);
        group.MapPost("conversations/{id}/upload", (Delegate)Upload);
        var sockets = endpoints.CreateApplicationBuilder();
        sockets.UseWebSockets();
        sockets.Run(StreamAsync);
        group.Map("conversations/{id}/stream", sockets.Build()); // over HTTP/2 it is a CONNECT
        endpoints.MapPost(AnonymousTokenPath, (Delegate)AnonymousToken).RequireCors(Cors).AddEndpointFilter(DirectLineGate.AnswerOutageAsync);
    }

    private async Task<IResult> GenerateAsync(HttpContext http)
    {
        if (gate.Refusal(http, out var access) is { } refusal)
            return refusal;
        if (access.Conversation is not null)
            return DirectLineErrors.SecretNeeded;
        var (user, problem) = await UserAsync(http);
        return problem ?? gate.Answer(http, DirectLineTokens.NewConversation(), user, StatusCodes.Status200OK, withStream: false);
    }

    private IResult Refresh(HttpContext http) =>
        gate.Refusal(http, out var access)
        ?? (access.Conversation is { } conversation ? gate.Answer(http, conversation, access.User, StatusCodes.Status200OK, withStream: false) : DirectLineErrors.TokenNeeded);

    private async Task<IResult> StartAsync(HttpContext http)
    {
        if (gate.Refusal(http, out var access) is { } refusal)
            return refusal;
        var (user, problem) = await UserAsync(http);
        return problem ?? gate.Answer(http, access.Conversation ?? DirectLineTokens.NewConversation(), access.User ?? user, StatusCodes.Status201Created, withStream: true);
    }

    private IResult Reconnect(HttpContext http, string id) =>
        gate.Refusal(http, id, out var access) ?? (ActivitySet.MarkOf(http.Request.Query["watermark"]) is null ? DirectLineErrors.BadWatermark : gate.Answer(http, id, access.User, StatusCodes.Status200OK, withStream: true));

    private async Task<IResult> ReceiveAsync(HttpContext http, string id)
    {
        if (gate.Refusal(http, id, out var access) is { } refusal)
            return refusal;
        if (ActivitySet.MarkOf(http.Request.Query["watermark"]) is not { } mark)
            return DirectLineErrors.BadWatermark;
        var page = await reading.TryReadAsync(id, mark, http.RequestAborted) ?? new TranscriptPage([], mark, HasMore: false); // clients never poll again after an error: in an outage there is nothing new
        await reading.DeliveredAsync(page);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(ActivitySet.Of(page, id, access.User).ToJson(), "application/json; charset=utf-8");
    }

    private async Task<IResult> SendAsync(HttpContext http, string id)
    {
        if (gate.Refusal(http, id, out _) is { } refusal)
            return refusal;
        if (await http.Request.BodyAsync(LargestBody, http.RequestAborted) is not { } body)
            return DirectLineErrors.TooLarge(LargestBody);
        var (activity, problem) = IncomingActivity.Read(body);
        if (activity is null)
            return DirectLineErrors.BadArgument(problem);
        return activity.Type switch
        {
            "message" => await AcceptAsync(http, id, activity),
            "typing" => await SignalAsync(http, id, activity, () => hints.TypesAsync(DirectLineReading.AddressOf(id))),
            "conversationUpdate" or "event" or "endOfConversation" or "messageReaction" or "invoke" => await SignalAsync(http, id, activity, () => Task.CompletedTask),
            _ => DirectLineErrors.BadArgument("An activity's type must be message, typing, event, conversationUpdate, endOfConversation, messageReaction or invoke; only messages and typing have an effect."),
        };
    }

    private async Task<IResult> AcceptAsync(HttpContext http, string conversation, IncomingActivity activity)
    {
        if (string.IsNullOrWhiteSpace(activity.Text) && activity.Attachments == 0)
            return DirectLineErrors.BadArgument("The message has neither text nor attachments.");
        if (limits.Message(conversation) is { } wait)
            return DirectLineErrors.TooMany(http, wait);
        var id = IdOf(conversation, activity);
        var message = new InboundMessage(DirectLineReading.AddressOf(conversation), Service, id, activity.Text, activity.Attachments);
        return await inbox.AcceptAsync(message, http.RequestAborted) == Acceptance.Unavailable ? DirectLineErrors.Unavailable : Results.Json(new { id });
    }

    private async Task<IResult> SignalAsync(HttpContext http, string conversation, IncomingActivity activity, Func<Task> effect)
    {
        if (limits.Signal(conversation) is { } wait)
            return DirectLineErrors.TooMany(http, wait);
        await effect();
        return Results.Json(new { id = IdOf(conversation, activity) });
    }

    private IResult Upload(HttpContext http, string id) => gate.Refusal(http, id, out _) ?? DirectLineErrors.NoUploads;

    /// <summary>For a page that has no server of its own: a new conversation for nobody in particular.</summary>
    private IResult AnonymousToken(HttpContext http)
    {
        if (http.Request.Headers.Origin.ToString() is { Length: > 0 } origin && !IsOwn(origin, http.Request.Host) && !options.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            return DirectLineErrors.OtherOrigin;
        return limits.Token(http.Connection.RemoteIpAddress) is { } wait
            ? DirectLineErrors.TooMany(http, wait)
            : gate.AnswerPage(http, DirectLineTokens.NewConversation());
    }

    /// <summary>A WebSocket cannot have an Authorization header in a browser: the URL holds a token of its own, good for a minute.</summary>
    private async Task StreamAsync(HttpContext http)
    {
        var refusal = StreamRefusal(http, out var access, out var mark);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(http);
            return;
        }

        // Pings find out who is gone without a word, as phones are; the empty frames of the protocol do not, since nobody answers them.
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = DirectLineStream.KeepAlive * 2, KeepAliveTimeout = DirectLineStream.KeepAlive * 2 });
        await streams.RunAsync(access.Conversation!, access.User, mark, socket);
    }

    private IResult? StreamRefusal(HttpContext http, out DirectLineAccess access, out TranscriptMark mark)
    {
        mark = default;
        access = tokens.ReadStream(http.Request.Query["t"].ToString())!;
        if (access is null)
            return DirectLineErrors.BadCredential;
        if (access.Conversation != http.Request.RouteValues["id"] as string)
            return DirectLineErrors.OtherConversation;
        if (ActivitySet.MarkOf(http.Request.Query["watermark"]) is not { } known)
            return DirectLineErrors.BadWatermark;
        mark = known;
        if (!http.WebSockets.IsWebSocketRequest)
            return DirectLineErrors.BadArgument("A stream is opened as a WebSocket; poll the activities instead.");
        return streams.HasRoom ? null : DirectLineErrors.NoRoom;
    }

    /// <summary>By the host alone: behind a proxy the scheme may be another.</summary>
    private static bool IsOwn(string origin, HostString host) => Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Authority == new Uri($"{url.Scheme}://{host}").Authority;

    private static string IdOf(string conversation, IncomingActivity activity) => Activity.IdOf(conversation, activity.Id ?? Guid.NewGuid().ToString("N"));

    /// <summary>The user that a body names, if there is a body and it names one.</summary>
    private static async Task<(string? User, IResult? Problem)> UserAsync(HttpContext http)
    {
        const int LongestUser = 128;
        if (await http.Request.BodyAsync(LargestBody, http.RequestAborted) is not { } body)
            return (null, DirectLineErrors.TooLarge(LargestBody));
        if (body.Length == 0)
            return (null, null);
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            var id = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("user", out var user) && user.ValueKind == JsonValueKind.Object
                && user.TryGetProperty("id", out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
            return id is { Length: > LongestUser } || id?.Any(char.IsControl) == true
                ? (null, DirectLineErrors.BadArgument($"user.id must have at most {LongestUser} characters, and no control characters."))
                : (id, null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return (null, DirectLineErrors.BadArgument("The body cannot be read as JSON in UTF-8."));
        }
    }
}
