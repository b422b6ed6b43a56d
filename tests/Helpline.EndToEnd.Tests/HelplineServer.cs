using System.Collections.Concurrent;
using Helpline.Servers;

namespace Helpline.EndToEnd.Tests;

/// <summary>
/// The built server with its embedded stores, for the tests that share one. Everything it prints is kept, so that tests can look for what must
/// never be there.
/// </summary>
public sealed class HelplineServer : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _output = new();
    private ServerHome? _home;
    private HelplineProcess? _process;

    public TwilioStub Twilio { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Url => Twilio.Server;

    /// <summary>All that it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    public string DataDirectory => _home!.Path;

    public async ValueTask InitializeAsync()
    {
        await Twilio.StartAsync();
        _home = await ServerHome.CreateAsync("helpline-e2e");
        _process = new HelplineProcess(_home.Path, Twilio.Url, _output.Enqueue);
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
        if (_home is not null)
            await _home.DisposeAsync();
    }
}
