using System.Data.Common;
using System.Text.Json;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Redis;
using Helpline.Storage.Work;
using static Helpline.Storage.Sql.TurnStatements;

namespace Helpline.Storage.Sql;

/// <summary>
/// Commits turns, many in one transaction. Of each turn everything is committed (state, transcript, outbox, handoff, timers), or nothing if
/// somebody else has committed to the conversation since it was loaded: its version is the fence.
/// </summary>
/// <remarks>
/// 1. Each conversation is moved on from the version that was loaded, or inserted if it is new. Rows that somebody else holds locked are
///    waited for; rows that have moved on answer nothing, and their turns are lost.
/// 2. For the turns that got through: handoffs, level changes, messages done, outbox, notices of robots, timers. The outbox's ordinals are drawn under the conversations'
///    locks, so their order is the order of the turns.
/// </remarks>
public sealed class TurnCommit(Database database, PendingWork work, Hints hints, TimeProvider time)
{
    /// <summary>Commits one; false if another worker or a counsellor was first, and nothing was changed: load again.</summary>
    public async Task<bool> CommitAsync(ConversationSession session, TurnOutcome outcome, CancellationToken cancellationToken) =>
        (await CommitAsync([new DecidedTurn(session, outcome)], cancellationToken))[0];

    /// <summary>Commits many in one transaction; for each, in order, false if somebody else was first.</summary>
    /// <exception cref="DbException">Nothing was committed. One of the turns may be at fault: commit them one by one.</exception>
    /// <exception cref="MessageDoneException">As above, and one of the turns had its messages finished by somebody else.</exception>
    public async Task<IReadOnlyList<bool>> CommitAsync(IReadOnlyList<DecidedTurn> turns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turns);
        IReadOnlyList<bool> committed;
        try
        {
            committed = await database.WriteAsync(context => CommitAsync(context, turns, cancellationToken), cancellationToken);
        }
        catch (MessageDoneException) when (turns.Count == 1)
        {
            return [false];
        }

        for (var i = 0; i < turns.Count; i++)
        {
            if (!committed[i])
                continue;
            var (session, outcome, _) = turns[i];
            if (outcome.Said.Count > 0 || IsAwaited(session, outcome))
                work.Outbox(session.Contact.Channel).Add(outcome.Conversation.Contact, outcome.Said.Any(said => IsUrgent(said, outcome.Conversation)));
            _ = hints.ChangedAsync(outcome.Conversation.Id);
            if (outcome.Received.Count > 0 && ChannelNames.ReadsTranscript(session.Contact.Channel))
                _ = hints.LinesAsync(session.Contact.AddressHash);
        }

