using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Helpline.Channels.DirectLine;

/// <summary>Refusals in Direct Line's form: <c>{"error": {"code", "message"}}</c>. Clients act on the status: 403 ends a token, 4xx is final, 5xx is tried again.</summary>
internal static class DirectLineErrors
{
    public static IResult NoCredential => Error(StatusCodes.Status401Unauthorized, "Unauthorized", "The request has no 'Authorization: Bearer' header with a token or the secret.");

    public static IResult BadCredential => Error(StatusCodes.Status403Forbidden, "TokenExpired", "The token has run out or is none of this service's. Ask for a new one.");

    public static IResult OtherConversation => Error(StatusCodes.Status403Forbidden, "BadArgument", "The token belongs to another conversation.");

    public static IResult SecretNeeded => Error(StatusCodes.Status403Forbidden, "Forbidden", "Only the secret makes tokens; a page asks its own server, or POST /chat/token.");

    public static IResult TokenNeeded => Error(StatusCodes.Status403Forbidden, "Forbidden", "The secret does not run out; only a token is renewed.");

    public static IResult OtherOrigin => Error(StatusCodes.Status403Forbidden, "Forbidden", "The page's origin is not in Channels:DirectLine:Origins.");

    public static IResult UnknownConversation => Error(StatusCodes.Status404NotFound, "ConversationNotFound", "A conversation's id is 32 hexadecimal digits, as it was given.");

    public static IResult BadWatermark => BadArgument("The watermark is none that was given. Leave it out to begin at the start.");

    public static IResult NoUploads => Error(
        StatusCodes.Status415UnsupportedMediaType, "AttachmentsNotAccepted", "Files are not taken: pictures of children must not be sent on, not even to a helpline. Send words.");

    public static IResult TooLarge(int most) => Error(
        StatusCodes.Status413PayloadTooLarge, "MessageSizeTooBig", string.Create(CultureInfo.InvariantCulture, $"The body has more than {most} bytes."));

    public static IResult Unavailable => Error(StatusCodes.Status503ServiceUnavailable, "ServiceError", "It was not stored. Send it again.");

    public static IResult NoRoom => Error(StatusCodes.Status503ServiceUnavailable, "ServiceError", "This node has no room for another stream. Try again, or poll.");

    public static IResult NothingToResume => Error(StatusCodes.Status409Conflict, "NothingToResume", "The chat has no message yet: there is nothing to come back to.");

    public static IResult UnknownCode => Error(StatusCodes.Status404NotFound, "CodeNotFound", "The code is none, or has run out.");

    public static IResult BadArgument(string message) => Error(StatusCodes.Status400BadRequest, "BadArgument", message);

    public static IResult TooMany(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Error(StatusCodes.Status429TooManyRequests, "ThrottledError", "Too many at once. Keep it, and send it again after the time in Retry-After.");
    }

    private static IResult Error(int status, string code, string message) => Results.Json(new { error = new { code, message } }, statusCode: status);
}
