using System.Collections.Immutable;
using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Encryption;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>Loads conversations with what waits for them; the session that comes back commits the turn.</summary>
public sealed class ConversationStore(Database database, Hints hints, TimeProvider time)
{
    /// <summary>Messages that one turn takes at most; the rest follows in the next.</summary>
    private const int MostMessagesPerTurn = 20;

    /// <summary>Contacts whose messages wait for a turn: those whose turns have failed last, so that they hold nobody up, else the longest waiting first.</summary>
    public async Task<IReadOnlyList<ContactId>> PendingContactsAsync(int most, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var contacts = await context.Inbox.Where(row => row.DoneAt == null)
            .GroupBy(row => row.ContactId)
            .Select(group => new { Contact = group.Key, First = group.Min(row => row.Ordinal), Failed = group.Max(row => row.FailedTurns) })
            .OrderBy(group => group.Failed)
            .ThenBy(group => group.First)
            .Take(most)
            .ToListAsync(cancellationToken);
        return [.. contacts.Select(group => new ContactId(group.Contact))];
    }

    /// <summary>The contact's open conversation, or a new one, with its pending messages in order; null if none is pending.</summary>
    public async Task<ConversationSession?> OpenForTurnAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken);
        try
        {
            // The conversation first: its version then fences what is read after it. The other way round, a message that another worker has just
            // finished would be handled again under the version that it left.
            var row = await context.Conversations.SingleOrDefaultAsync(row => row.ContactId == contact.Value && row.ClosedAt == null, cancellationToken);
            var pending = await context.Inbox.Where(row => row.ContactId == contact.Value && row.DoneAt == null)
                .OrderBy(row => row.Ordinal).Take(MostMessagesPerTurn).ToListAsync(cancellationToken);
            if (pending.Count == 0)
            {
                await context.DisposeAsync();
                return null;
            }

            var contactRow = await context.Contacts.SingleAsync(row => row.Id == contact.Value, cancellationToken);
            return row is null
                ? await NewSessionAsync(context, contactRow, pending, cancellationToken)
                : await SessionAsync(context, contactRow, row, pending, cancellationToken);
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    /// <summary>Remembers that the contact's turn could not be loaded or committed.</summary>
    public Task MarkFailedAsync(ContactId contact, CancellationToken cancellationToken) =>
        database.WriteAsync(
            context => context.Inbox.Where(row => row.ContactId == contact.Value && row.DoneAt == null)
                .ExecuteUpdateAsync(update => update.SetProperty(row => row.FailedTurns, row => row.FailedTurns + 1), cancellationToken),
            cancellationToken);

    /// <summary>True if the child has written something that no turn has seen yet.</summary>
    public async Task<bool> HasUnseenAsync(ConversationId id, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        return await context.Conversations.AnyAsync(
            row => row.Id == id.Value && context.Inbox.Any(message => message.ContactId == row.ContactId && message.DoneAt == null),
            cancellationToken);
    }

    /// <summary>An existing conversation, for a counsellor's action; null if there is none.</summary>
    public async Task<ConversationSession?> OpenAsync(ConversationId id, CancellationToken cancellationToken)
    {
        var context = await database.OpenAsync(cancellationToken);
        try
        {
            var row = await context.Conversations.SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken);
            if (row is null)
            {
                await context.DisposeAsync();
                return null;
            }

            var contact = await context.Contacts.SingleAsync(contact => contact.Id == row.ContactId, cancellationToken);
            return await SessionAsync(context, contact, row, [], cancellationToken);
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    private async Task<ConversationSession> SessionAsync(HelplineDbContext context, ContactRow contact, ConversationRow row, List<InboxRow> pending, CancellationToken cancellationToken)
    {
        var key = database.KeyOf(contact);
        var handoff = await context.Handoffs.Where(handoff => handoff.ConversationId == row.Id)
            .OrderByDescending(handoff => handoff.Number).FirstOrDefaultAsync(cancellationToken);
        var state = ConversationState.Parse(key.Open(row.StateBox, Places.State(row.Id)));
        var conversation = new Conversation
        {
            Id = new ConversationId(row.Id),
            Contact = new ContactId(row.ContactId),
            Lifecycle = (LifecycleState)row.Lifecycle,
            Risk = (RiskLevel)row.RiskLevel,
            Revision = row.Revision,
            Position = state.Position,
            Facts = state.Facts,
            Misses = state.Misses,
            Handoff = handoff is null ? null : HandoffOf(handoff, key),
            NextSequence = row.NextSequence,
            LastHeardAt = row.LastHeardAt?.ToTime(),
        };
        return new ConversationSession(database, hints, time, context, row, key, pending, conversation, isNew: false);
    }

    /// <summary>A new conversation takes the child's language and choices about contact over from the last one, and nothing else.</summary>
    private async Task<ConversationSession> NewSessionAsync(HelplineDbContext context, ContactRow contact, List<InboxRow> pending, CancellationToken cancellationToken)
    {
        var key = database.KeyOf(contact);
        var last = await context.Conversations.AsNoTracking().Where(row => row.ContactId == contact.Id)
            .OrderByDescending(row => row.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        var facts = ImmutableDictionary<string, string>.Empty;
        if (last is not null)
        {
            var kept = ConversationState.Parse(key.Open(last.StateBox, Places.State(last.Id))).Facts;
            facts = facts.AddRange(kept.Where(fact => fact.Key is FactNames.Language or FactNames.OptedOut or FactNames.Discreet));
        }

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var row = new ConversationRow
        {
            Id = id,
            ContactId = contact.Id,
            Channel = contact.Channel,
            ServiceAddress = pending[0].ServiceAddress,
            Language = "",
            Revision = "",
            StateBox = [],
            CreatedAt = now.ToUnixTimeMilliseconds(),
        };
        var conversation = new Conversation { Id = new ConversationId(id), Contact = new ContactId(contact.Id), Facts = facts, IsReturning = last is not null };
        return new ConversationSession(database, hints, time, context, row, key, pending, conversation, isNew: true);
    }

    internal static Handoff HandoffOf(HandoffRow row, DataKey key) =>
        new(row.Number, (HandoffState)row.State, row.Reason, (Danger?)row.Danger, (RiskLevel)row.RiskLevel, row.OpenedAt.ToTime())
        {
            Counsellor = row.CounsellorId is { } counsellor ? new CounsellorId(counsellor) : null,
            TakenAt = row.TakenAt?.ToTime(),
            EndedAt = row.EndedAt?.ToTime(),
            Outcome = (HandoffOutcome?)row.Outcome,
            Note = row.NoteBox is { } note ? key.Open(note, Places.Note(row.ConversationId, row.Number)) : null,
        };
}
