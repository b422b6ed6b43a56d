using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Helpline.Servers;

namespace Helpline.Server.Tests.Infra;

/// <summary>
/// What <c>infra/up.sh</c> starts, two nodes, below a temporary directory and on free ports. All of it ends with this object and with this process.
/// Directory and server are named relative to another place, as somebody would type them.
/// </summary>
public sealed class ScaleMode : IAsyncLifetime
{
    private const int PostgresAbove = 50;
    private const int RedisAbove = 51;

    private readonly int _port = FreePort.Take(1, PostgresAbove, RedisAbove);
    private ServerHome? _home;
    private bool _isUp;

    public HttpClient Http { get; } = new();

    public string Directory => Path.Combine(_home!.Path, "scale");

    public int PostgresPort => _port + PostgresAbove;

    public int RedisPort => _port + RedisAbove;

    public IEnumerable<int> Ports => [_port, _port + 1, PostgresPort, RedisPort];

    public async ValueTask InitializeAsync()
    {
        _home = await ServerHome.CreateAsync("helpline-up");
        await _home.RunAsync("chmod", "711", _home.Path); // as root: the user postgres passes through
        await UpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
        {
            await RunAsync("down");
            await _home.DisposeAsync();
        }

        Http.Dispose();
    }

    public Uri Node(int number, string path) => new($"http://127.0.0.1:{(_port + number).ToString(CultureInfo.InvariantCulture)}{path}");

    public string Secret(string name) => File.ReadAllText(Path.Combine(Directory, "secrets", name)).Trim();

    /// <summary>Starts it again if a test has stopped it.</summary>
    public async Task UpAsync()
    {
        if (_isUp)
            return;
        var up = await RunAsync("--detach", "2");
        up.ExitCode.ShouldBe(0, up.Output);
        _isUp = true;
    }

    public async Task<string> DownAsync()
    {
        _isUp = false;
        var down = await RunAsync("down");
        down.ExitCode.ShouldBe(0, down.Output);
        return down.Output;
    }

    internal async Task<Tool> RunAsync(params string[] arguments)
    {
        var server = Path.Combine(Repository.Root, "src", "Helpline.Server", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Helpline.Server.dll");
        using var process = _home!.Start(
            Path.Combine(Repository.Infra, "up.sh"),
            arguments,
            new Dictionary<string, string?>
            {
                ["HELPLINE_SCALE_DIRECTORY"] = "scale",
                ["HELPLINE_SCALE_PORT"] = _port.ToString(CultureInfo.InvariantCulture),
                ["HELPLINE_SCALE_SERVER"] = Path.GetRelativePath(_home.Path, server),
            },
            redirect: true);
        return await Tool.EndOfAsync(process);
    }

    /// <summary>Texts from a simulated phone by one of the nodes.</summary>
    public async Task TextAsync(int node, string phone, string text)
    {
        using var response = await Http.PostAsJsonAsync(Node(node, "/simulator/messages"), new { number = phone, text }, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until a phone has a text. A simulated phone is the node's that sent to it, and any node may.</summary>
    public async Task<string> ArrivalAsync(string phone, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            for (var node = 0; node < 2; node++)
            {
                var messages = await Http.GetFromJsonAsync<JsonElement>(Node(node, $"/simulator/messages?number={phone}&after=0"), patience.Token);
                if (messages.EnumerateArray().Select(message => message.GetProperty("text").GetString()!).FirstOrDefault(arrived => arrived.Contains(text, StringComparison.Ordinal)) is { } found)
                    return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }
}
