using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Helpline.Storage.Sql.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RememberedUntil : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_conversations_in_dialogs",
                table: "conversations");

            migrationBuilder.AddColumn<long>(
                name: "RememberedUntil",
                table: "conversations",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_conversations_in_dialogs",
                table: "conversations",
                columns: new[] { "Revision", "RememberedUntil" },
                filter: "\"ClosedAt\" IS NULL AND \"Revision\" <> ''");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_conversations_in_dialogs",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "RememberedUntil",
                table: "conversations");

            migrationBuilder.CreateIndex(
                name: "IX_conversations_in_dialogs",
                table: "conversations",
                column: "Revision",
                filter: "\"ClosedAt\" IS NULL AND \"Revision\" <> ''");
        }
    }
}
