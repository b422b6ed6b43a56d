using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Helpline.Storage.Sql.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NothingIsLost : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_outbox_Channel_ChangedAt",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "IX_outbox_due",
                table: "outbox");

            migrationBuilder.AddColumn<long>(
                name: "ExpiresAt",
                table: "outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "Urgent",
                table: "outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "DueAt",
                table: "inbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "Failure",
                table: "inbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Spooled",
                table: "inbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Urgent",
                table: "inbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // What waits to be sent must not be stale at once: the bot's messages are good for 4 hours, a counsellor's for 24.
            migrationBuilder.Sql("""UPDATE outbox SET "ExpiresAt" = "CreatedAt" + CASE WHEN "CounsellorId" IS NULL THEN 14400000 ELSE 86400000 END;""");

            migrationBuilder.CreateTable(
                name: "timers",
                columns: table => new
                {
                    ConversationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    ContactId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timers", x => new { x.ConversationId, x.Kind });
                    table.ForeignKey(
                        name: "FK_timers_conversations_ConversationId",
                        column: x => x.ConversationId,
                        principalTable: "conversations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_Channel_CreatedAt",
                table: "outbox",
                columns: new[] { "Channel", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_next",
                table: "outbox",
                columns: new[] { "Urgent", "Ordinal" },
                descending: new[] { true, false },
                filter: "\"Status\" < 3");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_undelivered",
                table: "outbox",
                columns: new[] { "CounsellorId", "ChangedAt" },
                filter: "\"CounsellorId\" IS NOT NULL AND \"Status\" > 4");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_Channel_ReceivedAt",
                table: "inbox",
                columns: new[] { "Channel", "ReceivedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_inbox_failed",
                table: "inbox",
                column: "Ordinal",
                filter: "\"Failure\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_next",
                table: "inbox",
                columns: new[] { "Urgent", "Ordinal" },
                descending: new[] { true, false },
                filter: "\"DoneAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_timers_ContactId",
                table: "timers",
                column: "ContactId");

            migrationBuilder.CreateIndex(
                name: "IX_timers_DueAt",
                table: "timers",
                column: "DueAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "timers");

            migrationBuilder.DropIndex(
                name: "IX_outbox_Channel_CreatedAt",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "IX_outbox_next",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "IX_outbox_undelivered",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "IX_inbox_Channel_ReceivedAt",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "IX_inbox_failed",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "IX_inbox_next",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "ExpiresAt",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "Urgent",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "Failure",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "Spooled",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "Urgent",
                table: "inbox");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_Channel_ChangedAt",
                table: "outbox",
                columns: new[] { "Channel", "ChangedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_due",
                table: "outbox",
                columns: new[] { "Status", "DueAt" },
                filter: "\"Status\" < 3");
        }
    }
}
