using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Helpline.EndToEnd.Tests;

/// <summary>
/// One life of the built server as a process of its own, in Development, on a free port, with Twilio pointed at a stub. Its working directory is
/// its data directory.
/// </summary>
public sealed partial class HelplineProcess : IAsyncDisposable
{
    private readonly TaskCompletionSource<Uri> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly Action<string> _print;

    /// <summary>Starts it; <see cref="Up"/> says when it serves.</summary>
    /// <param name="dataDirectory">What survives this life.</param>
    /// <param name="twilioUrl">Where Twilio's interface is.</param>
    /// <param name="print">Gets every line that it writes.</param>
    /// <param name="settings">More of its environment.</param>
    public HelplineProcess(string dataDirectory, string twilioUrl, Action<string> print, IReadOnlyDictionary<string, string>? settings = null)
    {
        _print = print;
        var start = new ProcessStartInfo("dotnet", [ServerAssembly(), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = dataDirectory,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Logging__LogLevel__Default"] = "Debug",
                ["Logging__LogLevel__Microsoft"] = "Information",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Information",
                ["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Information",
                ["Logging__LogLevel__System.Net.Http"] = "Information",
                ["Helpline__DataDirectory"] = dataDirectory,
                ["Helpline__DialogsDirectory"] = Repository.Dialogs,
                ["Channels__Twilio__AccountSid"] = TwilioStub.AccountSid,
                ["Channels__Twilio__AuthToken"] = TwilioStub.AuthToken,
                ["Channels__Twilio__From"] = TwilioStub.Number,
                ["Channels__Twilio__ApiUrl"] = twilioUrl,
                ["Channels__Twilio__PublicUrl"] = TwilioStub.PublicUrl,
            },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _up.TrySetException(new InvalidOperationException("The server ended before it served."));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens, once it does.</summary>
    public Task<Uri> Up => _up.Task;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a deployment ends a server; its exit code and how long it took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync()
    {
        var since = Stopwatch.GetTimestamp();
        await SignalAsync("TERM");
        await _process.WaitForExitAsync();
        return (_process.ExitCode, Stopwatch.GetElapsedTime(since));
    }

    /// <summary>Sends it a signal: STOP freezes it, CONT lets it go on.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _print(line);
        if (SimulatorLine().Match(line) is { Success: true } match)
            _up.TrySetResult(new Uri(match.Groups[1].Value));
    }

    /// <summary>The server that was built with these tests, in the same configuration.</summary>
    private static string ServerAssembly()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(Repository.Root, "src", "Helpline.Server", "bin", configuration, "net10.0", "Helpline.Server.dll");
    }

    [GeneratedRegex(@"Simulator\s+(http\S+)/simulator")]
    private static partial Regex SimulatorLine();
}
