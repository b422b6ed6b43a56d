using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Reading;

/// <summary>Where children stand in the queue, and how long others waited. Reads only; each question has its place in an index of the handoffs.</summary>
internal sealed class Standings(Database database, TimeProvider time) : IStandings
{
    public async Task<Standing> OfAsync(Address child, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(child);
        var hash = database.HashOf(child);
        await using var context = await database.OpenAsync(cancellationToken);
        var own = await (
            from contact in context.Contacts
            join conversation in context.Conversations on contact.Id equals conversation.ContactId
            join handoff in context.Handoffs on conversation.Id equals handoff.ConversationId
            where contact.Channel == child.Channel && contact.AddressHash == hash && conversation.ClosedAt == null
            orderby handoff.Number descending
            select new { handoff.State, handoff.RiskLevel, handoff.OpenedAt }).FirstOrDefaultAsync(cancellationToken);
        if (own?.State != (int)HandoffState.Waiting)
            return Standing.Nobody with { IsWithCounsellor = own?.State == (int)HandoffState.Taken };

        var before = await context.Handoffs.CountAsync(
            row => row.State == (int)HandoffState.Waiting && (row.RiskLevel > own.RiskLevel || (row.RiskLevel == own.RiskLevel && row.OpenedAt < own.OpenedAt)), cancellationToken);
        var now = time.GetUtcNow();
        var since = (now - WaitEstimate.Lately).ToUnixTimeMilliseconds();
        var waits = await context.Handoffs
            .Where(row => (row.State == (int)HandoffState.Taken || row.State == (int)HandoffState.Closed) && row.RiskLevel == own.RiskLevel && row.OpenedAt >= since && row.TakenAt != null)
            .Select(row => row.TakenAt!.Value - row.OpenedAt).ToListAsync(cancellationToken);
        return new Standing(before + 1, WaitEstimate.Of([.. waits.Select(wait => TimeSpan.FromMilliseconds(wait))], now - own.OpenedAt.ToTime()), IsWithCounsellor: false);
    }
}
