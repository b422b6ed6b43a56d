using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Helpline.EndToEnd.Tests;

/// <summary>
/// The built server as its own process, in Development, with Twilio pointed at the stub. Everything it prints is kept, so that tests can
/// look for what must never be there.
/// </summary>
public sealed partial class HelplineServer : IAsyncLifetime
{
    public const string PublicUrl = "https://helpline.example";

    private readonly string _data = Directory.CreateTempSubdirectory("helpline-e2e-").FullName;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    public TwilioStub Twilio { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://unknown.invalid");

    /// <summary>All that it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    public string DataDirectory => _data;

    public async ValueTask InitializeAsync()
    {
        await Twilio.StartAsync();
        var start = new ProcessStartInfo("dotnet", [ServerAssembly(), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Logging__LogLevel__Default"] = "Debug",
                ["Logging__LogLevel__Microsoft"] = "Information",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Information",
                ["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Information",
                ["Logging__LogLevel__System.Net.Http"] = "Information",
                ["Helpline__DataDirectory"] = _data,
                ["Channels__Twilio__AccountSid"] = TwilioStub.AccountSid,
                ["Channels__Twilio__AuthToken"] = TwilioStub.AuthToken,
                ["Channels__Twilio__From"] = TwilioStub.Number,
                ["Channels__Twilio__ApiUrl"] = Twilio.Url,
                ["Channels__Twilio__PublicUrl"] = PublicUrl,
            },
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _started.TrySetException(new InvalidOperationException($"The server ended with code {_process.ExitCode}:\n{Output}"));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Url = new Uri(await _started.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        Twilio.Server = Url;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        await Twilio.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (SimulatorLine().Match(line) is { Success: true } match)
            _started.TrySetResult(match.Groups[1].Value);
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
