using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Helpline.Servers;

namespace Helpline.EndToEnd.Tests.Hostile;

/// <summary>What anybody can send to an endpoint that anybody can reach: it is refused or the connection ends, nothing of it is kept or logged, and the server stays small.</summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    /// <summary>Stands in every request, and must stand nowhere afterwards.</summary>
    private const string Marker = "qzxmarker7391";

    private const int LargestGrowth = 300 * 1024; // kB

    private readonly ConcurrentQueue<string> _output = new();
    private readonly TwilioStub _twilio = new();
    private ServerHome _home = null!;
    private HelplineProcess _process = null!;
    private Uri _url = null!;

    public async ValueTask InitializeAsync()
    {
        await _twilio.StartAsync();
        _home = await ServerHome.CreateAsync("helpline-hostile");
        _process = new HelplineProcess(_home.Path, _twilio.Url, _output.Enqueue, new Dictionary<string, string>
        {
            ["Channels__DirectLine__Secret"] = HelplineServer.DirectLineSecret,
            ["Channels__Kannel__SendUrl"] = "http://127.0.0.1:9/cgi-bin/sendsms",
            ["Channels__Kannel__Username"] = "helpline",
            ["Channels__Kannel__Password"] = "a long password",
            ["Channels__Kannel__From"] = "1121",
            ["Channels__Kannel__InboundSecret"] = "0123456789abcdef01234567",
            ["Channels__BotFramework__AppId"] = "11111111-2222-3333-4444-555555555555",
            ["Channels__BotFramework__AppPassword"] = "a long password of the bot",
        });
        _url = await _process.Up.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _twilio.DisposeAsync();
        await _home.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_is_sent_is_refused_kept_nowhere_and_held_in_little_memory()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = _url };
        using var begun = await http.PostAsync("/chat/token", null, cancel);
        var token = await begun.Content.ReadFromJsonAsync<JsonElement>(cancel);
        var chat = $"/v3/directline/conversations/{token.GetProperty("conversationId").GetString()}";
        var bearer = $"\r\nAuthorization: Bearer {token.GetProperty("token").GetString()}";
        var before = await MostMemoryAsync(cancel);

        var attacks = new List<(string Name, RawRequest Request)>();
        foreach (var (path, headers) in new[]
        {
            ("/channels/twilio/inbound", "\r\nX-Twilio-Signature: RSOYDt4T1cUTdK1PDd93/VVr8B8="),
            ("/channels/twilio/status?message=00000000-0000-0000-0000-000000000001", "\r\nX-Twilio-Signature: RSOYDt4T1cUTdK1PDd93/VVr8B8="),
            ($"{chat}/activities", bearer),
            ("/v3/directline/tokens/generate", "\r\nAuthorization: Bearer x"),
            ("/chat/resume", ""),
            ("/api/messages", "\r\nAuthorization: Bearer e30.e30.e30"),
        })
            attacks.AddRange(Posts(path, headers));
        foreach (var (path, headers) in new[] { ("/channels/kannel/inbound", ""), ("/channels/kannel/receipt", ""), ($"{chat}/activities", bearer) })
            attacks.AddRange(Gets(path, headers));

        var answers = await Task.WhenAll(attacks.Select(async attack => (attack.Name, Status: await attack.Request.SendAsync(_url, cancel))));

        answers.Where(answer => answer.Status is not (null or (>= 400 and < 500))).ShouldBeEmpty();
        (await MostMemoryAsync(cancel) - before).ShouldBeLessThan(LargestGrowth);
        (await http.GetStringAsync("/health/ready", cancel)).ShouldBe("Healthy");
        var metrics = await http.GetStringAsync("/metrics", cancel);
        metrics.Split('\n').Where(line => line.StartsWith("helpline_messages_inbound_total{", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal)).ShouldBeEmpty();
        await _process.KillAsync();
        string.Join('\n', _output).ShouldNotContain(Marker, Case.Insensitive);
        foreach (var file in Directory.EnumerateFiles(_home.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".sock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            (await reader.ReadToEndAsync(cancel)).ShouldNotContain(Marker, Case.Insensitive, file);
        }
    }

    private IEnumerable<(string Name, RawRequest Request)> Posts(string path, string headers)
    {
        const string Form = "application/x-www-form-urlencoded";
        var million = Encoding.ASCII.GetBytes(Marker.PadRight(1_000_000, 'a'));
        foreach (var type in new[] { Form, "application/json" })
        {
            yield return ($"{path}: 40 MB of {type}", Post(type, "Content-Length: 40000000", million, 40));
            yield return ($"{path}: without end, in chunks, of {type}", Post(type, "Transfer-Encoding: chunked", [.. "F4240\r\n"u8, .. million, .. "\r\n"u8], 40));
            yield return ($"{path}: cut off, of {type}", Post(type, "Content-Length: 1000", Encoding.ASCII.GetBytes($"{{\"text\":\"{Marker}"), 1, ends: true));
            yield return ($"{path}: no UTF-8, of {type}", Whole(type, [.. Encoding.ASCII.GetBytes(Marker), 0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80]));
        }

        yield return ($"{path}: ten thousand fields", Whole(Form, Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"k{i}={Marker}")))));
        yield return ($"{path}: ten thousand keys", Whole("application/json", Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"k{i}\":\"{Marker}\"")) + "}")));
        yield return ($"{path}: nested without end", Whole("application/json", Encoding.ASCII.GetBytes(new string('[', 50_000))));
        yield return ($"{path}: another type", Whole("application/octet-stream", Encoding.ASCII.GetBytes(Marker)));
        yield return ($"{path}: no type", Whole(null, Encoding.ASCII.GetBytes(Marker)));
        yield return ($"{path}: many parts", Whole("multipart/form-data; boundary=x", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"--x\r\nContent-Disposition: form-data; name=\"k{i}\"\r\n\r\n{Marker}\r\n")))));
        yield return ($"{path}: a byte now and then", Post(Form, "Content-Length: 1000", "a"u8.ToArray(), 100, pause: TimeSpan.FromMilliseconds(400)));
        yield return ($"{path}: two lengths", Post(Form, "Content-Length: 5\r\nContent-Length: 6", "a=bcd"u8.ToArray(), 1));
        yield return ($"{path}: a length below nothing", Post(Form, "Content-Length: -1", "a=bcd"u8.ToArray(), 1));
        yield return ($"{path}: a long header", Post(Form, $"X-Long: {new string('a', 200_000)}\r\nContent-Length: 0", [], 0));

        RawRequest Whole(string? type, byte[] body) => Post(type, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"), body, 1);
        RawRequest Post(string? type, string length, byte[] piece, int pieces, TimeSpan pause = default, bool ends = false) =>
            new($"POST {path} HTTP/1.1\r\nHost: {_url.Authority}{headers}{(type is null ? "" : $"\r\nContent-Type: {type}")}\r\n{length}", piece, pieces, pause, ends);
    }

    private IEnumerable<(string Name, RawRequest Request)> Gets(string path, string headers)
    {
        yield return ($"{path}: ten thousand parameters", Get("?" + string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"k{i}={Marker}"))));
        yield return ($"{path}: a long query", Get($"?watermark={Marker}{new string('a', 300_000)}"));
        yield return ($"{path}: no UTF-8", Get($"?watermark=%FF%FE%C0%80{Marker}"));
        yield return ($"{path}: half an escape", Get($"?watermark={Marker}%"));
        yield return ($"{path}: a request that never ends", new RawRequest($"GET {path}?watermark=-1 HTTP/1.1\r\nHost: {_url.Authority}\r\nX-Slow: ", "a"u8.ToArray(), 100, TimeSpan.FromMilliseconds(400), Ends: true));

        RawRequest Get(string query) => new($"GET {path}{query} HTTP/1.1\r\nHost: {_url.Authority}{headers}", [], 0, TimeSpan.Zero, Ends: false);
    }

    /// <summary>The most memory that the server has had, in kB.</summary>
    private async Task<long> MostMemoryAsync(CancellationToken cancellationToken)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{_process.Id}/status", cancellationToken)).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
