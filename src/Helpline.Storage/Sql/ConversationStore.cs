using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>Loads conversations with what waits for them, many in one go; <see cref="TurnCommit"/> writes what came of it.</summary>
public sealed class ConversationStore(Database database, SpoolMarks marks, TimeProvider time)
{
    /// <summary>Messages that one turn takes at most; the rest follows in the next.</summary>
    private const int MostMessagesPerTurn = 20;

    /// <summary>Messages that are loaded at once, for all contacts together.</summary>
    private const int MostMessages = 1000;

    /// <summary>Turns that may die on a message. Then its conversation is opened without what cannot be read, and goes to a human.</summary>
    public const int MostFailedTurns = 5;

    /// <summary>A message that is older than this when it is loaded may have killed the process that had it: the try is counted before it is made, one in so long: many nodes that die for other reasons are not its fault. (Failures that left the process alive are counted by <see cref="MarkFailedAsync"/>.)</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(10);

    /// <summary>How long a child's messages wait, from when this node first sees them, for others that a node has in its spool: as long as it takes to start again and drain.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, long> _heldSince = new();

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Contacts with messages or timers that wait for a turn: the urgent first, then the longest waiting.</summary>
    public async Task<IReadOnlyList<(ContactId Contact, bool Urgent)>> PendingContactsAsync(int most, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await using var context = await database.OpenAsync(cancellationToken);
        var messages = await context.Inbox.Where(row => row.DoneAt == null && row.DueAt <= now)
            .OrderByDescending(row => row.Urgent).ThenBy(row => row.Ordinal)
            .Select(row => new { row.ContactId, row.Urgent })
            .Take(most).ToListAsync(cancellationToken);
        var timers = await context.Timers.Where(row => row.DueAt <= now)
            .OrderBy(row => row.DueAt).Select(row => row.ContactId).Take(most).ToListAsync(cancellationToken);
        return
        [
            .. messages.Select(message => (message.ContactId, message.Urgent)).Concat(timers.Select(timer => (ContactId: timer, Urgent: false)))
                .DistinctBy(waiting => waiting.ContactId).Select(waiting => (new ContactId(waiting.ContactId), waiting.Urgent)),
        ];
    }

    /// <summary>
    /// Each contact's open conversation, or a new one, with its pending messages in order and its due timers. A contact for whom nothing
    /// waits is left out; one whose rows cannot be opened comes with its error.
    /// </summary>
    public async Task<TurnLoad> OpenForTurnsAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var ids = contacts.Select(contact => contact.Value).ToArray();
        var now = time.Now();
        await using var context = await database.OpenAsync(cancellationToken);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;

        // The conversations first: their versions then fence what is read after them. The other way round, a message that another worker has just
        // finished would be handled again under the version that it left.
        var open = (await context.Conversations.Where(row => EF.Parameter(ids).Contains(row.ContactId) && row.ClosedAt == null).ToListAsync(cancellationToken))
            .ToDictionary(row => row.ContactId);
        var pending = (await context.Inbox.Where(row => EF.Parameter(ids).Contains(row.ContactId) && row.DoneAt == null)
            .OrderBy(row => row.Ordinal).Take(MostMessages).ToListAsync(cancellationToken)).ToLookup(row => row.ContactId);
        var timers = (await context.Timers.Where(row => EF.Parameter(ids).Contains(row.ContactId) && row.DueAt <= now).ToListAsync(cancellationToken))
            .Where(row => open.TryGetValue(row.ContactId, out var conversation) && conversation.Id == row.ConversationId)
            .ToLookup(row => row.ContactId, row => (TimerKind)row.Kind);

