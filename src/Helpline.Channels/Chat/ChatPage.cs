using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Helpline.Channels.DirectLine;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Microsoft.AspNetCore.Http;

namespace Helpline.Channels.Chat;

/// <summary>
/// The page as the server writes it: words, languages and phone numbers of the newest dialogs. Without its script it shows the numbers. The script
/// gets its words as data, and asks for the page again in another language.
/// </summary>
internal sealed class ChatPage(LiveDialogs dialogs, DirectLineOptions directLine, ChatOptions options, TimeProvider time)
{
    private const string Emergency = "emergency";

    /// <summary>Urdu as it is: escaped it would be six times as long. What ends a script or an attribute is escaped.</summary>
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="http">Says where the page is, seen from outside.</param>
    /// <param name="asked">The language that was asked for by its tag, if one was.</param>
    public Payload Render(HttpContext http, string? asked)
    {
        var library = dialogs.Newest.Library;
        var language = LanguageOf(library, asked, http.Request.Headers.AcceptLanguage);
        return new Payload(Encoding.UTF8.GetBytes(Render(library, language, http.Request.PathBase, isChosen: language == asked)), "text/html; charset=utf-8", CompressionLevel.Fastest);
    }

    /// <summary>A phrase in a language that is asked for, or the first.</summary>
    public string Word(string? asked, string phrase)
    {
        var library = dialogs.Newest.Library;
        return library.Phrases.Text(LanguageOf(library, asked, ""), phrase);
    }

