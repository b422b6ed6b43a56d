using System.Net;
using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Tests;

/// <summary>The channels' endpoints as the server maps them, over a recording inbox.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    public const string AuthToken = "0123456789abcdef0123456789abcdef";
    public const string PublicUrl = "https://helpline.example";

    /// <summary>A request with this header comes from the address that it names; others come from this machine.</summary>
    public const string CallerHeader = "X-Test-Caller";

    private readonly WebApplication _app;

    private GatewayFixture(WebApplication app, RecordingInbox inbox)
    {
        _app = app;
        Inbox = inbox;
        Client = ((TestServer)app.Services.GetRequiredService<IServer>()).CreateClient();
    }

    public RecordingInbox Inbox { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<GatewayFixture> StartAsync(bool isDevelopment = false, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var inbox = new RecordingInbox();
        builder.Services.AddSingleton<IInbox>(inbox);
        var configuration = new Dictionary<string, string?>
        {
            ["Channels:Twilio:AccountSid"] = "AC0123456789abcdef0123456789abcdef",
            ["Channels:Twilio:AuthToken"] = AuthToken,
            ["Channels:Twilio:From"] = "+15005550006",
            ["Channels:Twilio:PublicUrl"] = PublicUrl,
        };
        foreach (var (key, value) in settings)
            configuration[key] = value;
        builder.Services.AddHelplineChannels(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build(), isDevelopment);
        var app = builder.Build();
        app.Use((http, next) =>
        {
            http.Connection.RemoteIpAddress = IPAddress.Parse(http.Request.Headers[CallerHeader].FirstOrDefault() ?? "127.0.0.1");
            return next(http);
        });
        app.MapHelplineChannels();
        await app.StartAsync();
        return new GatewayFixture(app, inbox);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