        var waiting = ids.Where(id => pending.Contains(id) || timers.Contains(id)).ToArray();
        if (waiting.Length == 0)
            return new TurnLoad([], [], [], []);
        var contactRows = await context.Contacts.Where(row => EF.Parameter(waiting).Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var held = await HeldAsync(contactRows, pending, now);
        var handoffs = await HandoffsAsync(context, [.. open.Values.Select(row => row.Id)], cancellationToken);
        var earlier = await EarlierAsync(context, [.. waiting.Where(id => !open.ContainsKey(id))], cancellationToken);
        await CountTriesAsync(context, pending, now, cancellationToken);

        var sessions = new List<ConversationSession>(waiting.Length);
        var failures = new List<TurnFailure>();
        foreach (var id in waiting.Except(held))
        {
            var messages = InOrder(pending[id]).Take(MostMessagesPerTurn).ToList();
            try
            {
                var conversation = open.GetValueOrDefault(id);
                sessions.Add(Session(
                    contactRows[id],
                    conversation,
                    conversation is null ? null : handoffs.GetValueOrDefault(conversation.Id),
                    earlier.GetValueOrDefault(id),
                    messages,
                    [.. timers[id]],
                    hasMore: pending[id].Count() > messages.Count,
                    isUrgent: pending[id].Any(message => message.Urgent)));
            }
            catch (Exception error) when (error is CryptographicException or JsonException or KeyNotFoundException)
            {
                failures.Add(new TurnFailure(new ContactId(id), error.GetType().Name));
            }
        }

        // With a flood from some contacts, others may have been cut off the load; they are not to be forgotten.
        var cut = pending.Sum(group => group.Count()) == MostMessages ? contacts.Where(contact => !waiting.Contains(contact.Value)) : [];
        return new TurnLoad(sessions, failures, [.. cut], [.. held.Select(id => new ContactId(id))]);
    }

    /// <summary>One contact's session; null if nothing waits for it.</summary>
    public async Task<ConversationSession?> OpenForTurnAsync(ContactId contact, CancellationToken cancellationToken) =>
        (await OpenForTurnsAsync([contact], cancellationToken)).Sessions.SingleOrDefault();

