using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Helpline.Risk;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Reading;

/// <summary>What a deployment's own model is trained on: the one way by which many children's words leave the store.</summary>
public sealed class TrainingQueries(Database database, TimeProvider time)
{
    private const int ConversationsAtOnce = 100;

    /// <summary>Conversations that counsellors closed with a level in the given time before now, the oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> JudgedAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - within).ToUnixTimeMilliseconds();
        await using var context = await database.OpenAsync(cancellationToken);
        return await context.Handoffs.Where(row => row.ClosingLevel != null && row.EndedAt >= since)
            .OrderBy(row => row.EndedAt).ThenBy(row => row.ConversationId)
            .Select(row => row.ConversationId).ToListAsync(cancellationToken);
    }

    /// <summary>Opens them, some at a time. A message that does not open is left out.</summary>
    public async IAsyncEnumerable<JudgedConversation> ReadAsync(IReadOnlyList<Guid> conversations, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var ids in conversations.Chunk(ConversationsAtOnce))
        {
            await using var context = await database.OpenAsync(cancellationToken);
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            var handoffs = await context.Handoffs.Where(row => EF.Parameter(ids).Contains(row.ConversationId) && row.ClosingLevel != null).ToDictionaryAsync(row => row.ConversationId, cancellationToken);
            var languages = await context.Conversations.Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Language, cancellationToken);
            var children = handoffs.Values.Select(row => row.ContactId).Distinct().ToArray();
            var contacts = await context.Contacts.Where(row => EF.Parameter(children).Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
            var messages = (await context.Inbox.Where(row => row.ConversationId != null && EF.Parameter(ids).Contains(row.ConversationId.Value)).ToListAsync(cancellationToken)).ToLookup(row => row.ConversationId!.Value);
            foreach (var id in ids.Where(handoffs.ContainsKey))
            {
                var handoff = handoffs[id];
                var key = KeyOf(contacts[handoff.ContactId]);
                yield return new JudgedConversation(
                    languages[id],
                    (RiskLevel)handoff.ClosingLevel!.Value,
                    (Danger?)handoff.Danger,
                    [.. messages[id].OrderBy(row => row.Sequence).Select(row => key is null ? null : Open(key, row)).OfType<JudgedMessage>()]);
            }
        }
    }

    private DataKey? KeyOf(ContactRow contact)
    {
        try
        {
            return database.KeyOf(contact);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static JudgedMessage? Open(DataKey key, InboxRow row)
    {
        try
        {
            return new JudgedMessage(key.Open(row.BodyBox, Places.Inbound(row.Channel, row.ProviderId)), (RiskLevel)(row.RiskLevel ?? 0));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
