using System.Net;
using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Helpline.EndToEnd.Tests;

/// <summary>The main job through real parts: signed webhooks in, the provider's API out, a real browser in between.</summary>
public class StoryTests(HelplineServer server, Browser browser)
{
    private TwilioStub Twilio => server.Twilio;

    private static string NewPhone() => $"+92300{Random.Shared.Next(1_000_000, 9_999_999)}";

    /// <summary>A child who has been welcomed, in English, and looks at the menu.</summary>
    private async Task<string> WelcomedChildAsync()
    {
        var phone = NewPhone();
        (await Twilio.TextAsync(phone, "hello")).ShouldBe(HttpStatusCode.OK);
        (await Twilio.NextAsync(phone)).Body.ShouldContain("1 English");
        await Twilio.TextAsync(phone, "1");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("Welcome to Helpline");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("SMS price");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("\n1 ");
        return phone;
    }

    private Task<IPage> CounsellorAsync(string email = "counsellor@helpline.example") => browser.LogInAsync(server.Url, email, "counsellor-demo");

    private static ILocator Lines(IPage page, string author) => page.Locator($"[data-testid=line][data-author={author}]");

    private static async Task ReplyAsync(IPage page, string text)
    {
        await page.GetByTestId("reply-text").FillAsync(text);
        await page.GetByTestId("reply-send").ClickAsync();
    }

    private static async Task CloseAsync(IPage page)
    {
        await page.GetByTestId("close-open").ClickAsync();
        await page.GetByTestId("close-outcome").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.GetByTestId("close-level").SelectOptionAsync("Low");
        await page.GetByTestId("close-submit").ClickAsync();
    }

    [Fact]
    public async Task A_child_gets_advice_then_a_counsellor_then_the_bot_again()
    {
        var phone = await WelcomedChildAsync();
        await Twilio.TextAsync(phone, "my account was hacked");
        (await Twilio.NextAsync(phone)).From.ShouldBe(TwilioStub.Number);
        while (Twilio.Unread(phone) > 0)
            await Twilio.NextAsync(phone);

        const string Danger = "he says he will share my nude pictures if i dont send him money";
        await Twilio.TextAsync(phone, Danger);
        SentSms sms;
        do
            sms = await Twilio.NextAsync(phone);
        while (!sms.Body.Contains("A person from our team will read this", StringComparison.Ordinal));

        var page = await CounsellorAsync();
        var item = page.GetByTestId("waiting-item").First;
        await Expect(item).ToBeVisibleAsync();
        await item.GetByTestId("take").ClickAsync();
        await Expect(page.GetByTestId("reply-text")).ToBeEnabledAsync();
        (await Twilio.NextAsync(phone)).Body.ShouldContain("a counsellor is with you");
        await Expect(Lines(page, "child").Filter(new() { HasText = Danger })).ToHaveCountAsync(1);
        await Expect(Lines(page, "child").Last.Locator("mark").First).ToBeVisibleAsync();

        const string Answer = "Hello, my name is Amna. You did the right thing to write. Are you safe right now?";
        await ReplyAsync(page, Answer);
        var reply = await Twilio.NextAsync(phone);
        reply.Body.ShouldBe(Answer);
        await Expect(Lines(page, "counsellor").Last).ToHaveAttributeAsync("data-status", "sent");
        (await Twilio.ReportAsync(reply, "delivered")).ShouldBe(HttpStatusCode.OK);
        await Expect(Lines(page, "counsellor").Last).ToHaveAttributeAsync("data-status", "delivered");
        (await Twilio.ReportAsync(reply, "sent")).ShouldBe(HttpStatusCode.OK);

        const string Reason = "he has no pictures, the account was fake";
        const string Thanks = "yes thank you i feel better now";
        await Twilio.TextAsync(phone, Thanks);
        await Expect(Lines(page, "child").Last).ToContainTextAsync(Thanks);
        await Expect(Lines(page, "counsellor").Last).ToHaveAttributeAsync("data-status", "delivered"); // a late "sent" stepped nothing back
        Twilio.Unread(phone).ShouldBe(0, "the bot is silent while a counsellor holds the conversation");
        await page.GetByTestId("level-open").ClickAsync();
        await page.GetByTestId("level-select").SelectOptionAsync("Medium");
        await page.GetByTestId("level-reason").FillAsync(Reason);
        await page.GetByTestId("level-submit").ClickAsync();
        await Expect(page.GetByTestId("level-history").Locator("li").First).ToContainTextAsync("Triage");
        await Expect(page.GetByTestId("level-history").Locator("li").Last).ToContainTextAsync("Amna");
        await Expect(page.GetByTestId("level-history").Locator("li").Last).ToContainTextAsync(Reason);
        await Expect(page.Locator(".talk-head .risk")).ToHaveTextAsync("Medium");
        await Expect(page.GetByTestId("mine-item").First).ToContainTextAsync("Medium");
        Twilio.Unread(phone).ShouldBe(0, "the child is told nothing of levels");
        await page.SetViewportSizeAsync(1440, 1240);
        await page.GetByTestId("reply-text").FillAsync("I am glad that you wrote. Do you know who he is?");
        await Expect(page.GetByTestId("segments")).ToContainTextAsync("1 SMS segment");
        await page.TakeAsync("console");

        await CloseAsync(page);
        (await Twilio.NextAsync(phone)).Body.ShouldContain("ended this chat");
        await Twilio.TextAsync(phone, "hello again");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("Good that you write again");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("\n1 ");

        foreach (var secret in new[] { phone, phone[1..], Danger, Answer, Thanks, Reason, "my account was hacked" })
            server.Output.ShouldNotContain(secret, Case.Insensitive, "a child's words or number reached the log");
        foreach (var file in Directory.EnumerateFiles(server.DataDirectory, "helpline.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            foreach (var secret in new[] { phone[1..], Danger, Answer, Reason })
                bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1, $"a child's words or number lie open in {Path.GetFileName(file)}");
        }
    }