        return committed;
    }

    private async Task<IReadOnlyList<bool>> CommitAsync(HelplineDbContext context, IReadOnlyList<DecidedTurn> turns, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var fence = new SqlBatch();
        var order = Enumerable.Range(0, turns.Count).OrderBy(i => turns[i].Outcome.Conversation.Id.Value).ToList(); // one order of locks for everybody
        foreach (var i in order)
            MoveConversation(fence, turns[i], now);
        var moved = await fence.ExecuteAsync(context, cancellationToken);

        var committed = new bool[turns.Count];
        var rest = new SqlBatch();
        var done = new List<int>();
        for (var i = 0; i < order.Count; i++)
        {
            if (moved[i] == 0)
                continue;
            committed[order[i]] = true;
            Write(rest, done, turns[order[i]], now);
        }

        var results = await rest.ExecuteAsync(context, cancellationToken);
        if (done.Any(statement => results[statement] == 0))
            throw new MessageDoneException();
        return committed;
    }

    private static void MoveConversation(SqlBatch batch, DecidedTurn turn, long now)
    {
        var (session, outcome, _) = turn;
        var conversation = outcome.Conversation;
        var state = ConversationState.Of(conversation);
        object?[] values =
        [
            conversation.Id.Value,
            session.Row?.Version ?? 1,
            session.Messages is [.., var last] ? last.ServiceAddress : session.Row?.ServiceAddress, // the answer comes from the number that the child wrote to last
            (int)conversation.Lifecycle,
            (int)conversation.Risk,
            conversation.Language ?? Languages.English,
            conversation.Revision,
            session.Key.Seal(state.ToJson(), Places.State(conversation.Id.Value)),
            conversation.NextSequence,
            conversation.LastHeardAt?.ToUnixTimeMilliseconds(),
            conversation.Lifecycle == LifecycleState.Closed ? now : null,
            conversation.Revision.Length == 0 ? null : conversation.RememberedUntil?.ToUnixTimeMilliseconds(),
            PaceState.ToJson(conversation.Pace) is { } pace ? session.Key.Seal(pace, Places.Pace(conversation.Id.Value)) : null,
        ];
        if (session.Row is not null)
            batch.Add(MoveOn, values);
        else
            batch.Add(Begin, [.. values, session.Contact.Id, session.Contact.Channel, now]);
    }

    private static void Write(SqlBatch batch, List<int> done, DecidedTurn turn, long now)
    {
        var (session, outcome, failure) = turn;
        var conversation = outcome.Conversation;
        if (conversation.Handoff is { } handoff && handoff != session.Conversation.Handoff)
            Write(batch, session, conversation, handoff, now);
        if (outcome.LevelChange is { } change)
            Write(batch, session, change);
        foreach (var received in outcome.Received)
        {
            var row = session.Messages.Single(message => message.Ordinal == received.Ordinal);
            done.Add(batch.Count);
            batch.Add(
                MessageDone,
                row.Ordinal,
                now,
                conversation.Id.Value,
                received.Sequence,
                (int)received.Assessment.Level,
                session.Key.Seal(JsonSerializer.Serialize(received.Assessment), Places.Assessment(row.Channel, row.ProviderId)),
                failure ?? (session.IsSalvaged ? row.Failure ?? "ProcessEnded" : null),
                (int?)received.Assessment.ShadowLevel);
        }

        if (conversation.OptedOut && !session.Conversation.OptedOut)
            batch.Add(GiveUpUnsent, session.Contact.Id, now);
        else if (IsAwaited(session, outcome))
            batch.Add(ReleaseWaiting, session.Contact.Id, now);
        foreach (var said in outcome.Said)
        {
            var id = Guid.CreateVersion7(now.ToTime());
            var goodFor = said.Counsellor is null ? DeliveryPolicy.AdviceIsGoodFor : DeliveryPolicy.ReplyIsGoodFor;
            batch.Add(
                PutOutbox,
                id,
                session.Contact.Id,
                conversation.Id.Value,
                said.Sequence,
                session.Contact.Channel,
                session.Messages is [.., var last] ? last.ServiceAddress : session.Row!.ServiceAddress,
                said.Counsellor?.Value,
                session.Key.Seal(said.Text, Places.Outbound(id)),
                IsUrgent(said, conversation),
                now,
                now + (long)goodFor.TotalMilliseconds);
        }

        if (conversation.Pace.Silence is { } silence && silence != session.Conversation.Pace.Silence)
            batch.Add(PutLoop, session.Contact.Id, (int)silence.Kind, silence.Since.ToUnixTimeMilliseconds(), silence.Until.ToUnixTimeMilliseconds());
        else if (conversation.Pace.Silence is null && session.Conversation.Pace.Silence is not null)
            batch.Add(EndLoop, session.Contact.Id, now);

        if (conversation.Lifecycle == LifecycleState.Closed)
        {
            batch.Add(EndTimers, conversation.Id.Value);
            return;
        }

        foreach (var (kind, due) in outcome.Timers)
        {
            if (due is { } at)
                batch.Add(SetTimer, conversation.Id.Value, (int)kind, session.Contact.Id, at.ToUnixTimeMilliseconds());
            else
                batch.Add(EndTimer, conversation.Id.Value, (int)kind);
        }
    }

    private static void Write(SqlBatch batch, ConversationSession session, Conversation conversation, Handoff handoff, long now)
    {
        // A child may leave the queue and call again in one turn; the outcome knows the newer call only.
        batch.Add(LeaveEarlierHandoffs, conversation.Id.Value, handoff.Number, now);
        batch.Add(
            PutHandoff,
            conversation.Id.Value,
            handoff.Number,
            session.Contact.Id,
            handoff.Reason,
            (int)handoff.State,
            (int?)handoff.Danger,
            (int)handoff.Level,
            handoff.Counsellor?.Value,
            handoff.OpenedAt.ToUnixTimeMilliseconds(),
            handoff.TakenAt?.ToUnixTimeMilliseconds(),
            handoff.EndedAt?.ToUnixTimeMilliseconds(),
            (int?)handoff.Outcome,
            handoff.Note is { } note ? session.Key.Seal(note, Places.Note(conversation.Id.Value, handoff.Number)) : null,
            (int?)handoff.ClosingLevel);
    }

    private static void Write(SqlBatch batch, ConversationSession session, LevelChange change)
    {
        var decidedOn = session.Row!;
        batch.Add(
            PutLevelChange,
            decidedOn.Id,
            decidedOn.Version,
            session.Contact.Id,
            change.Counsellor.Value,
            change.At.ToUnixTimeMilliseconds(),
            (int)change.From,
            (int)change.To,
            session.Key.Seal(change.Reason, Places.LevelReason(decidedOn.Id, decidedOn.Version)));
    }

    /// <summary>True if something of ours may have waited for the child to write.</summary>
    private static bool IsAwaited(ConversationSession session, TurnOutcome outcome) => outcome.Received.Count > 0 && ChannelNames.HasWindow(session.Contact.Channel);

    private static bool IsUrgent(SaidMessage said, Conversation conversation) =>
        said.Counsellor is not null || conversation.Risk >= HandoffPolicy.CallsHuman;
}
