using Helpline.Messages;
using Helpline.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Helpline.Channels.Tests.Kannel;

/// <summary>The channel on a real socket, between a real Kannel and a recording inbox; and a centre behind Kannel. It can go away and come back.</summary>
public sealed class KannelGateway : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly int _port = FreePort.Take();
    private WebApplication? _app;

    internal KannelServer Kannel { get; private set; } = null!;

    internal SmppCentre Centre { get; private set; } = null!;

    internal RecordingInbox Inbox { get; } = new();

    /// <summary>All that the server logs, at the level Information.</summary>
    internal RecordedLog Log { get; } = new();

    internal IChannel Channel => _app!.Services.GetServices<IChannel>().Single(channel => channel.Name == ChannelNames.Kannel);

    public async ValueTask InitializeAsync()
    {
        Kannel = new KannelServer(Path.Combine(Root(), "infra", "kannel"), _port);
        Centre = new SmppCentre(Kannel.SmppPort);
        await StartAsync();
        await Kannel.StartAsync();
        await UntilAsync(() => Centre.IsBound, "Kannel's link is up");
    }

    public async ValueTask DisposeAsync()
    {
        await Kannel.DisposeAsync();
        await Centre.DisposeAsync();
        await StopAsync();
    }

    internal async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddProvider(Log);
        builder.Services.AddSingleton<IInbox>(Inbox);
        builder.Services.AddHelplineChannels(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Channels:Kannel:SendUrl"] = Kannel.SendUrl,
                ["Channels:Kannel:Username"] = "helpline",
                ["Channels:Kannel:Password"] = KannelServer.Password,
                ["Channels:Kannel:From"] = "1121",
                ["Channels:Kannel:InboundSecret"] = KannelServer.InboundSecret,
                ["Channels:Kannel:PublicUrl"] = $"http://127.0.0.1:{_port}",
            }).Build(),
            isDevelopment: false);
        _app = builder.Build();
        _app.MapHelplineChannels();
        await _app.StartAsync();
    }

    internal async Task StopAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    internal Task<SendResult> SendAsync(string text, string to, string from = "1121@operator1", OutboundId? id = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var message = new OutgoingText(id ?? new OutboundId(Guid.CreateVersion7(now)), new Address(ChannelNames.Kannel, from), new Address(ChannelNames.Kannel, to), text, now, now.AddHours(4));
        return Channel.SendAsync(message, TestContext.Current.CancellationToken);
    }

    /// <summary>The messages that a child's number has brought.</summary>
    internal IReadOnlyList<InboundMessage> From(string child) => [.. Inbox.Messages.Where(message => message.From.Value == child)];

    /// <summary>The parts that a child's number was sent, as far as the centre has them.</summary>
    internal IReadOnlyList<SubmittedPart> To(string child) => [.. Centre.Parts.Where(part => $"+{part.To}" == child)];

    internal static async Task UntilAsync(Func<bool> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
                throw new TimeoutException($"It took longer than {Patience.TotalSeconds} s until {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Helpline.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }
}
