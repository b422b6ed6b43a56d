using Helpline.Risk;
using Helpline.Server.Commands;
using Helpline.Server.Startup;

namespace Helpline.Server.Tests;

/// <summary>The terminal speaks the shipped dialogs.</summary>
public class ChatCommandTests
{
    private static async Task<string> TalkAsync(params string[] lines)
    {
        using var input = new StringReader(string.Join('\n', lines) + "\n\n");
        using var output = new StringWriter();
        var library = DialogFiles.Read(Repository.Dialogs);
        await ChatCommand.RunAsync(library, new Triage(library.Lexicons), input, output, TimeProvider.System, TestContext.Current.CancellationToken);
        return output.ToString();
    }

    [Fact]
    public async Task A_child_is_welcomed_chooses_a_language_and_gets_advice()
    {
        var talk = await TalkAsync("hello", "1", "4", "no");
        talk.ShouldContain("1 English");
        talk.ShouldContain("Welcome to Helpline");
        talk.ShouldContain("password");
    }

    [Fact]
    public async Task Danger_brings_the_safe_message_and_silences_the_bot()
    {
        var talk = await TalkAsync("i want to kill myself tonight", "1", "1");
        talk.ShouldContain("now Waiting, risk Imminent");
        talk.ShouldContain("the bot is silent");
    }
}
