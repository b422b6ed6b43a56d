using System.CommandLine;
using System.Globalization;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Rehearsals;
using Helpline.Server.Commands.Dialogs;
using Helpline.Server.Startup;

namespace Helpline.Server.Commands;

/// <summary><c>chat</c>: the same dialogs, triage and timers in a terminal. Nothing is stored or sent.</summary>
internal static class ChatCommand
{
    private const string Commands = "/wait 2h lets time pass, /state, /facts, /risk and /segments show more, an empty line ends it.";

    public static Command Create()
    {
        var directory = DialogsCommand.Directory();
        var language = new Option<string?>("--lang") { Description = "The language that was chosen before; default: guessed from what you write." };
        var dialog = new Option<string?>("--dialog") { Description = "Begins in this flow (pictures) or at this state (pictures.steps); default: as a new contact." };
        var command = new Command("chat", $"Talks to the dialogs in this terminal; nothing is stored or sent. {Commands}") { directory, language, dialog };
        command.TreatUnmatchedTokensAsErrors = false; // settings, such as the model's
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetRequiredValue(directory);
            var library = DialogFiles.Read(path);
            var triage = TriageSettings.Open(library, path, HelplineHost.Settings([.. parsed.UnmatchedTokens]));
            var state = parsed.GetValue(dialog) is { } name ? StateOf(library, name) : null;
            var chosen = parsed.GetValue(language) is { } tag ? LanguageOf(library, tag) : state is null ? null : library.Languages[0];
            var rehearsal = new Rehearsal(new DialogEngine(library), triage, TimeProvider.System.GetUtcNow(), state, chosen);
            await RunAsync(rehearsal, Terminal.In, Terminal.Out, cancel);
            return 0;
        });
        return command;
    }

    internal static async Task RunAsync(Rehearsal rehearsal, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"Write as a child would. {Commands}");
        var showsSegments = true;
        foreach (var said in rehearsal.Opening)
            await PrintAsync(output, said, showsSegments);
        while (true)
        {
            await output.WriteAsync("> ");
            var line = await input.ReadLineAsync(cancellationToken);
            if (string.IsNullOrWhiteSpace(line))
                return;
            if (line == "/segments")
                showsSegments = !showsSegments;
            else if (line.StartsWith('/'))
                await ShowAsync(rehearsal, line, output, showsSegments);
            else
                await HearAsync(rehearsal, line, output, showsSegments);
        }
    }

    private static string StateOf(DialogLibrary library, string name) =>
        library.Flows.TryGetValue(name, out var flow) ? flow.Start
        : library.States.ContainsKey(name) ? name
        : throw new StartupException($"There is no flow or state '{name}'. The flows are {string.Join(", ", library.Flows.Keys.Order(StringComparer.Ordinal))}.");

    private static string LanguageOf(DialogLibrary library, string tag) => library.Languages.Contains(tag)
        ? tag
        : throw new StartupException($"The dialogs do not speak '{tag}'. They speak {string.Join(", ", library.Languages)}.");

    private static async Task HearAsync(Rehearsal rehearsal, string line, TextWriter output, bool showsSegments)
    {
        var before = rehearsal.Conversation;
        var answers = rehearsal.Hear(line);
        foreach (var said in answers)
            await PrintAsync(output, said, showsSegments);
        if (rehearsal.Conversation.Lifecycle != before.Lifecycle)
            await output.WriteLineAsync($"  [now {rehearsal.Conversation.Lifecycle}, risk {rehearsal.Conversation.Risk}]");
        else if (answers.Count == 0)
            await output.WriteLineAsync("  [a counsellor would answer; the bot is silent]");
    }

    private static async Task ShowAsync(Rehearsal rehearsal, string line, TextWriter output, bool showsSegments)
    {
        var conversation = rehearsal.Conversation;
        switch (line.Split(' ', 2))
        {
            case ["/wait", var time] when Transcript.Duration(time) is { } duration:
                foreach (var (at, text) in rehearsal.Wait(duration))
                {
                    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  [{at:yyyy-MM-dd HH:mm} UTC]"));
                    await PrintAsync(output, text, showsSegments);
                }

                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  [it is {rehearsal.Now:yyyy-MM-dd HH:mm} UTC]"));
                break;
            case ["/state"]:
                await output.WriteLineAsync($"  [{conversation.Position.State ?? "nowhere yet"}{string.Concat(conversation.Position.Callers.Reverse().Select(caller => $", then back to {caller.State}"))}; {conversation.Lifecycle}]");
                break;
            case ["/facts"]:
                await output.WriteLineAsync($"  [{(conversation.Facts.IsEmpty ? "nothing is remembered" : string.Join(", ", conversation.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => $"{fact.Key}: {fact.Value}")))}]");
                break;
            case ["/risk"]:
                await output.WriteLineAsync($"  [risk {conversation.Risk}; the last message {rehearsal.Assessment.Level}{string.Concat(rehearsal.Assessment.Evidence.Select(evidence => $", {evidence.Rule}"))}]");
                break;
            default:
                await output.WriteLineAsync($"  [unknown. {Commands}]");
                break;
        }
    }

    private static async Task PrintAsync(TextWriter output, string text, bool showsSegments)
    {
        foreach (var line in text.Split('\n'))
            await output.WriteLineAsync($"  {line}");
        if (showsSegments && SmsSegments.Of(text).Count is var segments)
            await output.WriteLineAsync($"  ({segments} SMS {(segments == 1 ? "segment" : "segments")})");
    }
}
