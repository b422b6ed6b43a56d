using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Helpline.Storage.Sql.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LevelChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_inbox_ConversationId_Sequence",
                table: "inbox");

            migrationBuilder.AddColumn<int>(
                name: "ShadowLevel",
                table: "inbox",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ClosingLevel",
                table: "handoffs",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "level_changes",
                columns: table => new
                {
                    ConversationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    ContactId = table.Column<Guid>(type: "uuid", nullable: false),
                    CounsellorId = table.Column<string>(type: "text", nullable: false),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
                    FromLevel = table.Column<int>(type: "integer", nullable: false),
                    ToLevel = table.Column<int>(type: "integer", nullable: false),
                    ReasonBox = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_level_changes", x => new { x.ConversationId, x.Version });
                    table.ForeignKey(
                        name: "FK_level_changes_conversations_ConversationId",
                        column: x => x.ConversationId,
                        principalTable: "conversations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_inbox_conversation",
                table: "inbox",
                columns: new[] { "ConversationId", "Sequence", "RiskLevel", "ShadowLevel" });

            migrationBuilder.CreateIndex(
                name: "IX_handoffs_judged",
                table: "handoffs",
                column: "EndedAt",
                filter: "\"ClosingLevel\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "level_changes");

            migrationBuilder.DropIndex(
                name: "IX_inbox_conversation",
                table: "inbox");

            migrationBuilder.DropIndex(
                name: "IX_handoffs_judged",
                table: "handoffs");

            migrationBuilder.DropColumn(
                name: "ShadowLevel",
                table: "inbox");

            migrationBuilder.DropColumn(
                name: "ClosingLevel",
                table: "handoffs");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_ConversationId_Sequence",
                table: "inbox",
                columns: new[] { "ConversationId", "Sequence" });
        }
    }
}
