using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Helpline.EndToEnd.Tests.Chat;

/// <summary>The page at <c>/chat</c> as a child uses it.</summary>
internal static class ChildPage
{
    /// <summary>Where leaving goes in the tests; nothing is really fetched from there.</summary>
    public const string Exit = "https://weather.example/";

    /// <summary>A child's phone with the page open, in a browser of its own.</summary>
    public static async Task<IPage> OpenAsync(this Browser browser, Uri server, string path = "/chat?lang=en", BrowserNewContextOptions? options = null)
    {
        var page = await browser.NewPageAsync(server, options ?? new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 640 } });
        await page.Context.RouteAsync($"{Exit}**", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<title>Weather</title>Sunny" }));
        await page.GotoAsync(path);
        return page;
    }

    public static ILocator Lines(this IPage page) => page.Locator("#log .line");

    public static ILocator Answers(this IPage page) => page.Locator("#answers button");

    public static ILocator State(this IPage page) => page.Locator("#state");

    public static async Task SayAsync(this IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Locator("#text").PressAsync("Enter");
    }

    /// <summary>Through the welcome, to the menu.</summary>
    public static async Task BeginAsync(this IPage page)
    {
        await page.SayAsync("hello");
        await Expect(page.Answers()).ToHaveCountAsync(8);
    }

    /// <summary>The texts of all lines, in the order of the page.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(this IPage page) => await page.Locator("#log .line p").AllInnerTextsAsync();

    /// <summary>Takes the child that waits and has written this last.</summary>
    public static async Task<IPage> TakeAsync(this Browser browser, HelplineServer server, string words)
    {
        var desk = await browser.LogInAsync(server.Url, "counsellor@helpline.example", "counsellor-demo");
        var line = desk.Locator("[data-testid=line][data-author=child]").Filter(new() { HasText = words });
        while (await line.CountAsync() == 0)
        {
            await desk.GetByTestId("waiting-item").First.GetByTestId("take").ClickAsync();
            await Expect(desk.Locator("[data-testid=line]").First).ToBeVisibleAsync();
            await desk.WaitForTimeoutAsync(300);
        }

        return desk;
    }

    public static async Task EndConversationAsync(this IPage desk)
    {
        await desk.GetByTestId("close-open").ClickAsync();
        await desk.GetByTestId("close-outcome").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await desk.GetByTestId("close-level").SelectOptionAsync("Low");
        await desk.GetByTestId("close-submit").ClickAsync();
    }
}
