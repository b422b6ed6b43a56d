using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Helpline.EndToEnd.Tests;

/// <summary>What the stub was asked to send.</summary>
public sealed record SentSms(string To, string From, string Body, string StatusCallback, string Sid);

/// <summary>
/// Twilio, seen from both sides: takes what the server sends, and texts the server as a phone would, signed by its own reading of Twilio's
/// documentation.
/// </summary>
public sealed class TwilioStub : IAsyncDisposable
{
    public const string AccountSid = "AC00000000000000000000000000000001";
    public const string AuthToken = "f00dfeedf00dfeedf00dfeedf00dfeed";
    public const string Number = "+15005550006";

    private readonly ConcurrentDictionary<string, System.Threading.Channels.Channel<SentSms>> _phones = new();
    private readonly HttpClient _http = new();
    private WebApplication? _app;
    private int _sids;

    public string Url => _app!.Urls.First();

    public Uri Server { get; set; } = new("http://unknown.invalid");

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost($"/2010-04-01/Accounts/{AccountSid}/Messages.json", (Delegate)SendAsync);
        await _app.StartAsync();
    }

    /// <summary>Texts the service; the status that the webhook answered.</summary>
    public async Task<HttpStatusCode> TextAsync(string phone, string text, string? sid = null, string? signature = null, int media = 0)
    {
        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = sid ?? NewSid(),
            ["AccountSid"] = AccountSid,
            ["From"] = phone,
            ["To"] = Number,
            ["Body"] = text,
            ["NumMedia"] = $"{media}",
        };
        using var response = await PostAsync("/channels/twilio/inbound", fields, signature);
        return response.StatusCode;
    }

    /// <summary>Tells the service what became of a message.</summary>
    public async Task<HttpStatusCode> ReportAsync(SentSms sms, string status)
    {
        var callback = new Uri(sms.StatusCallback);
        using var response = await PostAsync(callback.PathAndQuery, new() { ["MessageSid"] = sms.Sid, ["MessageStatus"] = status, ["To"] = sms.To }, signature: null);
        return response.StatusCode;
    }

    /// <summary>The next message on the phone, waiting for it.</summary>
    public async Task<SentSms> NextAsync(string phone)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await Phone(phone).Reader.ReadAsync(patience.Token);
    }

    /// <summary>Messages that have arrived and were not read yet.</summary>
    public int Unread(string phone) => Phone(phone).Reader.Count;

    public static string NewSid() => $"SM{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private async Task<IResult> SendAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var expected = $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{AccountSid}:{AuthToken}"))}";
        if (http.Request.Headers.Authorization != expected)
            return Results.Json(new { code = 20003 }, statusCode: 401);
        var sms = new SentSms(form["To"]!, form["From"]!, form["Body"]!, form["StatusCallback"]!, $"SM{Interlocked.Increment(ref _sids):d32}");
        Phone(sms.To).Writer.TryWrite(sms);
        return Results.Json(new { sid = sms.Sid, status = "queued" }, statusCode: 201);
    }

    private System.Threading.Channels.Channel<SentSms> Phone(string number) =>
        _phones.GetOrAdd(number, _ => System.Threading.Channels.Channel.CreateUnbounded<SentSms>());

    private async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server, path)) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("X-Twilio-Signature", signature ?? Sign(HelplineServer.PublicUrl + path, fields));
        return await _http.SendAsync(request);
    }

#pragma warning disable CA5350 // the algorithm is Twilio's
    private static string Sign(string url, Dictionary<string, string> fields)
    {
        var text = fields.OrderBy(field => field.Key, StringComparer.Ordinal).Aggregate(url, (sum, field) => sum + field.Key + field.Value);
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(AuthToken), Encoding.UTF8.GetBytes(text)));
    }
#pragma warning restore CA5350
}
