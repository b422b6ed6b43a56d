using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Helpline.Servers;

namespace Helpline.EndToEnd.Tests;

/// <summary>The content team changes files while children are in the middle of a dialog, and the server is restarted too.</summary>
public sealed class DialogRevisionTests : IAsyncDisposable
{
    private const string Before = "What is it about?";
    private const string After = "How can we help?";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly HttpClient _http = new();
    private ServerHome? _home;
    private HelplineProcess? _server;
    private Uri? _url;

    private string Dialogs => Path.Combine(_home!.Path, "dialogs");

    [Fact]
    public async Task Who_is_in_the_middle_goes_on_as_it_began_and_others_begin_with_the_newest()
    {
        _home = await ServerHome.CreateAsync("helpline-revisions");
        CopyDialogs();
        await StartAsync();
        await TextAsync("old", "hello", "1");
        (await LastAsync("old", Before)).ShouldContain("1 ");

        Change("phrases/en/menu.yaml", Before, After);
        await PrintedAsync("The dialogs were renewed");
        await TextAsync("new", "hello", "1");
        await LastAsync("new", After);
        await TextAsync("old", "MENU");
        await LastAsync("old", Before, count: 2);

        Change("flows/menu.yaml", "states:", "states: []\nmistake:");
        await PrintedAsync("flows/menu.yaml");
        await TextAsync("third", "hello", "1");
        await LastAsync("third", After);
        Change("flows/menu.yaml", "states: []\nmistake:", "states:");

        await _server!.DisposeAsync();
        await StartAsync();
        await TextAsync("old", "MENU");
        await LastAsync("old", Before);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _http.Dispose();
        if (_home is not null)
            await _home.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _server = new HelplineProcess(_home!.Path, "http://127.0.0.1:9", _output.Enqueue, new Dictionary<string, string> { ["Helpline__DialogsDirectory"] = Dialogs });
        _url = await _server.Up.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>The shipped dialogs. Proving the shipped lexicons takes seconds each time, and triage is not what this is about.</summary>
    private void CopyDialogs()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Dialogs, "*.yaml", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Repository.Dialogs, file);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Dialogs, path))!);
            File.WriteAllText(Path.Combine(Dialogs, path), path.StartsWith("risk", StringComparison.Ordinal) ? Lexicon(Path.GetFileNameWithoutExtension(file)) : File.ReadAllText(file));
        }
    }

    private static string Lexicon(string language) => $"""
        language: {language}
        rules:
          - id: nothing
            danger: suicide
            level: low
            phrases: ["{(language == "ur" ? "اکیلا" : $"{language} alone")}"]
            examples: ["{(language == "ur" ? "اکیلا" : $"{language} alone")}"]
        """;

    private void Change(string file, string old, string with)
    {
        var path = Path.Combine(Dialogs, file);
        var text = File.ReadAllText(path);
        text.ShouldContain(old);
        File.WriteAllText(path, text.Replace(old, with, StringComparison.Ordinal));
    }

    private async Task TextAsync(string phone, params string[] texts)
    {
        foreach (var text in texts)
        {
            var before = (await MessagesAsync(phone)).Count;
            using var response = await _http.PostAsJsonAsync(new Uri(_url!, "/simulator/messages"), new { number = phone, text }, TestContext.Current.CancellationToken);
            response.EnsureSuccessStatusCode();
            await UntilAsync(async () => (await MessagesAsync(phone)).Count > before, $"nothing was answered to {phone}");
        }
    }

    private async Task<string> LastAsync(string phone, string phrase, int count = 1)
    {
        string[] found = [];
        await UntilAsync(async () => (found = [.. (await MessagesAsync(phone)).Where(text => text.StartsWith(phrase, StringComparison.Ordinal))]).Length >= count, $"{phone} was never asked: {phrase}");
        return found[^1];
    }

    private async Task<List<string>> MessagesAsync(string phone)
    {
        var messages = await _http.GetFromJsonAsync<JsonElement>(new Uri(_url!, $"/simulator/messages?number={phone}&after=0"), TestContext.Current.CancellationToken);
        return [.. messages.EnumerateArray().Select(message => message.GetProperty("text").GetString()!)];
    }

    private Task PrintedAsync(string words) => UntilAsync(() => Task.FromResult(_output.Any(line => line.Contains(words, StringComparison.Ordinal))), $"the server never said: {words}");

    private static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (!await holds())
        {
            (TimeProvider.System.GetUtcNow() < until).ShouldBeTrue(otherwise);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