    /// <summary>The language that was asked for, else the first of the browser's that is live, else the first that is live.</summary>
    private static string LanguageOf(DialogLibrary library, string? asked, string? accepted) =>
        asked is not null && library.Languages.Contains(asked)
            ? asked
            : (accepted ?? "").Split(',').Select(part => part.Split(';')[0].Trim())
                .Select(tag => library.Languages.FirstOrDefault(live => tag.Equals(live, StringComparison.OrdinalIgnoreCase))
                    ?? library.Languages.FirstOrDefault(live => tag.Split('-')[0].Equals(live, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(live => live is not null) ?? library.Languages[0];

    private string Render(DialogLibrary library, string language, string pathBase, bool isChosen)
    {
        var known = Languages.Of(language)!;
        var lines = library.Referrals.Lines.Values.Where(line => IsPhone(line.Route)).ToList();
        var more = string.Concat(lines.Select(line => $"<li>{Line(library, language, line)}</li>"));
        return $"""
            <!doctype html>
            <html lang="{language}" dir="{(known.IsRightToLeft ? "rtl" : "ltr")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
            <meta name="color-scheme" content="light dark">
            <meta name="format-detection" content="telephone=no">
            <title>{Say(PagePhrases.Title)}</title>
            <link rel="icon" href="{pathBase}/chat/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="{pathBase}/chat/chat.css">
            <script type="module" src="{pathBase}/chat/chat.js"></script>
            </head>
            <body>
            <header id="top">
            <h1 class="quietly">{Say(PagePhrases.Heading)}</h1>
            <nav aria-label="{Say(PagePhrases.Language)}">{string.Concat(library.Languages.Where(other => other != language).Select(other => LanguageLink(pathBase, other)))}</nav>
            <a id="leave" href="{Html.Encode(options.ExitUrl)}" rel="noreferrer" title="{Say(PagePhrases.LeaveHint)}"><span aria-hidden="true">✕</span> {Say(PagePhrases.Leave)}</a>
            </header>
            <section id="help" aria-label="{Say(PagePhrases.Danger)}">
            <p>{Say(PagePhrases.Danger)}</p>
            {string.Concat(lines.Where(IsShownAlways).Select(line => UrgentLine(library, language, line)))}
            <details name="more"><summary>{Say(PagePhrases.Numbers)}</summary><div class="panel"><ul class="lines">{more}</ul></div></details>
            </section>
            <noscript><section class="plain"><p>{Say(PagePhrases.NoScript)}</p><ul class="lines">{more}</ul></section></noscript>
            <main id="chat" hidden>
            <div id="scroll" tabindex="0" role="region" aria-label="{Say(PagePhrases.Messages)}">
            <div id="hello" class="hello"><p>{Say(PagePhrases.Hello)}</p><p class="quiet">{Say(PagePhrases.Cost)}</p></div>
            <div id="log" role="log" aria-label="{Say(PagePhrases.Messages)}"></div>
            <div id="answers" role="group" aria-label="{Say(PagePhrases.Choose)}"></div>
            </div>
            <p id="state" role="status"></p>
            <div id="tools">
            <button id="person" type="button">{Say(PagePhrases.Person)}</button>
            <details name="more" id="later"><summary>{Say(PagePhrases.Later)}</summary><div class="panel">
            <p>{Say(PagePhrases.LaterAbout, "days", ((int)ResumeCode.Lifetime.TotalDays).ToString(CultureInfo.InvariantCulture))}</p>
            <p><button id="new-code" type="button">{Say(PagePhrases.NewCode)}</button></p>
            <p id="own" hidden>{Say(PagePhrases.OwnCode)}: <output id="own-code" dir="ltr"></output></p>
            <form id="resume"><label for="code">{Say(PagePhrases.EnterCode)}</label><div class="row"><input id="code" dir="ltr" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" aria-describedby="code-note"><button>{Say(PagePhrases.UseCode)}</button></div></form>
            <p id="code-note" role="status"></p>
            </div></details>
            </div>
            <form id="form"><label id="write" class="quietly" for="text">{Say(PagePhrases.Write)}</label><textarea id="text" rows="1" dir="auto" maxlength="4000" autocomplete="off" enterkeyhint="send" placeholder="{Say(PagePhrases.Write)}"></textarea><button id="send" class="main">{Say(PagePhrases.Send)}</button></form>
            </main>
            <script id="words" type="application/json">{Words(library, language, pathBase, isChosen)}</script>
            </body>
            </html>
            """;

        string Say(string phrase, string name = "", string value = "") => Html.Encode(library.Phrases.Text(language, phrase, new Dictionary<string, string> { [name] = value }));
    }

    /// <summary>What is for an emergency and not closed now is always on the screen.</summary>
    private bool IsShownAlways(ReferralLine line) =>
        line.Purposes.Contains(Emergency) && (line.Hours is not { } hours || hours.IsOpen(dialogs.Newest.Library.Referrals.Local(time.GetUtcNow())));

    private static string LanguageLink(string pathBase, string language)
    {
        var known = Languages.Of(language)!;
        return $"""<a href="{pathBase}/chat?lang={language}" lang="{language}" dir="{(known.IsRightToLeft ? "rtl" : "ltr")}" data-language="{language}">{Html.Encode(known.OwnName)}</a>""";
    }

    private static string UrgentLine(DialogLibrary library, string language, ReferralLine line)
    {
        var places = line.Places.Count == 0 ? "" : $"<small>{Html.Encode(library.Phrases.Text(language, PagePhrases.NotEverywhere))}</small>";
        return $"""<a class="number" href="tel:{Dialled(line.Route)}"><b dir="ltr">{Html.Encode(line.Route)}</b> <span>{Html.Encode(line.Name[language])}{places}</span></a>""";
    }

    private string Line(DialogLibrary library, string language, ReferralLine line)
    {
        var places = string.Join(" · ", line.Places.Select(place => library.Referrals.Places[place].Label[language]));
        var about = $"{places}{library.Phrases.Remark(language, line, time.GetUtcNow())}".Trim();
        return $"""<a class="number" href="tel:{Dialled(line.Route)}"><b dir="ltr">{Html.Encode(line.Route)}</b> {Html.Encode(line.Name[language])}</a>{(about.Length > 0 ? $" <small>{Html.Encode(about)}</small>" : "")}""";
    }

    private string Words(DialogLibrary library, string language, string pathBase, bool isChosen)
    {
        var texts = PagePhrases.Placeholders.ToDictionary(name => name, name => $"{{{name}}}");
        return JsonSerializer.Serialize(
            new
            {
                language,
                isChosen,
                path = pathBase,
                exit = options.ExitUrl,
                origins = directLine.Origins,
                begin = library.Phrases.Text(language, PagePhrases.Begin),
                human = library.Phrases.Label(language, GlobalWords.Human),
                change = library.Phrases.Label(language, GlobalWords.Language),
                names = library.Languages.ToDictionary(tag => tag, tag => Languages.Of(tag)!.OwnName),
                rightToLeft = library.Languages.Where(tag => Languages.Of(tag)!.IsRightToLeft),
                say = PagePhrases.OfScript.ToDictionary(PagePhrases.NameOf, phrase => library.Phrases.Text(language, phrase, texts)),
            },
            Json);
    }

    private static bool IsPhone(string route) => route.All(sign => char.IsAsciiDigit(sign) || sign is '-' or ' ' or '+');

    private static string Dialled(string route) => string.Concat(route.Where(sign => char.IsAsciiDigit(sign) || sign == '+'));
}
