using Helpline.Messages;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>The codes by which children come back to their chats. Thread-safe.</summary>
/// <remarks>A code is looked up by the hash under the installation's own key that addresses are looked up by: without that key nobody can try codes on a stolen database.</remarks>
internal sealed class ResumeCodes(Database database, TimeProvider time) : IResumeCodes
{
    /// <summary>Sets codes apart from the addresses of any channel.</summary>
    private const string Kind = "resume-code";

    public async Task<bool> KeepAsync(Address child, string code, DateTimeOffset until, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(child);
        var (owner, hash, now) = (database.HashOf(child), HashOf(code), time.Now());
        return await database.WriteAsync(
            async context =>
            {
                var contact = await context.Contacts.Where(row => row.Channel == child.Channel && row.AddressHash == owner).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancellationToken);
                if (contact is not { } id)
                    return false;
                await context.ResumeCodes.Where(row => row.ExpiresAt <= now || row.ContactId == id).ExecuteDeleteAsync(cancellationToken);
                context.ResumeCodes.Add(new ResumeCodeRow { ContactId = id, CodeHash = hash, ExpiresAt = until.ToUnixTimeMilliseconds() });
                await context.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public async Task<Address?> OwnerAsync(string code, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(code), time.Now());
        await using var context = await database.OpenAsync(cancellationToken);
        var contact = await (
            from kept in context.ResumeCodes
            join owner in context.Contacts on kept.ContactId equals owner.Id
            where kept.CodeHash == hash && kept.ExpiresAt > now
            select owner).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return contact is null ? null : database.AddressOf(contact);
    }

    private byte[] HashOf(string code) => database.HashOf(new Address(Kind, code));
}
