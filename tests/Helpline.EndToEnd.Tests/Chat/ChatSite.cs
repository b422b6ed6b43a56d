using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Helpline.EndToEnd.Tests.Chat;

/// <summary>
/// Another site, with a page that chats and Direct Line's public clients, unmodified as npm has them. It has two names: by one the server knows it.
/// </summary>
public sealed class ChatSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ChatSite(WebApplication app, int port)
    {
        _app = app;
        (Known, Unknown) = (new Uri($"http://localhost:{port}"), new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>As an origin that may chat.</summary>
    public Uri Known { get; }

    public Uri Unknown { get; }

    public static async Task<ChatSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => Results.File(Path.Combine(AppContext.BaseDirectory, "Chat", "chat.html"), "text/html"));
        app.MapGet("/embedding", (string server) => Results.Content($"""
            <!doctype html><html lang="en"><title>A school</title><h1>A school</h1><script src="{server}chat/embed.js?lang=en"></script></html>
            """, "text/html"));
        app.MapGet("/directline.js", () => Client("botframework-directlinejs", "directline.js"));
        app.MapGet("/webchat.js", () => Client("botframework-webchat", "webchat.js"));
        await app.StartAsync();
        return new ChatSite(app, new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Client(string package, string file)
    {
        var path = Path.Combine(Repository.Root, "tests", "Helpline.EndToEnd.Tests", "clients", "node_modules", package, "dist", file);
        return File.Exists(path)
            ? Results.File(path, "text/javascript; charset=utf-8")
            : throw new InvalidOperationException("Direct Line's public clients are missing: run tests/Helpline.EndToEnd.Tests/clients/fetch.sh, as tests/run.sh does.");
    }
}
