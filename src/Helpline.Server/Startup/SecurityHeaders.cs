namespace Helpline.Server.Startup;

/// <summary>Headers that every answer carries: no sniffing, no framing, no referrer.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (!app.Environment.IsDevelopment())
            headers.StrictTransportSecurity = "max-age=31536000"; // browsers heed it over https only
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    });
}