    [Fact]
    public async Task A_forged_message_is_refused_and_has_no_effect()
    {
        var phone = NewPhone();
        (await Twilio.TextAsync(phone, "hello", signature: "Zm9yZ2VkZm9yZ2VkZm9yZ2Vk")).ShouldBe(HttpStatusCode.Forbidden);
        (await Twilio.TextAsync(phone, "hello")).ShouldBe(HttpStatusCode.OK);
        await Twilio.NextAsync(phone);
        await Twilio.TextAsync(phone, "1");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("Welcome", customMessage: "the forged message was the first and counted");
    }

    [Fact]
    public async Task WhatsApp_is_a_way_of_its_own_with_answers_as_numbered_words_and_STOP_for_itself_alone()
    {
        var number = NewPhone();
        var phone = $"whatsapp:{number}";
        (await Twilio.TextAsync(phone, "hello")).ShouldBe(HttpStatusCode.OK);
        var question = await Twilio.NextAsync(phone);
        question.Body.ShouldContain("1 English");
        question.From.ShouldBe($"whatsapp:{TwilioStub.Number}");
        (await Twilio.ReportAsync(question, "read")).ShouldBe(HttpStatusCode.OK);

        await Twilio.TextAsync(phone, "stop");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("no more messages");
        await Twilio.TextAsync(phone, "ok");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("text START");
        await Twilio.TextAsync(phone, "ok");

        await Twilio.TextAsync(number, "hello");
        (await Twilio.NextAsync(number)).Body.ShouldContain("1 English", customMessage: "by SMS the child has not said STOP");
        Twilio.Unread(phone).ShouldBe(0);
        await Twilio.TextAsync(phone, "start");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("\n1 ");
    }

    [Fact]
    public async Task The_same_message_twice_has_one_effect()
    {
        var phone = NewPhone();
        var sid = TwilioStub.NewSid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Twilio.TextAsync(phone, "hello", sid)));
        answers.ShouldAllBe(status => status == HttpStatusCode.OK);
        (await Twilio.NextAsync(phone)).Body.ShouldContain("1 English");
        await Twilio.TextAsync(phone, "1");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("Welcome to Helpline", customMessage: "a second language question came first");
    }

    [Fact]
    public async Task A_picture_is_answered_and_never_fetched()
    {
        var phone = await WelcomedChildAsync();
        await Twilio.TextAsync(phone, "", media: 1);
        (await Twilio.NextAsync(phone)).Body.ShouldContain("never open or keep pictures");
        (await Twilio.NextAsync(phone)).Body.ShouldContain("\n1 ");
    }

    [Fact]
    public async Task What_a_counsellor_types_over_a_slow_line_stays_as_typed()
    {
        var phone = await WelcomedChildAsync();
        await Twilio.TextAsync(phone, "person");
        await Twilio.NextAsync(phone);
        await Twilio.NextAsync(phone);
        var page = await browser.LogInAsync(server.Url, "counsellor@helpline.example", "counsellor-demo", slowLine: true);
        await page.GetByTestId("take").ClickAsync();
        await Twilio.NextAsync(phone);

        const string Words = "the quick brown fox jumps over the lazy dog";
        await page.GetByTestId("reply-text").PressSequentiallyAsync(Words, new() { Delay = 30 });
        await Expect(page.GetByTestId("segments")).ToContainTextAsync($"{Words.Length} characters");
        (await page.GetByTestId("reply-text").InputValueAsync()).ShouldBe(Words);
        await page.GetByTestId("reply-send").ClickAsync();
        (await Twilio.NextAsync(phone)).Body.ShouldBe(Words);
        await CloseAsync(page);
        await Twilio.NextAsync(phone);
    }

    [Fact]
    public async Task Two_counsellors_who_take_the_same_child_do_not_both_get_it()
    {
        var phone = await WelcomedChildAsync();
        await Twilio.TextAsync(phone, "i want to kill myself tonight");
        await Twilio.NextAsync(phone);
        await Twilio.NextAsync(phone);
        var pages = await Task.WhenAll(CounsellorAsync(), CounsellorAsync("counsellor2@helpline.example"));
        foreach (var page in pages)
            await Expect(page.GetByTestId("waiting-item")).ToHaveCountAsync(1);

        await Task.WhenAll(pages.Select(page => page.GetByTestId("take").ClickAsync()));

        foreach (var page in pages)
            await Expect(page.GetByTestId("waiting-item")).ToHaveCountAsync(0);
        await Expect(pages[0].GetByTestId("reply-text").Or(pages[0].GetByTestId("notice"))).ToBeVisibleAsync();
        await Expect(pages[1].GetByTestId("reply-text").Or(pages[1].GetByTestId("notice"))).ToBeVisibleAsync();
        var holders = new List<IPage>();
        foreach (var page in pages)
        {
            if (await page.GetByTestId("reply-text").IsVisibleAsync())
                holders.Add(page);
        }

        var holder = holders.ShouldHaveSingleItem();
        (await Twilio.NextAsync(phone)).Body.ShouldContain("a counsellor is with you");
        await CloseAsync(holder);
        (await Twilio.NextAsync(phone)).Body.ShouldContain("ended this chat");
        Twilio.Unread(phone).ShouldBe(0, "the child was greeted twice");
    }
}
