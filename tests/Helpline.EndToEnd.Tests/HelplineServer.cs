using System.Collections.Concurrent;
using Helpline.EndToEnd.Tests.Chat;
using Helpline.Servers;

namespace Helpline.EndToEnd.Tests;

/// <summary>
/// The built server with its embedded stores, for the tests that share one. Everything it prints is kept, so that tests can look for what must
/// never be there.
/// </summary>
public sealed class HelplineServer : IAsyncLifetime
{
    public const string DirectLineSecret = "5eaf00d5eaf00d5eaf00d5eaf00d5eaf00d";

    private readonly ConcurrentQueue<string> _output = new();
    private ServerHome? _home;
    private HelplineProcess? _process;
    private ChatSite? _site;

    public TwilioStub Twilio { get; } = new();

    /// <summary>Another site, whose pages may chat.</summary>
    public ChatSite Site => _site!;

    /// <summary>Where it listens.</summary>
    public Uri Url => Twilio.Server;

    /// <summary>All that it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    public string DataDirectory => _home!.Path;

    public async ValueTask InitializeAsync()
    {
        await Twilio.StartAsync();
        _site = await ChatSite.StartAsync();
        _home = await ServerHome.CreateAsync("helpline-e2e");
        _process = new HelplineProcess(_home.Path, Twilio.Url, _output.Enqueue, new Dictionary<string, string>
        {
            ["Channels__DirectLine__Secret"] = DirectLineSecret,
            ["Channels__Chat__ExitUrl"] = Chat.ChildPage.Exit,
            ["Channels__DirectLine__Origins__0"] = Site.Known.GetLeftPart(UriPartial.Authority),
        });
        try
        {
            Twilio.Server = await _process.Up.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"The server did not come up ({error.Message}):\n{Output}", error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        await Twilio.DisposeAsync();
        if (_site is not null)
            await _site.DisposeAsync();
        if (_home is not null)
            await _home.DisposeAsync();
    }
}
