using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Helpline.EndToEnd.Tests;

/// <summary>The phone on the screen, in the three languages, and the operators' board.</summary>
public class SimulatorStoryTests(HelplineServer server, Browser browser)
{
    private async Task<IPage> PhoneAsync()
    {
        var page = await browser.NewPageAsync(server.Url, 1000, 900);
        await page.GotoAsync("/simulator");
        return page;
    }

    private static ILocator Replies(IPage page) => page.Locator("#messages .theirs");

    private static async Task SendAsync(IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Locator("button.send").ClickAsync();
    }

    [Theory]
    [InlineData("Hello", "1", "en", "ltr")]
    [InlineData("سلام", "2", "ur", "rtl")]
    [InlineData("Salam, mujhe madad chahiye", "3", "ur-Latn", "ltr")]
    public async Task A_child_can_text_in_each_language(string greeting, string choice, string language, string direction)
    {
        var page = await PhoneAsync();
        await SendAsync(page, greeting);
        await Expect(Replies(page)).ToHaveCountAsync(1);
        await SendAsync(page, choice);
        await Expect(Replies(page)).ToHaveCountAsync(4);
        await SendAsync(page, "1");
        await Expect(Replies(page)).Not.ToHaveCountAsync(4);
        var bubble = Replies(page).Nth(1).Locator(".text");
        (await bubble.EvaluateAsync<string>("element => getComputedStyle(element).direction")).ShouldBe(direction);
        (await Replies(page).Nth(1).Locator(".note").InnerTextAsync()).ShouldContain(language == "ur" ? "UCS-2" : "GSM-7");
        if (language == "ur")
            await page.TakeAsync("simulator-ur");
    }

    [Fact]
    public async Task Operators_see_a_child_wait_and_each_channel()
    {
        var board = await browser.LogInAsync(server.Url, "operator@helpline.example", "operator-demo", "/operations");
        await Expect(board.Locator("[data-testid=op-channel][data-channel=twilio]")).ToBeVisibleAsync();
        var waiting = board.GetByTestId("op-waiting").Locator(".figure-value");
        var before = int.Parse(await waiting.InnerTextAsync(), CultureInfo.InvariantCulture);

        var phone = await PhoneAsync();
        await SendAsync(phone, "Hello");
        await Expect(Replies(phone)).ToHaveCountAsync(1);
        await SendAsync(phone, "1");
        await Expect(Replies(phone)).ToHaveCountAsync(4);
        await SendAsync(phone, "person");
        await Expect(waiting).ToHaveTextAsync($"{before + 1}");
        await board.TakeAsync("operations");
        await SendAsync(phone, "menu");
        await Expect(waiting).ToHaveTextAsync($"{before}");
    }
}
