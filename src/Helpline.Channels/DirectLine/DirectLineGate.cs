using System.Security.Cryptography;
using Helpline.Messages;
using Microsoft.AspNetCore.Http;

namespace Helpline.Channels.DirectLine;

/// <summary>Who is let in to a conversation, and what opens it.</summary>
internal sealed class DirectLineGate(DirectLineTokens tokens)
{
    /// <summary>Where the protocol is.</summary>
    public const string Root = "/v3/directline";

    /// <summary>The keys of tokens are in the database: a node that came up in its outage knows none, and must not call a token expired that it cannot read.</summary>
    public static async ValueTask<object?> AnswerOutageAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (CryptographicException)
        {
            return DirectLineErrors.Unavailable;
        }
    }

    /// <summary>Null if the request may enter the conversation.</summary>
    public IResult? Refusal(HttpContext http, string conversation, out DirectLineAccess access)
    {
        if (Refusal(http, out access) is { } refusal)
            return refusal;
        if (access.Conversation is { } own)
            return own == conversation ? null : DirectLineErrors.OtherConversation;
        return DirectLineTokens.IsConversation(conversation) ? null : DirectLineErrors.UnknownConversation;
    }

    /// <summary>Null if the request has the secret or a token.</summary>
    public IResult? Refusal(HttpContext http, out DirectLineAccess access)
    {
        const string Scheme = "Bearer ";
        access = null!;
        if (http.Request.Headers.Authorization.ToString() is not { } header || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return DirectLineErrors.NoCredential;
        access = tokens.Read(header[Scheme.Length..].Trim())!;
        return access is null ? DirectLineErrors.BadCredential : null;
    }

    /// <summary>A token as the protocol has it.</summary>
    public IResult Answer(HttpContext http, string conversation, string? user, int status, bool withStream)
    {
        http.Response.Headers.CacheControl = "no-store";
        var token = tokens.Token(conversation, user);
        var expires_in = (int)DirectLineTokens.Lifetime.TotalSeconds;
        return withStream
            ? Results.Json(new { conversationId = conversation, token, expires_in, streamUrl = StreamUrl(http.Request, conversation, user) }, statusCode: status)
            : Results.Json(new { conversationId = conversation, token, expires_in }, statusCode: status);
    }

    /// <summary>A token for a page, and what renews it after a phone has slept.</summary>
    public IResult AnswerPage(HttpContext http, string conversation)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new
        {
            conversationId = conversation,
            token = tokens.Token(conversation, user: null),
            expires_in = (int)DirectLineTokens.Lifetime.TotalSeconds,
            streamUrl = StreamUrl(http.Request, conversation, user: null),
            renewal = tokens.Renewal(conversation),
        });
    }

    private string StreamUrl(HttpRequest request, string conversation, string? user) =>
        $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}{request.PathBase}{Root}/conversations/{conversation}/stream"
        + $"?watermark={ActivitySet.MarkOf(request.Query["watermark"]) ?? TranscriptMark.Start}&t={tokens.StreamToken(conversation, user)}";
}
