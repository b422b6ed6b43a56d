using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Helpline.EndToEnd.Tests.Chat;

/// <summary>The child's own page in a real browser.</summary>
public sealed class ChatPageTests(HelplineServer server, Browser browser, ITestOutputHelper output)
{
    private const string First = "my kite is blue";
    private const string Second = "my kite is green";

    [Theory]
    [InlineData("en", "ltr", "Welcome to Helpline", "hello")]
    [InlineData("ur", "rtl", "خوش آمدید", "سلام")]
    public async Task A_whole_conversation_goes_by_keyboard_alone(string language, string direction, string welcome, string greeting)
    {
        var page = await browser.OpenAsync(server.Url, $"/chat?lang={language}");
        (await page.Locator("html").GetAttributeAsync("dir")).ShouldBe(direction);
        var stops = await StopsAsync(page);
        stops.ShouldBe(["a", "a", "leave", "a", "a", "summary", "scroll", "answer", "person", "summary", "text", "send"]);

        await page.Locator("#text").FocusAsync();
        await page.Keyboard.TypeAsync(greeting);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Lines().Filter(new() { HasText = welcome })).ToHaveCountAsync(1);
        await Expect(page.Answers()).ToHaveCountAsync(8);
        (await page.TextsAsync()).ShouldNotContain(text => text.Contains("SMS", StringComparison.Ordinal), "an SMS price is nothing for a web chat");
        await Expect(page.Lines().First.Locator(".sent")).ToHaveTextAsync(language == "en" ? "Sent" : "بھیج دیا");

