using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Helpline.Channels.DirectLine;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Helpline.Channels.Chat;

/// <summary>
/// The child's own page at <c>/chat</c>, and what it needs besides Direct Line: renewing a token after a sleep, coming back by a code, its place among those
/// who wait. Other sites have the page in a frame by <c>/chat/embed.js</c>, if they are among Direct Line's origins.
/// </summary>
internal sealed class ChatEndpoints(
    ChatPage page,
    ChatOptions options,
    DirectLineOptions directLine,
    DirectLineTokens tokens,
    DirectLineGate gate,
    DirectLineLimits limits,
    IStandings standings,
    IResumeCodes codes,
    TimeProvider time) : IChannelEndpoints
{
    /// <summary>Bytes of the longest body: a renewal.</summary>
    private const int LargestBody = 4096;

    private const string Script = "text/javascript; charset=utf-8";

    private readonly Payload _styles = new(Resource("chat.css"), "text/css; charset=utf-8");
    private readonly Payload _script = new(Resource("chat.js"), Script);
    private readonly Payload _icon = new(Resource("icon.svg"), "image/svg+xml");
    private readonly string _embed = Encoding.UTF8.GetString(Resource("embed.js"));

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/chat").AddEndpointFilter(DirectLineGate.AnswerOutageAsync);
        group.MapGet("", Page);
        group.MapGet("chat.css", (Delegate)_styles.Answer);
        group.MapGet("chat.js", (Delegate)_script.Answer);
        group.MapGet("icon.svg", (Delegate)_icon.Answer);
        group.MapGet("embed.js", Embed);
        group.MapPost("renew", Renew).WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        group.MapPost("code", (Delegate)NewCodeAsync);
        group.MapPost("resume", ResumeAsync).WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        group.MapGet("standing", (Delegate)StandingAsync);
    }

    private IResult Page(HttpContext http, string? lang)
    {
        var headers = http.Response.Headers;
        var sites = directLine.Origins.Length == 0 ? "'none'" : string.Join(' ', directLine.Origins);
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
            + $"connect-src 'self' ws://{http.Request.Host} wss://{http.Request.Host}; frame-ancestors {sites}"; // older browsers do not count WebSockets as 'self'
        if (directLine.Origins.Length > 0)
            headers.Remove("X-Frame-Options"); // frame-ancestors says more; what knows only this one would show nothing at all
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return page.Render(http, lang).Answer(http);
    }

    private IResult Embed(HttpContext http, string? lang)
    {
        var script = _embed.Replace("\"{exit}\"", Text(options.ExitUrl), StringComparison.Ordinal)
            .Replace("\"{open}\"", Text(page.Word(lang, PagePhrases.Open)), StringComparison.Ordinal)
            .Replace("\"{leave}\"", Text(page.Word(lang, PagePhrases.Leave)), StringComparison.Ordinal);
        return new Payload(Encoding.UTF8.GetBytes(script), Script, System.IO.Compression.CompressionLevel.Fastest).Answer(http);

        static string Text(string value) => JsonSerializer.Serialize(value);
    }

    private IResult Renew(HttpContext http, Renewal body) =>
        tokens.ReadRenewal(body.Value ?? "") is { } conversation ? gate.AnswerPage(http, conversation) : DirectLineErrors.BadCredential;

    private async Task<IResult> NewCodeAsync(HttpContext http)
    {
        if (Refusal(http, out var child) is { } refusal)
            return refusal;
        var code = RandomNumberGenerator.GetString(ResumeCode.Alphabet, ResumeCode.Length);
        var isKept = await codes.KeepAsync(child, code, time.GetUtcNow() + ResumeCode.Lifetime, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return isKept ? Results.Json(new { code = ResumeCode.Show(code) }) : DirectLineErrors.NothingToResume;
    }

    private async Task<IResult> ResumeAsync(HttpContext http, Code body)
    {
        if (limits.Code(http.Connection.RemoteIpAddress) is { } wait)
            return DirectLineErrors.TooMany(http, wait);
        return ResumeCode.Read(body.Value ?? "") is { } code && await codes.OwnerAsync(code, http.RequestAborted) is { Channel: ChannelNames.DirectLine } owner
            ? gate.AnswerPage(http, owner.Value)
            : DirectLineErrors.UnknownCode;
    }

    private async Task<IResult> StandingAsync(HttpContext http)
    {
        if (Refusal(http, out var child) is { } refusal)
            return refusal;
        var standing = await standings.OfAsync(child, http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new
        {
            position = standing.Position,
            minutes = standing.Wait is { } wait && wait != WaitEstimate.MoreThanAnHour ? (int?)wait.TotalMinutes : null,
            isLong = standing.Wait == WaitEstimate.MoreThanAnHour,
            isWithCounsellor = standing.IsWithCounsellor,
        });
    }

    /// <summary>Null if the request is of a child's own token, and not asked too often.</summary>
    private IResult? Refusal(HttpContext http, out Address child)
    {
        child = null!;
        if (gate.Refusal(http, out var access) is { } refusal)
            return refusal;
        if (access.Conversation is not { } conversation)
            return DirectLineErrors.TokenNeeded;
        if (limits.Signal(conversation) is { } wait)
            return DirectLineErrors.TooMany(http, wait);
        child = DirectLineReading.AddressOf(conversation);
        return null;
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(ChatEndpoints).Assembly.GetManifestResourceStream($"chat/{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private sealed record Renewal(string? Value)
    {
        public override string ToString() => "a renewal";
    }

    private sealed record Code(string? Value)
    {
        public override string ToString() => "a code";
    }
}
