using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Helpline.Servers;

/// <summary>
/// Kannel's bearerbox and smsbox, from Debian's binaries, configured by <c>infra/kannel</c> as it is there but for ports, places and passwords, and with one link more, for
/// Kannel's own fakesmsc. They end with this object and with this process.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="configuration">The directory <c>infra/kannel</c>.</param>
/// <param name="helplinePort">Where smsbox finds Helpline, on 127.0.0.1.</param>
public sealed class KannelServer(string configuration, int helplinePort) : IAsyncDisposable
{
    public const string InboundSecret = "4f1b6a9cd2e8073546be1f7a";
    public const string Password = "0b7c41d9e6f2a385";

    /// <summary>The link of fakesmsc.</summary>
    public const string FakeLink = "fake";

    /// <summary>The link that <c>operators.conf</c> has.</summary>
    public const string SmppLink = "operator1";

    private const string Bearerbox = "/usr/sbin/bearerbox";
    private const string Smsbox = "/usr/sbin/smsbox";
    private const string FakeSmsc = "/usr/lib/kannel/test/fakesmsc";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly int _boxPort = FreePort.Take();
    private readonly int _sendPort = FreePort.Take();
    private readonly int _fakePort = FreePort.Take();
    private ServerHome? _home;
    private Process? _bearerbox;
    private Process? _smsbox;

    /// <summary>Where an SMSC is expected to listen.</summary>
    public int SmppPort { get; } = FreePort.Take();

    public string SendUrl => $"http://127.0.0.1:{Text(_sendPort)}/cgi-bin/sendsms";

    /// <summary>The directory that both boxes work in: configuration, stores, logs.</summary>
    public string HomeDirectory => Home.Path;

    private ServerHome Home => _home ?? throw new InvalidOperationException("Kannel was not started; call StartAsync first.");

    /// <summary>Starts both boxes and returns when smsbox takes messages.</summary>
    public async Task StartAsync()
    {
        foreach (var program in (string[])[Bearerbox, Smsbox, FakeSmsc])
        {
            if (!File.Exists(program))
                throw new InvalidOperationException("Kannel is not installed. On Debian: sudo apt-get install kannel kannel-extras, or run tests/run.sh as root, which does it.");
        }

        _home ??= await ServerHome.CreateAsync("helpline-kannel");
        await ConfigureAsync();
        await StartBearerboxAsync();
        await StartSmsboxAsync();
    }

    public async Task StartBearerboxAsync()
    {
        _bearerbox?.Dispose();
        _bearerbox = await StartAsync(Bearerbox, _boxPort);
    }

    public async Task StartSmsboxAsync()
    {
        _smsbox?.Dispose();
        _smsbox = await StartAsync(Smsbox, _sendPort);
    }

    /// <summary>Ends bearerbox as a crash would, and smsbox in good order after it, as the units in <c>infra/systemd</c> do; by itself it would wait ten seconds, or panic.</summary>
    public async Task KillBearerboxAsync()
    {
        _bearerbox!.Kill();
        await _bearerbox.WaitForExitAsync();
        await StopSmsboxAsync();
    }

    /// <summary>Ends smsbox in good order, if it runs.</summary>
    public async Task StopSmsboxAsync()
    {
        using (var signal = Process.Start("kill", ["-TERM", Text(_smsbox!.Id)]))
            await signal.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await _smsbox.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _smsbox.Kill();
            await _smsbox.WaitForExitAsync();
        }
    }

    /// <summary>Starts Kannel's fakesmsc, which sends what it is told and stays until it is killed; what it does is on its error stream.</summary>
    /// <param name="count">Messages.</param>
    /// <param name="seconds">Between them.</param>
    /// <param name="messages">In fakesmsc's own form, "from to text words"; chosen from at random if there are several.</param>
    /// <param name="isFlood">True: to the sender's number and to the words a random number is added, and it says nothing.</param>
    public Process StartFakeSmsc(int count, double seconds, IEnumerable<string> messages, bool isFlood = false) => Home.Start(
        FakeSmsc,
        ["-H", "127.0.0.1", "-r", Text(_fakePort), "-i", seconds.ToString(CultureInfo.InvariantCulture), "-m", Text(count), .. isFlood ? ["-z", "5", "-v", "4"] : (string[])[], .. messages],
        redirect: !isFlood);

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
        _bearerbox?.Dispose();
        _smsbox?.Dispose();
    }

    private async Task ConfigureAsync()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(configuration, "kannel.conf"));
        foreach (var (from, to) in ((string, string)[])
        [
            ("CHANGE-ADMIN-PASSWORD", Guid.NewGuid().ToString("N")),
            ("CHANGE-INBOUND-SECRET", InboundSecret),
            ("CHANGE-SENDSMS-PASSWORD", Password),
            ("= 13000", $"= {Text(FreePort.Take())}"),
            ("= 13001", $"= {Text(_boxPort)}"),
            ("= 13013", $"= {Text(_sendPort)}"),
            ("127.0.0.1:5080", $"127.0.0.1:{Text(helplinePort)}"),
            ("/var/log/kannel/", ""),
            ("/var/spool/kannel/", ""),
            ("/etc/kannel/", ""),
        ])
        {
            if (!text.Contains(from, StringComparison.Ordinal))
                throw new InvalidOperationException($"infra/kannel/kannel.conf has no '{from}' any more; {nameof(KannelServer)} replaces it.");
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        var operators = await File.ReadAllTextAsync(Path.Combine(configuration, "operators.conf"));
        operators = operators.Replace("port = 2775", $"port = {Text(SmppPort)}", StringComparison.Ordinal)
            .Replace("reconnect-delay = 5", "reconnect-delay = 1", StringComparison.Ordinal)
            .Replace("throughput = 50", "throughput = 1000", StringComparison.Ordinal);
        var fake = $"\n\ngroup = smsc\nsmsc = fake\nsmsc-id = {FakeLink}\nallowed-smsc-id = {FakeLink}\nport = {Text(_fakePort)}\nconnect-allow-ip = 127.0.0.1\n";
        await File.WriteAllTextAsync(Path.Combine(Home.Path, "kannel.conf"), text);
        await File.WriteAllTextAsync(Path.Combine(Home.Path, "operators.conf"), operators + fake);
        Directory.CreateDirectory(Path.Combine(Home.Path, "store"));
        Directory.CreateDirectory(Path.Combine(Home.Path, "dlr"));
    }

    private async Task<Process> StartAsync(string program, int port)
    {
        var process = Home.Start("/bin/sh", ["-c", "exec \"$0\" -v 4 kannel.conf >>\"$(basename \"$0\").out\" 2>&1", program]);
        await WaitForAsync(port, process);
        return process;
    }

    private async Task WaitForAsync(int port, Process process)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(port))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                throw new InvalidOperationException($"Kannel did not start:\n{Home.TailOf("bearerbox.out")}\n{Home.TailOf("smsbox.out")}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