        foreach (var _ in new[] { "later", "person", "answers" })
            await page.Keyboard.PressAsync("Shift+Tab");
        (await page.EvaluateAsync<bool>("document.activeElement.parentElement.id === 'answers'")).ShouldBeTrue();
        var before = await page.Lines().CountAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Lines()).Not.ToHaveCountAsync(before + 1);
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("text");
        await Expect(page.Locator("#log")).ToHaveAttributeAsync("role", "log");
        (await page.Lines().Last.Locator("p").GetAttributeAsync("lang")).ShouldBe(language);
    }

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    [InlineData("ur", ColorScheme.Light)]
    [InlineData("ur", ColorScheme.Dark)]
    public async Task Axe_finds_nothing_and_everything_is_large_enough_to_touch(string language, ColorScheme colours)
    {
        foreach (var (width, height) in new[] { (360, 640), (1280, 720) })
        {
            var page = await browser.OpenAsync(server.Url, $"/chat?lang={language}", new BrowserNewContextOptions { ColorScheme = colours, ViewportSize = new ViewportSize { Width = width, Height = height } });
            await CheckAsync(page);
            var name = $"chat-{language}-{colours.ToString().ToLowerInvariant()}-{width}";
            await page.TakeAsync($"{name}-begin");
            await page.BeginAsync();
            await page.Context.SetOfflineAsync(true);
            await page.SayAsync(language == "en" ? "someone is sending me messages" : "کوئی مجھے پیغام بھیج رہا ہے");
            await Expect(page.Lines().Last).ToHaveAttributeAsync("data-state", "kept");
            await CheckAsync(page);
            await page.TakeAsync(name);
            await page.Locator("#later summary").ClickAsync();
            await CheckAsync(page);
            await page.TakeAsync($"{name}-later");
            await page.Locator("#help summary").ClickAsync();
            await CheckAsync(page);
            await page.TakeAsync($"{name}-numbers");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaving_leaves_nothing_in_history_and_storage(bool byButton)
    {
        var page = await browser.OpenAsync(server.Url, "/health/live");
        var start = page.Url;
        await page.GotoAsync("/chat?lang=en");
        await page.BeginAsync();
        (await page.EvaluateAsync<string>("""
            (async () => JSON.stringify([localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, 'caches' in self ? (await caches.keys()).length : 0, (await navigator.serviceWorker?.getRegistrations() ?? []).length]))()
            """)).ShouldBe("""[0,0,"",0,0,0]""");
        (await page.Context.CookiesAsync()).ShouldBeEmpty();
        var entries = await page.EvaluateAsync<int>("history.length");

        if (byButton)
        {
            await page.Locator("#leave").ClickAsync();
        }
        else
        {
            await page.Locator("#text").FocusAsync();
            for (var i = 0; i < 3; i++)
                await page.Keyboard.PressAsync("Shift");
        }

        await Expect(page).ToHaveURLAsync(ChildPage.Exit);
        (await page.EvaluateAsync<int>("history.length")).ShouldBe(entries);
        await page.GoBackAsync();
        page.Url.ShouldBe(start, "the chat's place in the history was taken");
    }

    [Fact]
    public async Task Who_comes_back_to_the_page_by_the_history_finds_it_empty()
    {
        var page = await browser.OpenAsync(server.Url);
        await page.BeginAsync();
        await page.GotoAsync("/health/live");
        await page.GoBackAsync();
        await Expect(page.Locator("#text")).ToBeVisibleAsync();
        (await page.Lines().CountAsync()).ShouldBe(0);
        (await page.Locator("#text").InputValueAsync()).ShouldBe("");
    }

    [Fact]
    public async Task What_is_written_offline_is_kept_says_so_and_is_sent_once_and_in_order()
    {
        var page = await browser.OpenAsync(server.Url);
        await page.BeginAsync();
        await page.Context.SetOfflineAsync(true);
        await Expect(page.State()).ToContainTextAsync("You are offline");
        await page.SayAsync(First);
        await page.SayAsync(Second);
        await Expect(page.Lines().Last.Locator(".sent")).ToHaveTextAsync("Not sent yet. It will be sent when you are online.");

        await page.Context.SetOfflineAsync(false);
        await Expect(page.Lines().Filter(new() { HasText = Second }).Locator(".sent")).ToHaveTextAsync("Sent");
        await Expect(page.Lines().Filter(new() { HasText = "Please send only one number" })).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await AssertLikeTranscriptAsync(page);
    }

    [Fact]
    public async Task A_line_that_breaks_in_the_middle_loses_and_doubles_nothing()
    {
        await using var line = new CutLine(server.Url);
        var page = await browser.OpenAsync(line.Url);
        await page.BeginAsync();

        line.LosesAnswers = true; // the message arrives, and the page cannot know it
        await page.SayAsync(First);
        await Expect(page.Lines().Last).ToHaveAttributeAsync("data-state", "kept");
        line.IsCut = true;
        line.Drop();
        await page.SayAsync(Second);
        await Expect(page.State()).ToContainTextAsync("Connecting again");
        (line.IsCut, line.LosesAnswers) = (false, false);
        line.Drop();

        await Expect(page.Lines().Filter(new() { HasText = "Please send only one number" })).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await Expect(page.Lines().Filter(new() { HasText = Second }).Locator(".sent")).ToHaveTextAsync("Sent");
        await AssertLikeTranscriptAsync(page);
    }

    [Fact]
    public async Task A_code_brings_the_chat_back_on_another_phone_and_guessing_is_stopped()
    {
        var first = await browser.OpenAsync(server.Url);
        await first.Locator("#later summary").ClickAsync();
        await first.Locator("#new-code").ClickAsync();
        await Expect(first.Locator("#code-note")).ToContainTextAsync("Write a first message");
        await first.BeginAsync();
        await first.Locator("#new-code").ClickAsync();
        await Expect(first.Locator("#own-code")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[2-9A-Y]{5}-[2-9A-Y]{5}$"));
        var code = await first.Locator("#own-code").InnerTextAsync();
        var told = await first.TextsAsync();
        await first.CloseAsync();

        var second = await browser.OpenAsync(server.Url);
        await second.Locator("#later summary").ClickAsync();
        await second.Locator("#code").FillAsync(code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        await second.Locator("#code").PressAsync("Enter");
        await Expect(second.Lines()).ToHaveCountAsync(told.Count);
        (await second.TextsAsync()).ShouldBe(told);
        await Expect(second.Answers()).ToHaveCountAsync(8);
        await second.SayAsync("menu");
        await Expect(second.Lines()).ToHaveCountAsync(told.Count + 2);

        await using var elsewhere = new CutLine(server.Url, from: "127.0.0.9"); // who guesses is stopped, and not the tests that come after
        var third = await browser.OpenAsync(elsewhere.Url);
        await third.Locator("#later summary").ClickAsync();
        await third.Locator("#code").FillAsync("22222-22222");
        await third.Locator("#code").PressAsync("Enter");
        await Expect(third.Locator("#code-note")).ToContainTextAsync("wrong or too old");
        await third.EvaluateAsync("Promise.all(Array.from({ length: 200 }, () => fetch('/chat/resume', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ value: '22222-22222' }) })))");
        await third.Locator("#code").PressAsync("Enter");
        await Expect(third.Locator("#code-note")).ToContainTextAsync("Too many tries");
    }

    [Fact]
    public async Task Without_script_the_page_shows_the_directorys_numbers()
    {
        var page = await browser.OpenAsync(server.Url, "/chat?lang=en", new BrowserNewContextOptions { JavaScriptEnabled = false, ViewportSize = new ViewportSize { Width = 360, Height = 640 } });
        await Expect(page.Locator("#chat")).ToBeHiddenAsync();
        await Expect(page.Locator("#help > .number").First).ToHaveAttributeAsync("href", "tel:15");
        var numbers = page.Locator("noscript .number");
        foreach (var route in new[] { "15", "1122", "1121", "1099", "0800-39393" })
            await Expect(numbers.Filter(new() { HasText = route }).First).ToBeVisibleAsync();
        await Expect(page.Locator("#leave")).ToHaveAttributeAsync("href", ChildPage.Exit);
        await page.TakeAsync("chat-no-script");
    }

    [Fact]
    public async Task On_a_2G_connection_a_first_message_is_possible_within_three_seconds_and_all_of_it_is_small()
    {
        var page = await browser.OpenAsync(server.Url, "/health/live");
        var network = await page.Context.NewCDPSessionAsync(page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 300, ["downloadThroughput"] = 250_000 / 8, ["uploadThroughput"] = 50_000 / 8 });
        var bytes = 0L;
        network.Event("Network.loadingFinished").OnEvent += (_, finished) => bytes += (long)finished!.Value.GetProperty("encodedDataLength").GetDouble();

        var since = Stopwatch.GetTimestamp();
        await page.GotoAsync("/chat?lang=en", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await Expect(page.Locator("#text")).ToBeVisibleAsync();
        await page.SayAsync("hello");
        await Expect(page.Lines().First).ToBeVisibleAsync();
        var possible = Stopwatch.GetElapsedTime(since);
        await Expect(page.Lines().First.Locator(".sent")).ToHaveTextAsync("Sent");
        var accepted = Stopwatch.GetElapsedTime(since);
        await Expect(page.Answers()).ToHaveCountAsync(8);
        var answered = Stopwatch.GetElapsedTime(since);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"2G (250 kbit/s down, 50 up, 300 ms): first message possible after {possible.TotalSeconds:0.00} s, accepted after {accepted.TotalSeconds:0.00} s, answered after {answered.TotalSeconds:0.00} s; {bytes} bytes in all"));
        possible.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        accepted.ShouldBeLessThan(TimeSpan.FromSeconds(5));

        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        var sizes = new Dictionary<string, int>();
        foreach (var path in new[] { "chat?lang=ur", "chat/chat.css", "chat/chat.js", "chat/icon.svg", "chat/embed.js" })
        {
            using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
            answer.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
            sizes[path] = (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
        }

        output.WriteLine(string.Join(", ", sizes.Select(size => $"{size.Key} {size.Value}")) + $"; together {sizes.Values.Sum()} bytes");
        sizes.Values.Sum().ShouldBeLessThanOrEqualTo(40_000);
    }

    [Fact]
    public async Task A_known_site_has_the_chat_by_one_script_tag_and_leaving_leaves_the_site_too()
    {
        var page = await browser.OpenAsync(server.Site.Known, $"/embedding?server={server.Url}", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1000, Height = 760 } });
        var entries = await page.EvaluateAsync<int>("history.length");
        await page.GetByRole(AriaRole.Button, new() { Name = "Chat" }).ClickAsync();
        var frame = page.FrameLocator("iframe");
        await frame.Locator("#text").FillAsync("hello");
        await frame.Locator("#text").PressAsync("Enter");
        await Expect(frame.Locator("#answers button")).ToHaveCountAsync(8);
        await page.TakeAsync("chat-embedded");

        await frame.Locator("#leave").ClickAsync();
        await Expect(page).ToHaveURLAsync(ChildPage.Exit);
        (await page.EvaluateAsync<int>("history.length")).ShouldBe(entries);
    }

    [Fact]
    public async Task An_unknown_site_cannot_show_the_chat()
    {
        var page = await browser.OpenAsync(server.Site.Unknown, $"/embedding?server={server.Url}");
        var refused = page.WaitForConsoleMessageAsync(new() { Predicate = message => message.Text.Contains("frame-ancestors", StringComparison.Ordinal) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Chat" }).ClickAsync();
        await refused;
        (await page.FrameLocator("iframe").Locator("#text").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_child_who_waits_sees_its_place_and_then_who_speaks()
    {
        var page = await browser.OpenAsync(server.Url);
        await page.BeginAsync();
        await page.Locator("#person").ClickAsync();
        await Expect(page.State()).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"You are number \d+ in line\. Those in danger go first\. (We cannot say how long it takes|Lately)"));
        await page.TakeAsync("chat-waiting");
        await page.Locator("#person").ClickAsync();
        await Expect(page.Locator("#log .note")).ToContainTextAsync("A person has already been asked");

        const string Words = "nobody talks to me at school any more";
        await page.SayAsync(Words);
        var desk = await browser.TakeAsync(server, Words);
        await Expect(page.State()).ToContainTextAsync("A counsellor is with you");
        await desk.GetByTestId("reply-text").FillAsync("I am here.");
        await desk.GetByTestId("reply-send").ClickAsync();
        await Expect(page.Lines().Filter(new() { HasText = "I am here." }).Locator(".who")).ToHaveTextAsync("Counsellor (a real person)");
        await page.TakeAsync("chat-counsellor");
        await desk.EndConversationAsync();
        await Expect(page.Lines().Filter(new() { HasText = "The counsellor has ended this chat" })).ToHaveCountAsync(1);
        await Expect(page.State()).ToBeHiddenAsync();
        server.Output.ShouldNotContain(Words);
    }

    [Fact]
    public async Task Another_language_is_one_press_away_and_the_dialogs_follow()
    {
        var page = await browser.OpenAsync(server.Url);
        await page.BeginAsync();
        await page.Locator("[data-language=ur]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await Expect(page.Locator("#send")).ToHaveTextAsync("بھیجیں");
        await Expect(page.Answers().First).ToContainTextAsync("تصویروں کی دھمکی");
        await Expect(page.Lines().Filter(new() { HasText = "Welcome to Helpline" })).ToHaveCountAsync(1);
    }

    private static async Task CheckAsync(IPage page)
    {
        var result = await page.RunAxe();
        result.Violations.Select(violation => $"{violation.Id}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
        var small = await page.EvaluateAsync<JsonElement>("""
            [...document.querySelectorAll("a, button, summary, input, textarea")].filter(target => target.checkVisibility())
                .map(target => [target.outerHTML, target.getBoundingClientRect()]).filter(([, box]) => box.width < 44 || box.height < 44).map(([html]) => html)
            """);
        small.GetArrayLength().ShouldBe(0, small.ToString());
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("nothing is wider than the screen");
        foreach (var always in new[] { "#leave", "#person", "#help .number", "#text" })
            await Expect(page.Locator(always).First).ToBeInViewportAsync();
    }

    /// <summary>What the keyboard comes by, from the top.</summary>
    private static async Task<List<string>> StopsAsync(IPage page)
    {
        var stops = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<string>("document.activeElement === document.body ? '' : document.activeElement.parentElement.id === 'answers' ? 'answer' : document.activeElement.id || document.activeElement.localName");
            if (stop.Length == 0)
                break;
            stops.Add(stop);
        }

        return stops;
    }

    /// <summary>The page has what the server has, line for line.</summary>
    private static async Task AssertLikeTranscriptAsync(IPage page)
    {
        var shown = await page.TextsAsync();
        shown.Count(text => text == First).ShouldBe(1);
        shown.Count(text => text == Second).ShouldBe(1);
        await page.Locator("#later summary").ClickAsync();
        await page.Locator("#new-code").ClickAsync();
        await Expect(page.Locator("#own-code")).Not.ToBeEmptyAsync();
        var kept = await page.EvaluateAsync<JsonElement>("""
            (async () => {
              const post = (path, body) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).then(answer => answer.json());
              const { conversationId, token } = await post("/chat/resume", { value: document.getElementById("own-code").textContent });
              const all = await fetch(`/v3/directline/conversations/${conversationId}/activities`, { headers: { Authorization: `Bearer ${token}` } });
              return (await all.json()).activities.map(activity => activity.text);
            })()
            """);
        shown.ShouldBe(kept.EnumerateArray().Select(text => text.GetString()!));
    }
}
