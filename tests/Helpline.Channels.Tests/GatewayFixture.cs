using System.Net;
using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Helpline.Channels.Tests;

/// <summary>The channels' endpoints as the server maps them, over a recording inbox and a transcript in memory, with a clock that stands still.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    public const string AuthToken = "0123456789abcdef0123456789abcdef";
    public const string PublicUrl = "https://helpline.example";

    /// <summary>A request with this header comes from the address that it names; others come from this machine.</summary>
    public const string CallerHeader = "X-Test-Caller";

    private readonly WebApplication _app;

    private GatewayFixture(WebApplication app, RecordingInbox inbox, MemoryTranscript transcript, MemoryChats chats, LiveDialogs dialogs, FakeTimeProvider time)
    {
        Dialogs = dialogs;
        Chats = chats;
        _app = app;
        Inbox = inbox;
        Transcript = transcript;
        Time = time;
        Client = Server.CreateClient();
    }

    public RecordingInbox Inbox { get; }

    public MemoryTranscript Transcript { get; }

    public MemoryChats Chats { get; }

    public LiveDialogs Dialogs { get; }

    public FakeTimeProvider Time { get; }

    public TestServer Server => (TestServer)_app.Services.GetRequiredService<IServer>();

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>A client whose requests go through a handler first.</summary>
    public HttpClient ClientThrough(DelegatingHandler handler)
    {
        handler.InnerHandler = _app.GetTestServer().CreateHandler();
        return new HttpClient(handler) { BaseAddress = Client.BaseAddress };
    }

    public static Task<GatewayFixture> StartAsync(bool isDevelopment = false, params (string Key, string Value)[] settings) =>
        StartAsync(isDevelopment, new EphemeralDataProtectionProvider(), settings);

    public static async Task<GatewayFixture> StartAsync(bool isDevelopment, IDataProtectionProvider protection, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var inbox = new RecordingInbox();
        var transcript = new MemoryTranscript();
        var chats = new MemoryChats();
        var dialogs = new LiveDialogs(TestLibrary.Engine, TestLibrary.Triage);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        builder.Services.AddSingleton<IInbox>(inbox);
        builder.Services.AddSingleton<ITranscript>(transcript);
        builder.Services.AddSingleton<IChatHints>(transcript);
        builder.Services.AddSingleton(dialogs);
        builder.Services.AddSingleton<IStandings>(chats);
        builder.Services.AddSingleton<IResumeCodes>(chats);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(protection);
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
        app.UseHelplineChannels();
        app.MapHelplineChannels();
        await app.StartAsync();
        return new GatewayFixture(app, inbox, transcript, chats, dialogs, time);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
