using System.Collections.Concurrent;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>One server node over all its lives: its data directory outlives its processes.</summary>
internal sealed class Node(string name, string dataDirectory, Func<string, string> twilioUrl, IReadOnlyDictionary<string, string> settings, Action<string, string> print) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _killed = new();
    private readonly ConcurrentQueue<(string Life, int ExitCode, TimeSpan Took)> _stopped = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _woken = new();
    private HelplineProcess? _process;
    private int _lives;

    /// <summary>When each life was killed.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Killed => _killed;

    /// <summary>How each life ended that was asked to stop.</summary>
    public IReadOnlyCollection<(string Life, int ExitCode, TimeSpan Took)> Stopped => _stopped;

    /// <summary>Deaths that nobody ordered.</summary>
    public int DiedByItself { get; private set; }

    /// <summary>When each life went on after it had stood still.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Woken => _woken;

    /// <summary>True from the request to stop until it is started again.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>True while it stands still.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Where it listens, while it serves.</summary>
    public Uri? Url => !IsFrozen && _process is { HasExited: false, Up: { IsCompletedSuccessfully: true } up } ? up.Result : null;

    private string Life => $"{name}-{_lives}";

    public void Start()
    {
        _lives++;
        _process = new HelplineProcess(dataDirectory, twilioUrl(Life), line => print(name, line), settings);
    }

    /// <summary>Kills it, whatever it is doing, and starts it again.</summary>
    public async Task KillAsync()
    {
        _killed[Life] = TimeProvider.System.GetUtcNow();
        await EndAsync();
        Start();
    }

    /// <summary>Asks it to stop, in the middle of whatever it does, and starts it again.</summary>
    /// <param name="between">Runs while it is down.</param>
    public async Task RestartAsync(Func<Task> between)
    {
        if (_process is not { } process)
            return;
        IsStopping = true;
        var (exitCode, took) = await process.TerminateAsync();
        _stopped.Enqueue((Life, exitCode, took));
        await EndAsync();
        await between();
        Start();
        IsStopping = false;
    }

    /// <summary>Lets it stand still, in the middle of whatever it does, and go on as if nothing had been.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        if (_process is not { } process)
            return;
        IsFrozen = true;
        await process.SignalAsync("STOP");
        await Task.Delay(time, TimeProvider.System);
        _woken[Life] = TimeProvider.System.GetUtcNow();
        await process.SignalAsync("CONT");
        IsFrozen = false;
    }

    /// <summary>Starts it again if it is dead although nobody killed it.</summary>
    public async Task ReviveAsync()
    {
        if (IsStopping || _process is not { HasExited: true })
            return;
        DiedByItself++;
        await EndAsync();
        Start();
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task EndAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
            await process.DisposeAsync();
    }
}
