using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;

namespace Helpline.Server.Workers;

/// <summary>Gives pending messages their turn: lease, load, run, commit against the version that was loaded.</summary>
internal sealed partial class TurnWorker(
    ConversationStore conversations,
    DialogEngine dialogs,
    Triage triage,
    Leases leases,
    Hints hints,
    HelplineMetrics metrics,
    TimeProvider time,
    ILogger<TurnWorker> logger) : PollingWorker(WorkKind.Turns, parallelism: 4, leases, hints, time, logger)
{
    protected override Task<IReadOnlyList<ContactId>> FindAsync(int most, CancellationToken cancellationToken) =>
        conversations.PendingContactsAsync(most, cancellationToken);

    protected override async Task<bool> WorkAsync(ContactId contact, CancellationToken cancellationToken)
    {
        try
        {
            var started = Time.GetTimestamp();
            await using var session = await conversations.OpenForTurnAsync(contact, cancellationToken);
            if (session is null)
                return false;
            var committed = await session.CommitAsync(Run(session), cancellationToken);
            metrics.TurnTook(Time.GetElapsedTime(started));
            return committed;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            await conversations.MarkFailedAsync(contact, cancellationToken);
            throw;
        }
    }

    private TurnOutcome Run(ConversationSession session)
    {
        try
        {
            return Turn.Run(session.Conversation, session.Pending, dialogs, triage, Time.GetUtcNow());
        }
        catch (Exception error)
        {
            LogTurnFailed(session.Conversation.Id, error.GetType().Name, error.StackTrace);
            return Turn.Failed(session.Conversation, session.Pending, dialogs, triage, Time.GetUtcNow());
        }
    }

    // The stack trace names our code; the exception's message could quote what the child wrote.
    [LoggerMessage(LogLevel.Error, "The turn of conversation {Conversation} failed ({Error}); the child got the safe message and a person the conversation. {StackTrace}")]
    private partial void LogTurnFailed(ConversationId conversation, string error, string? stackTrace);
}