    /// <summary>Remembers that a contact's turn could not be loaded or committed; its messages are tried again after a pause that doubles.</summary>
    public Task MarkFailedAsync(TurnFailure failure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var now = time.Now();
        return database.WriteAsync(
            async context =>
            {
                var rows = context.Inbox.Where(row => row.ContactId == failure.Contact.Value && row.DoneAt == null);
                var tries = await rows.MaxAsync(row => (int?)row.FailedTurns, cancellationToken) ?? 0;
                var pause = tries >= 10 ? LongestPause : TimeSpan.FromSeconds(Math.Min(1 << tries, LongestPause.TotalSeconds));
                await context.Timers.Where(row => row.ContactId == failure.Contact.Value && row.DueAt <= now)
                    .ExecuteUpdateAsync(update => update.SetProperty(row => row.DueAt, now + (long)LongestPause.TotalMilliseconds), cancellationToken);
                return await rows.ExecuteUpdateAsync(
                    update => update
                        .SetProperty(row => row.FailedTurns, tries + 1)
                        .SetProperty(row => row.Failure, failure.Error)
                        .SetProperty(row => row.DueAt, now + (long)pause.TotalMilliseconds),
                    cancellationToken);
            },
            cancellationToken);
    }

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
        await using var context = await database.OpenAsync(cancellationToken);
        var row = await context.Conversations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken);
        if (row is null)
            return null;
        var contact = await context.Contacts.AsNoTracking().SingleAsync(contact => contact.Id == row.ContactId, cancellationToken);
        var handoffs = await HandoffsAsync(context, [row.Id], cancellationToken);
        return Session(contact, row, handoffs.GetValueOrDefault(row.Id), earlier: null, [], [], hasMore: false, isUrgent: false);
    }

    /// <summary>A contact's open conversation, or its last; null if it had none.</summary>
    public async Task<ConversationSession?> OpenNewestAsync(ContactId contact, CancellationToken cancellationToken)
    {
        Guid? newest;
        await using (var context = await database.OpenAsync(cancellationToken))
        {
            newest = await context.Conversations.Where(row => row.ContactId == contact.Value)
                .OrderByDescending(row => row.CreatedAt).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        }

        return newest is { } id ? await OpenAsync(new ConversationId(id), cancellationToken) : null;
    }

    /// <summary>The newest handoff of each conversation.</summary>
    private static async Task<Dictionary<Guid, HandoffRow>> HandoffsAsync(HelplineDbContext context, Guid[] conversations, CancellationToken cancellationToken) =>
        conversations.Length == 0
            ? []
            : (await context.Handoffs.AsNoTracking().Where(row => EF.Parameter(conversations).Contains(row.ConversationId)).ToListAsync(cancellationToken))
                .GroupBy(row => row.ConversationId).ToDictionary(group => group.Key, group => group.MaxBy(row => row.Number)!);

    /// <summary>The contacts' last conversations.</summary>
    private static async Task<Dictionary<Guid, ConversationRow>> EarlierAsync(HelplineDbContext context, Guid[] contacts, CancellationToken cancellationToken) =>
        contacts.Length == 0
            ? []
            : (await context.Conversations.AsNoTracking()
                .Where(row => EF.Parameter(contacts).Contains(row.ContactId) && !context.Conversations.Any(later => later.ContactId == row.ContactId && later.CreatedAt > row.CreatedAt))
                .ToListAsync(cancellationToken))
                .GroupBy(row => row.ContactId).ToDictionary(group => group.Key, group => group.MaxBy(row => row.Id)!);

    /// <summary>Contacts whose messages must wait for a moment: others lie in a node's spool, and may still come in.</summary>
    private async Task<Guid[]> HeldAsync(Dictionary<Guid, ContactRow> contacts, ILookup<Guid, InboxRow> pending, long now)
    {
        if (!await marks.AnyAsync())
            return [];
        var addresses = new Dictionary<Address, Guid>();
        foreach (var contact in contacts.Values.Where(contact => pending.Contains(contact.Id)))
        {
            try
            {
                addresses[database.AddressOf(contact)] = contact.Id;
            }
            catch (CryptographicException)
            {
                // Its turn fails on this too, and is dealt with there.
            }
        }

        foreach (var (contact, since) in _heldSince.Where(hold => now - hold.Value > 2 * (long)LongestHold.TotalMilliseconds))
            _heldSince.TryRemove(new(contact, since)); // another node has answered it
        return [.. (await marks.AmongAsync([.. addresses.Keys])).Select(address => addresses[address]).Where(contact => now - _heldSince.GetOrAdd(contact, now) < (long)LongestHold.TotalMilliseconds)];
    }

    /// <summary>Messages have the order of their rows. What lay in a spool has its row late: then the time of acceptance counts.</summary>
    private static IEnumerable<InboxRow> InOrder(IEnumerable<InboxRow> pending) =>
        pending.Any(row => row.Spooled) ? pending.OrderBy(row => row.ReceivedAt).ThenBy(row => row.Ordinal) : pending;

    private static async Task CountTriesAsync(HelplineDbContext context, ILookup<Guid, InboxRow> pending, long now, CancellationToken cancellationToken)
    {
        var old = pending.SelectMany(group => InOrder(group).Take(MostMessagesPerTurn))
            .Where(row => row.DueAt == 0 && now - row.ReceivedAt > (row.FailedTurns + 1) * (long)LongestTurn.TotalMilliseconds).Select(row => row.Ordinal).ToArray();
        if (old.Length > 0)
        {
            await context.Inbox.Where(row => EF.Parameter(old).Contains(row.Ordinal))
                .ExecuteUpdateAsync(update => update.SetProperty(row => row.FailedTurns, row => row.FailedTurns + 1), cancellationToken);
        }
    }

    /// <exception cref="CryptographicException">A value does not open: another key, or a damaged row.</exception>
    private ConversationSession Session(
        ContactRow contact,
        ConversationRow? row,
        HandoffRow? handoff,
        ConversationRow? earlier,
        List<InboxRow> messages,
        IReadOnlyList<TimerKind> timers,
        bool hasMore,
        bool isUrgent)
    {
        var key = database.KeyOf(contact);
        var salvages = messages.Count > 0 && messages.Max(message => message.FailedTurns) >= MostFailedTurns;
        var conversation = (row is null ? StoredConversation.Next(contact, earlier, key, salvages, time.GetUtcNow()) : StoredConversation.Read(row, handoff, key, salvages)) with
        {
            CanBeAnswered = StoredConversation.Open(salvages: true, instead: true, () => Senders.CanBeAnswered(new Address(contact.Channel, key.Open(contact.AddressBox, Places.Address(contact.Id))))), // a damaged address is found out by the outbox
        };
        if (ChannelNames.ReadsTranscript(contact.Channel))
            conversation = conversation with { Facts = conversation.Facts.SetItem(FactNames.WebChat, FactNames.Yes) };
        var pending = messages.Select(message => new PendingMessage(
            message.Ordinal,
            StoredConversation.Open(salvages, "", () => key.Open(message.BodyBox, Places.Inbound(message.Channel, message.ProviderId))),
            message.Attachments,
            message.AnsweredByCarrier)
        {
            ReceivedAt = message.ReceivedAt.ToTime(),
        });
        return new ConversationSession(contact, row, key, messages, conversation, [.. pending], timers, salvages, hasMore, isUrgent);
    }
}
