using System.Net.Http.Json;
using Helpline.Server.Startup;
using Helpline.Storage.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Server.Tests.Pacing;

/// <summary>The whole server in this process, with the shipped dialogs and the simulator's phones.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("helpline-pace-").FullName;
    private WebApplication? _app;
    private HttpClient? _http;

    public async ValueTask InitializeAsync()
    {
        _app = HelplineHost.Build(
        [
            "--environment", "Development", "--urls", "http://127.0.0.1:0", $"--applicationName={typeof(HelplineHost).Assembly.GetName().Name}",
            $"--Helpline:DataDirectory={_data}", $"--Helpline:DialogsDirectory={Repository.Dialogs}", "--Logging:LogLevel:Default=Error",
        ]);
        await _app.PrepareAsync(CancellationToken.None);
        _app.MapHelpline();
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    public async Task TextAsync(string number, string text)
    {
        using var answer = await _http!.PostAsJsonAsync("/simulator/messages", new { number, text }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What has arrived on the phone after so many messages.</summary>
    public async Task<IReadOnlyList<string>> ArrivedAsync(string number, int after) =>
        [.. (await _http!.GetFromJsonAsync<Arrived[]>($"/simulator/messages?number={Uri.EscapeDataString(number)}&after={after}", TestContext.Current.CancellationToken))!.Select(message => message.Text)];

    public Task<string> MetricsAsync() => _http!.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

    public Task<OperationsView> OperationsAsync() => _app!.Services.GetRequiredService<OperationsQueries>().ReadAsync([], TestContext.Current.CancellationToken);

    /// <summary>Asks every few milliseconds, for half a minute at most.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> enough)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(enough);
        for (var patience = 600; ; patience--)
        {
            var answer = await ask();
            if (enough(answer))
                return answer;
            if (patience == 0)
                throw new TimeoutException($"It did not come to it in half a minute: {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed record Arrived(string Text);
}
