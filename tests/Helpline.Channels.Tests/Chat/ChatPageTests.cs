using System.Net;
using Helpline.Channels.Tests.DirectLine;
using Helpline.Dialogs;
using Helpline.Tests;
using Microsoft.Extensions.Options;

namespace Helpline.Channels.Tests.Chat;

/// <summary>The page as the server writes it.</summary>
public sealed class ChatPageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task There_is_no_page_while_Direct_Line_is_off()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        foreach (var path in new[] { "/chat", "/chat/chat.js", "/chat/embed.js" })
            (await gateway.Client.GetAsync(path, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nothing_is_kept_by_a_browser_nothing_foreign_runs_and_nobody_frames_it()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        foreach (var path in new[] { "/chat", "/chat/chat.css", "/chat/chat.js", "/chat/icon.svg", "/chat/embed.js" })
        {
            using var answer = await gateway.Client.GetAsync(path, Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        }

        using var page = await gateway.Client.GetAsync("/chat", Token);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'; script-src 'self'; style-src 'self';");
        policy.ShouldEndWith("frame-ancestors 'none'");
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        (await page.Content.ReadAsStringAsync(Token)).ShouldNotContain("style=");
    }

    [Fact]
    public async Task Listed_sites_may_frame_it_and_no_other()
    {
        await using var gateway = await DirectLineCalls.StartAsync(("Channels:DirectLine:Origins:0", "https://school.example"), ("Channels:DirectLine:Origins:1", "https://club.example"));
        using var page = await gateway.Client.GetAsync("/chat", Token);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldEndWith("frame-ancestors https://school.example https://club.example");
    }

    [Fact]
    public async Task The_numbers_are_the_directorys_and_a_closed_line_is_not_offered_as_open()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        gateway.Dialogs.Renew(
            new DialogEngine(new TestLibrary().With("resources/pk.yaml", """
                country: PK
                time_zone: "+05:00"
                places:
                  punjab:
                    label: {en: "Punjab", ur: "پنجاب", ur-Latn: "Punjab"}
                    words: [lahore]
                lines:
                  police:
                    name: {en: "Police <1>", ur: "پولیس", ur-Latn: "Police"}
                    route: "17"
                    for: [emergency]
                    hours: always
                    source: "test"
                    checked: 2026-01-31
                    review: 2027-01-31
                  day:
                    name: {en: "Day line", ur: "دن", ur-Latn: "Din"}
                    route: "0800-11"
                    for: [emergency]
                    places: [punjab]
                    hours: "08:00-14:00"
                    source: "test"
                    checked: 2026-01-31
                    review: 2027-01-31
                  site:
                    name: {en: "A site", ur: "سائٹ", ur-Latn: "Site"}
                    route: "site.example"
                    for: [emergency]
                    source: "test"
                    checked: 2026-01-31
                    review: 2027-01-31
                """).Read()),
            TestLibrary.Triage);

        var closed = await PageAsync(gateway, "/chat?lang=en"); // 17:00 there
        closed.ShouldContain("""<a class="number" href="tel:17"><b dir="ltr">17</b> <span>Police &lt;1&gt;</span></a>""");
        closed.ShouldNotContain("site.example");
        Always(closed).ShouldNotContain("0800-11");
        closed.ShouldContain("""0800-11</b> Day line</a> <small>Punjab (en system.closed_until)</small>""");

        gateway.Time.AdjustTime(gateway.Time.GetUtcNow().AddHours(16)); // 9:00
        var open = await PageAsync(gateway, "/chat?lang=ur");
        Always(open).ShouldContain("0800-11");
        Always(open).ShouldContain("ur web_chat.not_everywhere");
        open.ShouldContain("(ur system.open_until)");

        static string Always(string page) => page[..page.IndexOf("<details", StringComparison.Ordinal)];
    }

    [Theory]
    [InlineData("/chat", "ur-PK,en;q=0.5", "ur", "rtl")]
    [InlineData("/chat", "de,fr;q=0.5", "en", "ltr")]
    [InlineData("/chat?lang=ur-Latn", "ur-PK", "ur-Latn", "ltr")]
    [InlineData("/chat?lang=xx", "", "en", "ltr")]
    public async Task The_page_has_the_language_that_was_asked_for_or_the_browsers(string path, string accepted, string language, string direction)
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        if (accepted.Length > 0)
            gateway.Client.DefaultRequestHeaders.Add("Accept-Language", accepted);
        var page = await PageAsync(gateway, path);
        page.ShouldContain($"""<html lang="{language}" dir="{direction}">""");
        page.ShouldContain($"<title>{language} web_chat.title</title>");
        foreach (var other in TestLibrary.Languages.Where(other => other != language))
            page.ShouldContain($"data-language=\"{other}\"");
    }

    [Fact]
    public async Task A_language_that_becomes_live_is_offered_without_a_word_of_code()
    {
        await using var gateway = await DirectLineCalls.StartAsync();
        (await PageAsync(gateway, "/chat")).ShouldContain("data-language=\"ur-Latn\"");
        gateway.Dialogs.Renew(
            new DialogEngine(TestLibrary.Engine.Library with { Languages = ["en", "ur"] }),
            TestLibrary.Triage);
        (await PageAsync(gateway, "/chat")).ShouldNotContain("data-language=\"ur-Latn\"");
    }

    [Fact]
    public async Task Leaving_goes_where_the_operator_says_and_only_to_a_secret_address()
    {
        await using var gateway = await DirectLineCalls.StartAsync(("Channels:Chat:ExitUrl", "https://weather.example/"));
        (await PageAsync(gateway, "/chat")).ShouldContain("""<a id="leave" href="https://weather.example/" """);
        (await PageAsync(gateway, "/chat/embed.js")).ShouldContain("\"https://weather.example/\"");
        (await Should.ThrowAsync<OptionsValidationException>(() => DirectLineCalls.StartAsync(("Channels:Chat:ExitUrl", "http://weather.example/")))).Message.ShouldContain("Channels:Chat:ExitUrl must be an https address");
    }

    private static Task<string> PageAsync(GatewayFixture gateway, string path) => gateway.Client.GetStringAsync(path, Token);
}
