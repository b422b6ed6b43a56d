using System.ComponentModel;
using System.Diagnostics;

namespace Helpline.Server.Tests.Infra;

/// <summary>How a program ended, and all that it printed.</summary>
internal sealed record Tool(int ExitCode, string Output)
{
    /// <summary>Runs one of Debian's programs to its end.</summary>
    public static async Task<Tool> RunAsync(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return await EndOfAsync(process);
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"{program} is not installed; tests/run.sh as root installs it.", error);
        }
    }

    /// <summary>Waits for a program whose output is redirected.</summary>
    public static async Task<Tool> EndOfAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new Tool(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} took longer than two minutes.");
        }
    }
}
