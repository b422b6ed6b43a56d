using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Helpline.EndToEnd.Tests.Chat;

/// <summary>botframework-webchat in a real browser, on another site's page.</summary>
public sealed class WebChatTests(HelplineServer server, Browser browser)
{
    [Fact]
    public async Task A_child_chats_by_buttons_and_words_and_a_counsellor_answers()
    {
        var page = await WebChatAsync();
        await SayAsync(page, "hello");
        await page.GetByRole(AriaRole.Toolbar, new() { Name = "Suggested actions" }).GetByRole(AriaRole.Button, new() { Name = "English", Exact = true }).ClickAsync();
        await Expect(Messages(page).Filter(new() { HasText = "Welcome to Helpline" })).ToHaveCountAsync(1);
        await Expect(Messages(page).Filter(new() { HasText = "English" }).First).ToBeVisibleAsync();

        const string Danger = "i want to kill myself tonight";
        await SayAsync(page, Danger);
        await Expect(Messages(page).Filter(new() { HasText = "A person from our team will read this" })).ToHaveCountAsync(1);

        var desk = await browser.LogInAsync(server.Url, "counsellor@helpline.example", "counsellor-demo");
        await desk.GetByTestId("waiting-item").First.GetByTestId("take").ClickAsync();
        await Expect(desk.Locator("[data-testid=line][data-author=child]").Filter(new() { HasText = Danger })).ToHaveCountAsync(1);
        const string Answer = "I am Amna. Thank you for telling me. Are you safe right now?";
        await desk.GetByTestId("reply-text").FillAsync(Answer);
        await desk.GetByTestId("reply-send").ClickAsync();
        await Expect(Messages(page).Filter(new() { HasText = Answer })).ToHaveCountAsync(1);
        await Expect(desk.Locator("[data-testid=line][data-author=counsellor]").Last).ToHaveAttributeAsync("data-status", "delivered");

        await SayAsync(page, "yes i am at home");
        await Expect(desk.Locator("[data-testid=line][data-author=child]").Last).ToContainTextAsync("yes i am at home");
        await Expect(page.GetByText("Send failed")).ToHaveCountAsync(0);
        await Expect(page.GetByText("Sending")).ToHaveCountAsync(0);
        await Expect(Messages(page).Filter(new() { HasText = Danger })).ToHaveCountAsync(1);

        await desk.GetByTestId("close-open").ClickAsync();
        await desk.GetByTestId("close-outcome").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await desk.GetByTestId("close-level").SelectOptionAsync("Low");
        await desk.GetByTestId("close-submit").ClickAsync();
        server.Output.ShouldNotContain(Danger);
    }

    private static ILocator Messages(IPage page) => page.Locator(".webchat__basic-transcript__activity");

    private static async Task SayAsync(IPage page, string text)
    {
        var box = page.GetByTestId("send box text area").Or(page.Locator("[data-id='webchat-sendbox-input']")).First;
        await box.FillAsync(text);
        await box.PressAsync("Enter");
    }

    private async Task<IPage> WebChatAsync()
    {
        var page = await browser.NewChatPageAsync(server);
        var (_, token) = await page.TokenAsync(server);
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Url = "/webchat.js" });
        await page.EvaluateAsync( // what is said before it is connected the client drops, without a word
            """
            options => new Promise(connected => {
              const directLine = WebChat.createDirectLine(options);
              WebChat.renderWebChat({ directLine, userID: "child", locale: "en-US" }, document.getElementById("chat"));
              directLine.connectionStatus$.subscribe(status => { if (status === 2) setTimeout(connected); });
            })
            """,
            new { token, domain = server.Domain() });
        return page;
    }
}
