using System.Data.Common;
using Helpline.Messages;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Helpline.Storage.Sql;

/// <summary>
/// The durable inbox. A message is answered <see cref="Acceptance.Accepted"/> only after its row is committed; (channel, provider id) is
/// unique, so a repeated delivery adds nothing.
/// </summary>
internal sealed partial class SqlInbox(Database database, Hints hints, HelplineMetrics metrics, TimeProvider time, ILogger<SqlInbox> logger) : IInbox
{
    public Task<Acceptance> AcceptAsync(InboundMessage message, CancellationToken cancellationToken) =>
        GuardAsync(message.From.Channel, async () =>
        {
            var acceptance = await InsertAsync(message, cancellationToken);
            if (acceptance == Acceptance.Accepted)
            {
                metrics.Inbound(message.From.Channel);
                await hints.WakeAsync(WorkKind.Turns);
            }

            return acceptance;
        });

    public Task<Acceptance> AcceptAsync(DeliveryReceipt receipt, CancellationToken cancellationToken) =>
        GuardAsync(receipt.Channel, async () =>
        {
            var earlier = DeliveryProgress.ThatMayBecome(receipt.Status).Select(status => (int)status).ToArray();
            var (changed, conversation) = await database.WriteAsync(
                async context =>
                {
                    var rows = context.Outbox.Where(row => row.Id == receipt.Message.Value && row.Channel == receipt.Channel);
                    var count = await rows.Where(row => earlier.Contains(row.Status)).ExecuteUpdateAsync(
                        row => row
                            .SetProperty(outbox => outbox.Status, (int)receipt.Status)
                            .SetProperty(outbox => outbox.ProviderId, outbox => outbox.ProviderId ?? receipt.ProviderId)
                            .SetProperty(outbox => outbox.ErrorCode, receipt.ErrorCode)
                            .SetProperty(outbox => outbox.ChangedAt, time.Now()),
                        cancellationToken);
                    return (count, await rows.Select(row => (Guid?)row.ConversationId).SingleOrDefaultAsync(cancellationToken));
                },
                cancellationToken);
            if (conversation is { } changedConversation && changed > 0)
            {
                await hints.WakeAsync(WorkKind.Outbox);
                await hints.ChangedAsync(new ConversationId(changedConversation));
            }

            return changed > 0 ? Acceptance.Accepted : Acceptance.Duplicate;
        });

    private async Task<Acceptance> InsertAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await database.WriteAsync(context => InsertAsync(context, message, cancellationToken), cancellationToken);
            }
            catch (DbUpdateException) when (attempt == 1)
            {
                // Another node was faster with the same message or the same new contact: look again.
            }
        }
    }

    private async Task<Acceptance> InsertAsync(HelplineDbContext context, InboundMessage message, CancellationToken cancellationToken)
    {
        var channel = message.From.Channel;
        if (await context.Inbox.AnyAsync(row => row.Channel == channel && row.ProviderId == message.ProviderId, cancellationToken))
            return Acceptance.Duplicate;
        var hash = database.HashOf(message.From);
        var now = time.GetUtcNow();
        var contact = await context.Contacts.SingleOrDefaultAsync(row => row.Channel == channel && row.AddressHash == hash, cancellationToken);
        if (contact is null)
            context.Contacts.Add(contact = database.NewContact(message.From, now));
        context.Inbox.Add(new InboxRow
        {
            ContactId = contact.Id,
            Channel = channel,
            ProviderId = message.ProviderId,
            BodyBox = database.KeyOf(contact).Seal(message.Text, Places.Inbound(channel, message.ProviderId)),
            Attachments = message.Attachments,
            AnsweredByCarrier = message.AnsweredByCarrier,
            ServiceAddress = message.To.Value,
            ReceivedAt = now.ToUnixTimeMilliseconds(),
        });
        await context.SaveChangesAsync(cancellationToken);
        return Acceptance.Accepted;
    }

    /// <summary>A store that is down is an answer, not an exception: the channel tells its provider to try again.</summary>
    private async Task<Acceptance> GuardAsync(string channel, Func<Task<Acceptance>> accept)
    {
        try
        {
            return await accept();
        }
        catch (Exception error) when (error is DbException or DbUpdateException or InvalidOperationException { InnerException: DbException } or IOException or TimeoutException)
        {
            LogUnavailable(channel, error.GetType().Name);
            return Acceptance.Unavailable;
        }
    }

    // The exception itself stays out of the log: a driver may quote parameter values in it.
    [LoggerMessage(LogLevel.Error, "The store did not accept a {Channel} event ({Error}); the provider was told to try again.")]
    private partial void LogUnavailable(string channel, string error);
}
