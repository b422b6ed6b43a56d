using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Helpline.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Helpline.Server.Tests.Infra;

/// <summary>
/// The real HAProxy on <c>haproxy.cfg</c> in front of two nodes of ours. Changed are only the addresses: loopback, free ports, and the nodes by
/// number instead of by DNS.
/// </summary>
public sealed class Proxy : IAsyncLifetime
{
    private readonly int _plain = FreePort.Take();
    private readonly int _tls = FreePort.Take();
    private readonly int[] _ports = [FreePort.Take(), FreePort.Take()];
    private readonly List<WebApplication> _nodes = [];
    private ServerHome? _home;
    private string _thumbprint = "";

    /// <summary>What a node answers under a path; by default 200.</summary>
    public ConcurrentDictionary<string, Func<int, int>> StatusOf { get; } = [];

    public Uri Plain(string path) => new($"http://127.0.0.1:{Text(_plain)}{path}");

    /// <summary>An address that is sent as it is written: dot segments and escapes stay.</summary>
    public Uri Tls(string path) => new($"https://127.0.0.1:{Text(_tls)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    public string Log => File.ReadAllText(Path.Combine(_home!.Path, "log"));

    public async ValueTask InitializeAsync()
    {
        for (var number = 0; number < _ports.Length; number++)
            _nodes.Add(await StartNodeAsync(number));
        _home = await ServerHome.CreateAsync("helpline-proxy");
        MakeCertificate();
        var original = await File.ReadAllTextAsync(Path.Combine(Repository.Infra, "haproxy", "haproxy.cfg"));
        var here = Swap(original, "bind :8080", $"bind 127.0.0.1:{Text(_plain)}");
        here = Swap(here, "bind :8443", $"bind 127.0.0.1:{Text(_tls)}");
        here = Swap(here, "server-template node 1-9 \"${HELPLINE_NODES}:8080\"", string.Join("\n  ", _ports.Select((port, number) => $"server node{Text(number)} 127.0.0.1:{Text(port)}")));
        here = Swap(here, " resolvers dns init-addr none", "");
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "haproxy.cfg"), here);

        using var program = _home.Start("/bin/sh", ["-c", "exec haproxy -db -f haproxy.cfg >log 2>&1"], [new("HELPLINE_TLS", Path.Combine(_home.Path, "tls.crt"))]);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        while (!await IsAliveAsync(http))
        {
            if (program.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(20))
                throw new InvalidOperationException($"HAProxy did not start (tests/run.sh as root installs it):\n{_home.TailOf("log")}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    /// <summary>A browser that trusts this proxy's certificate and no other.</summary>
    public HttpClient CreateClient() => new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Thumbprint == _thumbprint,
    });

    /// <summary>Lets HAProxy read the configuration as it stands, with what the tests change in it.</summary>
    internal async Task<Tool> CheckAsync()
    {
        using var check = _home!.Start(
            "haproxy",
            ["-c", "-f", Path.Combine(Repository.Infra, "haproxy", "haproxy.cfg")],
            new Dictionary<string, string?> { ["HELPLINE_TLS"] = Path.Combine(_home.Path, "tls.crt"), ["HELPLINE_NODES"] = "localhost" },
            redirect: true);
        return await Tool.EndOfAsync(check);
    }

    private async Task<bool> IsAliveAsync(HttpClient http)
    {
        try
        {
            using var alive = await http.GetAsync(Plain("/alive"));
            return alive.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A node says which it is and what it was told of the client.</summary>
    private async Task<WebApplication> StartNodeAsync(int number)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Text(_ports[number])}");
        builder.Logging.ClearProviders();
        var node = builder.Build();
        node.MapFallback("{*path}", (HttpRequest request) => Results.Json(
            new Answer(number, request.Headers["X-Forwarded-For"].ToString(), request.Headers["X-Forwarded-Host"].ToString(), request.Headers["X-Forwarded-Proto"].ToString()),
            statusCode: StatusOf.TryGetValue(request.Path.Value!, out var status) ? status(number) : StatusCodes.Status200OK));
        await node.StartAsync();
        return node;
    }

    private void MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=helpline.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _thumbprint = certificate.Thumbprint;
        File.WriteAllText(Path.Combine(_home!.Path, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_home.Path, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Swap(string text, string old, string with) =>
        text.Contains(old, StringComparison.Ordinal) ? text.Replace(old, with, StringComparison.Ordinal) : throw new InvalidOperationException($"haproxy.cfg has no '{old}' any more; let this test follow it.");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal sealed record Answer(int Node, string For, string Host, string Proto);
}
