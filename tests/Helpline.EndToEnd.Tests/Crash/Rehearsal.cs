using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>
/// What should have come of a child's messages: turns are pure, so the same messages in the same order make the same transcript, however often
/// and wherever the servers died.
/// </summary>
internal sealed class Rehearsal
{
    private readonly DialogEngine _dialogs;
    private readonly Triage _triage;

    public Rehearsal()
    {
        var sources = Directory.EnumerateFiles(Repository.Dialogs, "*.yaml", SearchOption.AllDirectories)
            .Select(file => new DialogSource(Path.GetRelativePath(Repository.Dialogs, file), File.ReadAllText(file)));
        var library = DialogReader.Read([.. sources]);
        _dialogs = new DialogEngine(library);
        _triage = new Triage(library.Lexicons);
    }

    /// <summary>True for what a child is told who waits for long.</summary>
    public bool IsReminder(string words) => _dialogs.Library.Languages.Any(language => _dialogs.Phrases.Text(language, SystemPhrases.StillWaiting) == words);

    /// <summary>The conversation after these messages, and what was said in it by sequence number. A null is a reminder that came due.</summary>
    public (Conversation Conversation, IReadOnlyList<SaidMessage> Said) Of(IEnumerable<PlannedMessage?> messages)
    {
        var now = TimeProvider.System.GetUtcNow();
        var conversation = new Conversation { Id = new ConversationId(Guid.Empty), Contact = new ContactId(Guid.Empty) };
        var said = new List<SaidMessage>();
        foreach (var message in messages)
        {
            PendingMessage[] pending = message is null ? [] : [new PendingMessage(1, message.Text, message.Attachments, AnsweredByCarrier: false)];
            var outcome = Turn.Run(conversation, pending, message is null ? [TimerKind.WaitingReminder] : [], _dialogs, _triage, now);
            conversation = outcome.Conversation;
            said.AddRange(outcome.Said);
        }

        return (conversation, said);
    }
}
