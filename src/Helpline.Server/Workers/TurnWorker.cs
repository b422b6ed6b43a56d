using System.Data.Common;
using Helpline.Conversations;
using Helpline.Messages;
using Helpline.Storage;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;
using Helpline.Storage.Work;

namespace Helpline.Server.Workers;

/// <summary>Gives pending messages and due timers their turns, many contacts at a time.</summary>
/// <remarks>A round:
/// 1. Takes waiting contacts, the urgent first, and their leases.
/// 2. Loads their conversations, each with its version, and the dialogs that they are in the middle of.
/// 3. Runs the turns. One that throws becomes the safe one: the child gets the safe message and a human the conversation.
/// 4. Commits all in one transaction. If it fails, one by one, so that a turn that cannot be committed holds no other up.
/// 5. Turns that lost against somebody else, or died, are looked at again.
/// </remarks>
internal sealed partial class TurnWorker(
    ConversationStore conversations,
    TurnCommit commit,
    PendingWork work,
    LiveDialogs dialogs,
    DialogWatcher revisions,
    Leases leases,
    Pace pace,
    HelplineMetrics metrics,
    TimeProvider time,
    ILogger<TurnWorker> logger) : BackgroundService
{
    private const int ContactsPerRound = 128;

    /// <summary>Another node has the contact's lease, or was faster: it is done soon.</summary>
    private static readonly TimeSpan PauseAfterRace = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan PauseWhileHeld = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(await work.Turns.TakeAsync(ContactsPerRound, stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>A round is finished even while stopping: it takes milliseconds. Never throws.</summary>
    private async Task RoundAsync(IReadOnlyList<ContactId> contacts)
    {
        IReadOnlyList<ContactId> leased = [];
        try
        {
            leased = await leases.TakeAsync(contacts);
            foreach (var contact in contacts.Except(leased))
                work.Turns.AddAfter(contact, urgent: true, PauseAfterRace);
            await RunAsync(leased);
        }
        catch (Exception error)
        {
            // SQL is out of reach; what is pending there stays pending, and the poll finds it.
            LogRoundFailed(error.GetType().Name);
            await Task.Delay(PauseAfterFailure, time, CancellationToken.None);
        }
        finally
        {
            await leases.ReleaseAsync(leased);
            foreach (var contact in contacts)
                work.Turns.Done(contact);
        }
    }

    private async Task RunAsync(IReadOnlyList<ContactId> contacts)
    {
        if (contacts.Count == 0)
            return;
        var started = time.GetTimestamp();
        var load = await conversations.OpenForTurnsAsync(contacts, CancellationToken.None);
        await revisions.FindAsync(load.Sessions.Select(session => session.Conversation.Revision));
        var decided = new DecidedTurn[load.Sessions.Count];
        Parallel.For(0, decided.Length, i => decided[i] = Decide(load.Sessions[i]));
        await CommitAsync(decided);
        foreach (var failure in load.Failures)
            await MarkFailedAsync(failure);
        foreach (var contact in load.CutOff)
            work.Turns.Add(contact, urgent: false);
        foreach (var contact in load.Held)
            work.Turns.AddAfter(contact, urgent: true, PauseWhileHeld);
        foreach (var session in load.Sessions.Where(session => session.HasMore))
            work.Turns.Add(session.Conversation.Contact, session.IsUrgent);
        metrics.TurnsTook(time.GetElapsedTime(started), decided.Length);
    }

    private async Task CommitAsync(DecidedTurn[] turns)
    {
        try
        {
            if (turns.Length > 0)
                AgainIfLost(turns, await commit.CommitAsync(turns, CancellationToken.None));
        }
        catch (Exception error)
        {
            LogGroupFailed(turns.Length, error.GetType().Name, (error as DbException)?.SqlState);
            foreach (var turn in turns)
                await CommitAloneAsync(turn);
        }
    }

    private async Task CommitAloneAsync(DecidedTurn turn)
    {
        try
        {
            AgainIfLost([turn], await commit.CommitAsync([turn], CancellationToken.None));
        }
        catch (Exception error) when (!IsOutage(error))
        {
            await MarkFailedAsync(new TurnFailure(turn.Outcome.Conversation.Contact, error.GetType().Name));
        }
    }

    private void AgainIfLost(DecidedTurn[] turns, IReadOnlyList<bool> committed)
    {
        for (var i = 0; i < turns.Length; i++)
        {
            if (!committed[i])
                work.Turns.Add(turns[i].Outcome.Conversation.Contact, urgent: true);
            else if (turns[i].Failure is not null)
                metrics.TurnFailed();
            else if (turns[i].BeginsSilence)
                Stopped(turns[i].Outcome.Conversation.Id);
        }
    }

    private void Stopped(ConversationId conversation)
    {
        metrics.LoopStopped();
        LogLoop(conversation);
    }

    private async Task MarkFailedAsync(TurnFailure failure)
    {
        LogTurnUncommitted(failure.Contact, failure.Error);
        metrics.TurnFailed();
        await conversations.MarkFailedAsync(failure, CancellationToken.None);
    }

    private DecidedTurn Decide(ConversationSession session)
    {
        if (session.IsSalvaged)
            return Failed(session, "TriedTooOften");
        try
        {
            var now = time.GetUtcNow();
            return new DecidedTurn(session, Turn.Run(session.Conversation, session.Pending, session.Timers, dialogs.Of(session.Conversation, now), dialogs.Triage, now, dialogs.Newest, pace.Of(session.Channel)));
        }
        catch (Exception error)
        {
            LogTurnFailed(session.Conversation.Id, error.GetType().Name, error.StackTrace);
            return Failed(session, error.GetType().Name);
        }
    }

    private DecidedTurn Failed(ConversationSession session, string error) =>
        new(session, Turn.Failed(session.Conversation, session.Pending, session.Timers, dialogs.Newest, dialogs.Triage, time.GetUtcNow()), error);

    /// <summary>The connection or the server is at fault, not the turn.</summary>
    private static bool IsOutage(Exception error) => error is DbException { IsTransient: true } or TimeoutException or IOException or DbException { InnerException: IOException or TimeoutException };

    // Exceptions are named, not written out: drivers quote values in their messages, and ours could quote what the child wrote. Stack traces name our code.
    [LoggerMessage(LogLevel.Error, "The turn of conversation {Conversation} failed ({Error}); the child got the safe message and a person the conversation. {StackTrace}")]
    private partial void LogTurnFailed(ConversationId conversation, string error, string? stackTrace);

    [LoggerMessage(LogLevel.Warning, "A robot answers in conversation {Conversation}; the bot is silent there. See /operations.")]
    private partial void LogLoop(ConversationId conversation);

    [LoggerMessage(LogLevel.Error, "The turn of contact {Contact} could not be loaded or committed ({Error}); it is tried again, and goes to a person if that does not help.")]
    private partial void LogTurnUncommitted(ContactId contact, string error);

    [LoggerMessage(LogLevel.Warning, "A group of {Count} turns was not committed ({Error} {SqlState}); committing them one by one.")]
    private partial void LogGroupFailed(int count, string error, string? sqlState);

    [LoggerMessage(LogLevel.Error, "A round of turns failed ({Error}); what is pending is tried again.")]
    private partial void LogRoundFailed(string error);
}
