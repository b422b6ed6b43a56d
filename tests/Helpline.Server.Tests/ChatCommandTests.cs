using Helpline.Dialogs;
using Helpline.Rehearsals;
using Helpline.Risk;
using Helpline.Server.Commands;
using Helpline.Server.Startup;

namespace Helpline.Server.Tests;

/// <summary>The terminal speaks the shipped dialogs.</summary>
public class ChatCommandTests
{
    private static readonly Lazy<DialogEngine> Dialogs = new(() => new DialogEngine(DialogFiles.Read(Repository.Dialogs)));

    [Fact]
    public async Task A_child_is_welcomed_chooses_a_language_and_gets_advice()
    {
        var talk = await TalkAsync(null, null, "hello", "1", "4", "no");
        talk.ShouldContain("1 English");
        talk.ShouldContain("Welcome to Helpline");
        talk.ShouldContain("password");
    }

    [Fact]
    public async Task Danger_brings_the_safe_message_and_silences_the_bot()
    {
        var talk = await TalkAsync(null, null, "i want to kill myself tonight", "1", "1");
        talk.ShouldContain("now Waiting, risk Imminent");
        talk.ShouldContain("the bot is silent");
    }

    [Fact]
    public async Task Time_passes_when_it_is_told_to()
    {
        var talk = await TalkAsync(null, null, "i want to kill myself tonight", "/wait 10m", "/wait soon");
        talk.ShouldContain("sorry that it takes so long");
        talk.ShouldContain("[it is 2026-03-02 05:10 UTC]");
        talk.ShouldContain("[unknown. /wait 2h lets time pass");
    }

    [Fact]
    public async Task It_begins_where_it_is_told_to_and_shows_what_is_known()
    {
        var talk = await TalkAsync("home.start", Languages.RomanUrdu, "/state", "/facts", "/segments", "help", "/risk");
        talk.ShouldContain("[home.start; Automated]");
        talk.ShouldContain("[language: ur-Latn]");
        talk.ShouldContain("[risk None; the last message None]");
        talk.Split(" SMS segment").Length.ShouldBe(3, "of the two messages at the beginning, and not of those after /segments");
    }

    private static async Task<string> TalkAsync(string? state, string? language, params string[] lines)
    {
        using var input = new StringReader(string.Join('\n', lines) + "\n\n");
        using var output = new StringWriter();
        var rehearsal = new Rehearsal(Dialogs.Value, new Triage(Dialogs.Value.Library.Lexicons), new DateTimeOffset(2026, 3, 2, 5, 0, 0, TimeSpan.Zero), state, language);
        await ChatCommand.RunAsync(rehearsal, input, output, TestContext.Current.CancellationToken);
        return output.ToString();
    }
}
