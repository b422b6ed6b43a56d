using System.Text.Json;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>
/// A loaded conversation that can be committed once. The commit succeeds only if nobody else has committed since it was loaded (the version is
/// the fence), and is one transaction: state, transcript, outbox and handoff together or not at all.
/// </summary>
public sealed class ConversationSession : IAsyncDisposable
{
    private readonly Database _database;
    private readonly Hints _hints;
    private readonly TimeProvider _time;
    private readonly HelplineDbContext _context;
    private readonly ConversationRow _row;
    private readonly DataKey _key;
    private readonly List<InboxRow> _pending;
    private readonly bool _isNew;

    internal ConversationSession(
        Database database,
        Hints hints,
        TimeProvider time,
        HelplineDbContext context,
        ConversationRow row,
        DataKey key,
        List<InboxRow> pending,
        Conversation conversation,
        bool isNew)
    {
        _database = database;
        _hints = hints;
        _time = time;
        _context = context;
        _row = row;
        _key = key;
        _pending = pending;
        _isNew = isNew;
        Conversation = conversation;
        Pending = [.. pending.Select(message => new PendingMessage(message.Ordinal, _key.Open(message.BodyBox, Places.Inbound(message.Channel, message.ProviderId)), message.Attachments, message.AnsweredByCarrier))];
    }

    public Conversation Conversation { get; }

    public IReadOnlyList<PendingMessage> Pending { get; }

    /// <summary>Commits the outcome; false if another worker or a counsellor was first, and nothing was changed: load again.</summary>
    public async Task<bool> CommitAsync(TurnOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var now = _time.Now();
        var conversation = outcome.Conversation;
        if (_isNew)
            _context.Conversations.Add(_row);
        if (_pending.Count > 0)
            _row.ServiceAddress = _pending[^1].ServiceAddress; // the answer comes from the number that the child wrote to last
        Apply(conversation, now);
        if (conversation.Handoff is { } handoff && handoff != Conversation.Handoff)
            await ApplyAsync(handoff, now, cancellationToken);
        foreach (var received in outcome.Received)
            Apply(received, now);
        _context.Outbox.AddRange(outcome.Said.Select(said => NewOutboxRow(said, now)));

        try
        {
            await _database.WriteAsync(_context, () => _context.SaveChangesAsync(cancellationToken), cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        catch (DbUpdateException) when (_isNew)
        {
            if (await _database.HasOpenConversationAsync(conversation.Contact, cancellationToken))
                return false; // another node has just opened this contact's conversation
            throw;
        }

        if (outcome.Said.Count > 0)
            await _hints.WakeAsync(WorkKind.Outbox);
        await _hints.ChangedAsync(conversation.Id);
        return true;
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Apply(Conversation conversation, long now)
    {
        _row.Lifecycle = (int)conversation.Lifecycle;
        _row.RiskLevel = (int)conversation.Risk;
        _row.Language = conversation.Language ?? Languages.English;
        _row.Revision = conversation.Revision;
        _row.StateBox = _key.Seal(
            new ConversationState(conversation.Position.State, conversation.Position.Caller, conversation.Facts, conversation.Misses).ToJson(),
            Places.State(_row.Id));
        _row.NextSequence = conversation.NextSequence;
        _row.LastHeardAt = conversation.LastHeardAt?.ToUnixTimeMilliseconds();
        _row.ClosedAt = conversation.Lifecycle == LifecycleState.Closed ? now : null;
        _row.Version++;
    }

    private async Task ApplyAsync(Handoff handoff, long now, CancellationToken cancellationToken)
    {
        // A child may leave the queue and call again in one turn; the outcome knows the newer call only.
        var left = await _context.Handoffs
            .Where(earlier => earlier.ConversationId == _row.Id && earlier.Number < handoff.Number && earlier.State == (int)HandoffState.Waiting)
            .ToListAsync(cancellationToken);
        foreach (var earlier in left)
        {
            earlier.State = (int)HandoffState.Left;
            earlier.EndedAt = now;
        }

        var row = await _context.Handoffs.FindAsync([_row.Id, handoff.Number], cancellationToken);
        if (row is null)
        {
            row = new HandoffRow { ConversationId = _row.Id, Number = handoff.Number, ContactId = _row.ContactId, Reason = handoff.Reason };
            _context.Handoffs.Add(row);
        }

        row.State = (int)handoff.State;
        row.Danger = (int?)handoff.Danger;
        row.RiskLevel = (int)handoff.Level;
        row.CounsellorId = handoff.Counsellor?.Value;
        row.OpenedAt = handoff.OpenedAt.ToUnixTimeMilliseconds();
        row.TakenAt = handoff.TakenAt?.ToUnixTimeMilliseconds();
        row.EndedAt = handoff.EndedAt?.ToUnixTimeMilliseconds();
        row.Outcome = (int?)handoff.Outcome;
        row.NoteBox = handoff.Note is { } note ? _key.Seal(note, Places.Note(_row.Id, handoff.Number)) : null;
    }

    private void Apply(ReceivedMessage received, long now)
    {
        var row = _pending.Single(pending => pending.Ordinal == received.Ordinal);
        row.DoneAt = now;
        row.ConversationId = _row.Id;
        row.Sequence = received.Sequence;
        row.RiskLevel = (int)received.Assessment.Level;
        row.AssessmentBox = _key.Seal(JsonSerializer.Serialize(received.Assessment), Places.Assessment(row.Channel, row.ProviderId));
    }

    private OutboxRow NewOutboxRow(SaidMessage said, long now)
    {
        var id = Guid.CreateVersion7(now.ToTime());
        return new OutboxRow
        {
            Id = id,
            ContactId = _row.ContactId,
            ConversationId = _row.Id,
            Sequence = said.Sequence,
            Channel = _row.Channel,
            ServiceAddress = _row.ServiceAddress,
            CounsellorId = said.Counsellor?.Value,
            BodyBox = _key.Seal(said.Text, Places.Outbound(id)),
            Status = (int)DeliveryStatus.Pending,
            CreatedAt = now,
            DueAt = now,
            ChangedAt = now,
        };
    }
}
