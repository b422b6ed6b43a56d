using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Tests.Contract;

/// <summary>A provider's API on a real socket: keeps what it was asked, and answers as its mood is.</summary>
internal sealed class ProviderStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProviderStub(WebApplication app) => _app = app;

    public List<ProviderRequest> Requests { get; } = [];

    public string Url { get; private set; } = "";

    /// <summary>Headers that its answers carry.</summary>
    public string? RetryAfter { get; set; }

    public string? Location { get; set; }

    /// <param name="answer">Status and body; null: the connection breaks after the request was read.</param>
    public static async Task<ProviderStub> StartAsync(Func<ProviderRequest, (int Status, string Body)?> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new ProviderStub(app);
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var request = new ProviderRequest(http.Request.Method, http.Request.Path, http.Request.QueryString.Value ?? "", await reader.ReadToEndAsync(), http.Request.Headers.Authorization.ToString());
            lock (stub.Requests)
                stub.Requests.Add(request);
            if (answer(request) is not var (status, body))
            {
                http.Abort();
                return;
            }

            http.Response.StatusCode = status;
            http.Response.Headers.RetryAfter = stub.RetryAfter;
            http.Response.Headers.Location = stub.Location;
            await http.Response.WriteAsync(body);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        stub.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>One request as a provider read it.</summary>
internal sealed record ProviderRequest(string Method, string Path, string Query, string Body, string Authorization);

/// <summary>How a provider feels about a message.</summary>
internal enum ProviderMood
{
    Takes,

    /// <summary>It will never take this message.</summary>
    Refuses,

    /// <summary>Too many messages just now.</summary>
    IsBusy,

    /// <summary>It does not know us.</summary>
    DoesNotKnowUs,

    /// <summary>It has read the message, then failed.</summary>
    Fails,
}
