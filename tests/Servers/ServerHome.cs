using System.Diagnostics;

namespace Helpline.Servers;

/// <summary>
/// A temporary directory with the servers that work in it. Whatever has its working directory at or below <see cref="Path"/> is ended, and the
/// directory deleted, when this is disposed and also when this process dies, however it dies.
/// </summary>
/// <remarks>
/// A small shell holds one end of a pipe to this process; the kernel closes it even after <c>kill -9</c>. The parent-death signal would not do:
/// it follows the thread that started the child, and the thread pool ends threads as it likes.
/// </remarks>
public sealed class ServerHome : IAsyncDisposable
{
    // SIGQUIT is PostgreSQL's immediate shutdown, which gives back its shared memory; others understand SIGTERM, and what still runs after 3 s is killed.
    private const string Watch = """
        trap '' INT TERM HUP
        home=$(mktemp -d -t "$0-XXXXXXXX") || exit 1
        echo "$home"
        read -r _
        signals='QUIT TERM' round=0
        while
          found=
          for process in /proc/[0-9]*; do
            case $(readlink "$process/cwd" 2>/dev/null) in "$home" | "$home"/*)
              found=yes
              for signal in $signals; do kill -"$signal" "${process#/proc/}" 2>/dev/null; done
            esac
          done
          [ "$found" ] && [ "$round" -lt 100 ]
        do
          sleep 0.05
          round=$((round + 1))
          if [ "$round" -lt 60 ]; then signals=; else signals=KILL; fi
        done
        rm -rf "$home"
        """;

    private readonly Process _watch;
    private readonly string? _user;

    private ServerHome(Process watch, string path, string? user)
    {
        _watch = watch;
        Path = path;
        _user = user;
    }

    public string Path { get; }

    /// <summary>Makes the directory.</summary>
    /// <param name="name">What its name begins with.</param>
    /// <param name="user">Who owns it and runs what is started in it; null for the user that we are. Another user needs root.</param>
    public static async Task<ServerHome> CreateAsync(string name, string? user = null)
    {
        var start = AsUser(user, "/bin/sh", ["-c", Watch, name]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.WorkingDirectory = "/";
        var watch = Process.Start(start)!;
        var path = await watch.StandardOutput.ReadLineAsync();
        return string.IsNullOrEmpty(path)
            ? throw new InvalidOperationException($"No temporary directory could be made as {user ?? Environment.UserName}. Let TMPDIR name a directory in which this user may write.")
            : new ServerHome(watch, path, user);
    }

    /// <summary>Starts a program in the directory, as its owner.</summary>
    /// <param name="program">What.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Added to this process's own environment; null takes a variable away.</param>
    /// <param name="redirect">True if the caller reads what it prints.</param>
    public Process Start(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>>? environment = null, bool redirect = false)
    {
        var start = AsUser(_user, program, arguments);
        start.WorkingDirectory = Path;
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        start.RedirectStandardOutput = redirect;
        start.RedirectStandardError = redirect;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end; what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed, or took longer than five minutes.</exception>
    public async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Start(program, arguments, redirect: true);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var name = System.IO.Path.GetFileName(program);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"{name} ended with code {process.ExitCode}: {await errors}{await output}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{name} took longer than five minutes.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _watch.StandardInput.Close();
        await _watch.WaitForExitAsync();
        _watch.Dispose();
    }

    private static ProcessStartInfo AsUser(string? user, string program, IEnumerable<string> arguments) => user is null
        ? new ProcessStartInfo(program, arguments)
        : new ProcessStartInfo("setpriv", [$"--reuid={user}", $"--regid={user}", "--init-groups", program, .. arguments]);
}
