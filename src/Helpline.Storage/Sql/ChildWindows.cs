using Helpline.Messages;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>Children's windows (<see cref="MessagingWindow"/>), from what is stored anyway: their messages, and ours that wait for an answer.</summary>
public sealed class ChildWindows(Database database, TimeProvider time)
{
    /// <summary>What decides whether the channel's window is open for a child.</summary>
    public async Task<WindowState> ReadAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var since = (time.GetUtcNow() - MessagingWindow.Length).ToUnixTimeMilliseconds();
        await using var context = await database.OpenAsync(cancellationToken);
        var unseen = await context.Inbox.Where(row => row.ContactId == contact.Value && row.DoneAt == null).MaxAsync(row => (long?)row.ReceivedAt, cancellationToken);

        // A turn comes after its messages: what was last heard before the window can have none within it.
        var seen = await context.Conversations.Where(row => row.ContactId == contact.Value && row.LastHeardAt >= since)
            .Select(row => context.Inbox.Where(line => line.ConversationId == row.Id).OrderByDescending(line => line.Sequence).Select(line => (long?)line.ReceivedAt).FirstOrDefault())
            .ToListAsync(cancellationToken);
        var heard = seen.Append(unseen).Max();
        if (heard > since)
            return new WindowState(heard?.ToTime(), IsInvited: false);
        var conversations = context.Conversations.Where(row => row.ContactId == contact.Value);
        var lastTurn = await conversations.MaxAsync(row => row.LastHeardAt, cancellationToken) ?? 0;
        var isInvited = await conversations.AnyAsync(
            row => context.Outbox.Any(line => line.ConversationId == row.Id && line.ErrorCode == DeliveryCodes.AwaitingReply && line.ChangedAt > lastTurn),
            cancellationToken);
        return new WindowState(heard?.ToTime(), isInvited);
    }

    /// <summary>What waits for the child's answer may leave: it has come.</summary>
    public async Task ReleaseAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var now = time.Now();
        await database.WriteAsync(
            context => context.Outbox
                .Where(row => row.ContactId == contact.Value && row.Status < (int)DeliveryStatus.Sent && row.Status == (int)DeliveryStatus.Pending && row.ErrorCode == DeliveryCodes.AwaitingReply)
                .ExecuteUpdateAsync(update => update.SetProperty(row => row.DueAt, now), cancellationToken),
            cancellationToken);
    }
}
