using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Helpline.Servers;
using static Microsoft.Playwright.Assertions;

namespace Helpline.EndToEnd.Tests;

/// <summary>The content team changes files while children are in the middle of a dialog, and the server is restarted too.</summary>
public sealed class DialogRevisionTests(Browser browser) : IAsyncDisposable
{
    private const string Before = "What is it about?";
    private const string After = "How can we help?";
    private const string AdviceBefore = "Please stop answering now.";
    private const string AdviceAfter = "Do not answer any more.";
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
        await TextAsync("old", "hello", "1", "1");
        await TextAsync("other", "hello", "1", "1");

        Change("phrases/en/menu.yaml", Before, After);
        Change("phrases/en/pictures.yaml", AdviceBefore, AdviceAfter);
        await PrintedAsync("The dialogs were renewed");
        await TextAsync("new", "hello", "1");
        await HeardAsync("new", After);
        await TextAsync("new", "1", "no");
        await HeardAsync("new", AdviceAfter);
        await TextAsync("other", "no");
        await HeardAsync("other", AdviceBefore);
        await TextAsync("other", "MENU");
        await HeardAsync("other", After);

        Change("flows/menu.yaml", "states:", "states: []\nmistake:");
        await PrintedAsync("flows/menu.yaml");
        await TextAsync("third", "hello", "1");
        await HeardAsync("third", After);
        await OperatorsSeeAsync("flows/menu.yaml:", revisions: [("Begin here", 3), ("No longer", 1)]);
        Change("flows/menu.yaml", "states: []\nmistake:", "states:");

        await _server!.DisposeAsync();
        await StartAsync();
        await TextAsync("old", "no");
        await HeardAsync("old", AdviceBefore);
        await TextAsync("old", "MENU");
        await HeardAsync("old", After);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _http.Dispose();
        if (_home is not null)
            await _home.DisposeAsync();
    }

    private async Task OperatorsSeeAsync(string problem, IReadOnlyList<(string Begins, int Conversations)> revisions)
    {
        var board = await browser.LogInAsync(_url!, "operator@helpline.example", "operator-demo", "/operations");
        await Expect(board.GetByTestId("op-refused")).ToContainTextAsync(problem);
        await Expect(board.GetByTestId("op-revision")).ToHaveCountAsync(revisions.Count);
        for (var i = 0; i < revisions.Count; i++)
            await Expect(board.GetByTestId("op-revision").Nth(i)).ToContainTextAsync(new Regex($"{revisions[i].Begins}\\s*{revisions[i].Conversations}\\s*$"));
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

    private Task HeardAsync(string phone, string phrase) =>
        UntilAsync(async () => (await MessagesAsync(phone)).Any(text => text.StartsWith(phrase, StringComparison.Ordinal)), $"{phone} was never told: {phrase}");

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
