using System.CommandLine;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Server.Startup;

namespace Helpline.Server.Commands;

/// <summary><c>chat</c>: the same dialogs and the same triage in a terminal. Nothing is stored or sent.</summary>
internal static class ChatCommand
{
    public static Command Create()
    {
        var directory = DialogsCommand.Directory();
        var command = new Command("chat", "Talks to the dialogs in this terminal; nothing is stored or sent. An empty line ends it.") { directory };
        command.TreatUnmatchedTokensAsErrors = false; // settings, such as the model's
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(directory);
            var library = DialogFiles.Read(path);
            await RunAsync(library, TriageSettings.Open(library, path, HelplineHost.Settings([.. parsed.UnmatchedTokens])), Terminal.In, Terminal.Out, TimeProvider.System, cancel);
            return 0;
        });
        return command;
    }

    internal static async Task RunAsync(DialogLibrary library, Triage triage, TextReader input, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var dialogs = new DialogEngine(library);
        var now = time.GetUtcNow();
        var conversation = new Conversation { Id = new ConversationId(Guid.CreateVersion7(now)), Contact = new ContactId(Guid.CreateVersion7(now)) };
        await output.WriteLineAsync("Write as a child would. An empty line ends the chat.");
        for (long ordinal = 1; ; ordinal++)
        {
            await output.WriteAsync("> ");
            var line = await input.ReadLineAsync(cancellationToken);
            if (string.IsNullOrWhiteSpace(line))
                return;
            var outcome = Turn.Run(conversation, [new PendingMessage(ordinal, line, 0, AnsweredByCarrier: false)], [], dialogs, triage, time.GetUtcNow());
            foreach (var said in outcome.Said)
                await PrintAsync(output, said.Text);
            if (outcome.Conversation.Lifecycle != conversation.Lifecycle)
                await output.WriteLineAsync($"  [now {outcome.Conversation.Lifecycle}, risk {outcome.Conversation.Risk}]");
            else if (outcome.Said.Count == 0)
                await output.WriteLineAsync("  [a counsellor would answer; the bot is silent]");
            conversation = outcome.Conversation;
        }
    }

    private static async Task PrintAsync(TextWriter output, string text)
    {
        var segments = SmsSegments.Of(text);
        foreach (var line in text.Split('\n'))
            await output.WriteLineAsync($"  {line}");
        await output.WriteLineAsync($"  ({segments.Count} SMS {(segments.Count == 1 ? "segment" : "segments")})");
    }
}
