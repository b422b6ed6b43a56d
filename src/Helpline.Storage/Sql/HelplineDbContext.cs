using Helpline.Storage.Sql.Rows;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Sql;

/// <summary>The whole schema. Times are unix milliseconds; anything a child wrote, and every address, is a sealed box.</summary>
public abstract class HelplineDbContext(DbContextOptions options)
    : IdentityDbContext<HelplineUser, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<ContactRow> Contacts => Set<ContactRow>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<ConversationRow> Conversations => Set<ConversationRow>();

    public DbSet<HandoffRow> Handoffs => Set<HandoffRow>();

    public DbSet<LevelChangeRow> LevelChanges => Set<LevelChangeRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<TimerRow> Timers => Set<TimerRow>();

    public DbSet<LoopRow> Loops => Set<LoopRow>();

    public DbSet<DialogRevisionRow> DialogRevisions => Set<DialogRevisionRow>();

    public DbSet<ResumeCodeRow> ResumeCodes => Set<ResumeCodeRow>();

    public DbSet<SecretRow> Secrets => Set<SecretRow>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<ContactRow>(contact =>
        {
            contact.ToTable("contacts");
            contact.HasKey(row => row.Id);
            contact.Property(row => row.Id).ValueGeneratedNever();
            contact.HasIndex(row => new { row.Channel, row.AddressHash }).IsUnique();
        });
        builder.Entity<InboxRow>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(row => row.Ordinal);
            inbox.HasIndex(row => new { row.Channel, row.ProviderId }).IsUnique();
            inbox.HasIndex(row => new { row.ContactId, row.Ordinal }).HasFilter("\"DoneAt\" IS NULL").HasDatabaseName("IX_inbox_pending");
            inbox.HasIndex(row => new { row.Urgent, row.Ordinal }).IsDescending(true, false).HasFilter("\"DoneAt\" IS NULL").HasDatabaseName("IX_inbox_next");
            inbox.HasIndex(row => row.Ordinal).HasFilter("\"Failure\" IS NOT NULL").HasDatabaseName("IX_inbox_failed");
            // With the levels, so that counting what triage said reads no message.
            inbox.HasIndex(row => new { row.ConversationId, row.Sequence, row.RiskLevel, row.ShadowLevel }).HasDatabaseName("IX_inbox_conversation");
            inbox.HasIndex(row => new { row.Channel, row.ReceivedAt });
            inbox.HasOne<ContactRow>().WithMany().HasForeignKey(row => row.ContactId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<ConversationRow>(conversation =>
        {
            conversation.ToTable("conversations");
            conversation.HasKey(row => row.Id);
            conversation.Property(row => row.Id).ValueGeneratedNever();
            conversation.HasIndex(row => row.ContactId).IsUnique().HasFilter("\"ClosedAt\" IS NULL").HasDatabaseName("IX_conversations_open");
            conversation.HasIndex(row => new { row.ContactId, row.CreatedAt });
            // Not with RememberedUntil: every turn changes it, and an index over it would cost every turn.
            conversation.HasIndex(row => row.Revision).HasFilter("\"ClosedAt\" IS NULL AND \"Revision\" <> ''").HasDatabaseName("IX_conversations_in_dialogs");
            conversation.HasOne<ContactRow>().WithMany().HasForeignKey(row => row.ContactId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<HandoffRow>(handoff =>
        {
            handoff.ToTable("handoffs");
            handoff.HasKey(row => new { row.ConversationId, row.Number });
            handoff.HasIndex(row => new { row.State, row.RiskLevel, row.OpenedAt });
            handoff.HasIndex(row => new { row.CounsellorId, row.State });
            handoff.HasIndex(row => row.EndedAt).HasFilter("\"ClosingLevel\" IS NOT NULL").HasDatabaseName("IX_handoffs_judged");
            handoff.HasOne<ConversationRow>().WithMany().HasForeignKey(row => row.ConversationId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<LevelChangeRow>(change =>
        {
            change.ToTable("level_changes");
            change.HasKey(row => new { row.ConversationId, row.Version });
            change.HasOne<ConversationRow>().WithMany().HasForeignKey(row => row.ConversationId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<OutboxRow>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(row => row.Ordinal);
            outbox.HasIndex(row => row.Id).IsUnique();
            outbox.HasIndex(row => new { row.ConversationId, row.Sequence }).IsUnique();
            outbox.HasIndex(row => new { row.ContactId, row.Ordinal }).HasFilter("\"Status\" < 3").HasDatabaseName("IX_outbox_unsent");
            outbox.HasIndex(row => new { row.Urgent, row.Ordinal }).IsDescending(true, false).HasFilter("\"Status\" < 3").HasDatabaseName("IX_outbox_next");
            outbox.HasIndex(row => new { row.Channel, row.CreatedAt });
            outbox.HasIndex(row => new { row.CounsellorId, row.ChangedAt }).HasFilter("\"CounsellorId\" IS NOT NULL AND \"Status\" > 4").HasDatabaseName("IX_outbox_undelivered");
            outbox.HasOne<ConversationRow>().WithMany().HasForeignKey(row => row.ConversationId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<TimerRow>(timer =>
        {
            timer.ToTable("timers");
            timer.HasKey(row => new { row.ConversationId, row.Kind });
            timer.HasIndex(row => row.DueAt);
            timer.HasIndex(row => row.ContactId);
            timer.HasIndex(row => row.Kind).HasFilter("\"Kind\" = 3").HasDatabaseName("IX_timers_owed"); // answers that wait, to count them
            timer.HasOne<ConversationRow>().WithMany().HasForeignKey(row => row.ConversationId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<LoopRow>(loop =>
        {
            loop.ToTable("loops");
            loop.HasKey(row => row.ContactId);
            loop.HasIndex(row => row.Until);
            loop.HasOne<ContactRow>().WithMany().HasForeignKey(row => row.ContactId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<DialogRevisionRow>(revision =>
        {
            revision.ToTable("dialog_revisions");
            revision.HasKey(row => row.Revision);
        });
        builder.Entity<ResumeCodeRow>(code =>
        {
            code.ToTable("resume_codes");
            code.HasKey(row => row.ContactId);
            code.HasIndex(row => row.CodeHash).IsUnique();
            code.HasIndex(row => row.ExpiresAt);
            code.HasOne<ContactRow>().WithMany().HasForeignKey(row => row.ContactId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<SecretRow>(secret =>
        {
            secret.ToTable("secrets");
            secret.HasKey(row => row.Name);
        });
    }
}
