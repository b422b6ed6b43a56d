using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Helpline.EndToEnd.Tests;

/// <summary>
/// Twilio, seen from both sides: takes what the server sends and lists it, and texts the server as a phone would, signed by its own reading of
/// Twilio's documentation. It takes everything at once; who wants faults overrides <see cref="AnswerAsync"/>.
/// </summary>
/// <remarks>The interface is there under the bare address and under any one segment below it, so that one stub can tell several servers apart.</remarks>
public class TwilioStub : IAsyncDisposable
{
    public const string AccountSid = "AC00000000000000000000000000000001";
    public const string AuthToken = "f00dfeedf00dfeedf00dfeedf00dfeed";
    public const string Number = "+15005550006";
    public const string PublicUrl = "https://helpline.example";

    private const string Messages = $"2010-04-01/Accounts/{AccountSid}/Messages.json";

    private static readonly string Authorization = $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"{AccountSid}:{AuthToken}"))}";

    private readonly ConcurrentDictionary<string, System.Threading.Channels.Channel<SentSms>> _phones = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SentSms>> _taken = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) /* as long as Twilio waits */ };
    private WebApplication? _app;
    private int _sids;

    public string Url => _app!.Urls.First();

    public Uri Server { get; set; } = new("http://unknown.invalid");

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        foreach (var prefix in new[] { "", "{server}/" })
        {
            _app.MapPost(prefix + Messages, (Delegate)SendAsync);
            _app.MapGet(prefix + Messages, (Delegate)ListAsync);
        }

        await _app.StartAsync();
    }

    /// <summary>Texts the service; the status that the webhook answered.</summary>
    public async Task<HttpStatusCode> TextAsync(string phone, string text, string? sid = null, string? signature = null, int media = 0, Uri? server = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["MessageSid"] = sid ?? NewSid(),
            ["AccountSid"] = AccountSid,
            ["From"] = phone,
            ["To"] = phone.StartsWith("whatsapp:", StringComparison.Ordinal) ? $"whatsapp:{Number}" : Number,
            ["Body"] = text,
            ["NumMedia"] = $"{media}",
        };
        using var response = await PostAsync("/channels/twilio/inbound", fields, signature, server);
        return response.StatusCode;
    }

    /// <summary>Tells the service what became of a message.</summary>
    public async Task<HttpStatusCode> ReportAsync(SentSms sms, string status, Uri? server = null)
    {
        var callback = new Uri(sms.StatusCallback);
        var fields = new Dictionary<string, string> { ["MessageSid"] = sms.Sid, ["MessageStatus"] = status, ["To"] = sms.To };
        using var response = await PostAsync(callback.PathAndQuery, fields, signature: null, server);
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
        GC.SuppressFinalize(this);
    }

    /// <summary>Answers a request to send; <see cref="Take"/> makes it true.</summary>
    protected virtual Task<IResult> AnswerAsync(SentSms sms, HttpContext http)
    {
        Take(sms);
        return Task.FromResult(Taken(sms));
    }

    /// <summary>Answers a request for the list; null for the true answer.</summary>
    protected virtual IResult? AnswerList(string phone) => null;

    /// <summary>The phone gets it and the list shows it.</summary>
    protected void Take(SentSms sms)
    {
        _taken.GetOrAdd(sms.To, _ => new ConcurrentQueue<SentSms>()).Enqueue(sms);
        Phone(sms.To).Writer.TryWrite(sms);
    }

    protected static IResult Taken(SentSms sms) => Results.Json(new { sid = sms.Sid, status = "queued" }, statusCode: StatusCodes.Status201Created);

    private async Task<IResult> SendAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (http.Request.Headers.Authorization != Authorization)
            return Unauthorized();
        var sid = $"SM{Interlocked.Increment(ref _sids):d32}";
        return await AnswerAsync(new SentSms(form["To"]!, form["From"]!, form["Body"]!, form["StatusCallback"]!, sid, TimeProvider.System.GetUtcNow()), http);
    }

    /// <summary>The newest first, as Twilio lists them.</summary>
    private IResult ListAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization != Authorization)
            return Unauthorized();
        var query = http.Request.Query;
        var phone = query["To"].ToString();
        if (AnswerList(phone) is { } other)
            return other;
        var since = DateTimeOffset.Parse(query["DateSent>"].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var size = int.Parse(query["PageSize"].ToString(), CultureInfo.InvariantCulture);
        var taken = _taken.TryGetValue(phone, out var queue) ? queue.Where(sms => sms.CreatedAt >= since).Reverse().Take(size) : [];
        return Results.Json(new
        {
            messages = taken.Select(sms => new
            {
                sid = sms.Sid,
                to = sms.To,
                from = sms.From,
                body = sms.Body,
                status = sms.Status,
                date_created = sms.CreatedAt.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
                error_code = (int?)null,
            }),
        });
    }

    private static IResult Unauthorized() => Results.Json(new { code = 20003 }, statusCode: StatusCodes.Status401Unauthorized);

    private System.Threading.Channels.Channel<SentSms> Phone(string number) =>
        _phones.GetOrAdd(number, _ => System.Threading.Channels.Channel.CreateUnbounded<SentSms>());

    private async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, string? signature, Uri? server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server ?? Server, path)) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("X-Twilio-Signature", signature ?? Sign(PublicUrl + path, fields));
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
