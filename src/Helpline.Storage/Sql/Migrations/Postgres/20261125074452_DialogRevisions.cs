using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Helpline.Storage.Sql.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DialogRevisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "dialog_revisions",
                columns: table => new
                {
                    Revision = table.Column<string>(type: "text", nullable: false),
                    Sources = table.Column<byte[]>(type: "bytea", nullable: false),
                    SavedAt = table.Column<long>(type: "bigint", nullable: false),
                    NewestAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dialog_revisions", x => x.Revision);
                });

            migrationBuilder.CreateIndex(
                name: "IX_conversations_in_dialogs",
                table: "conversations",
                column: "Revision",
                filter: "\"ClosedAt\" IS NULL AND \"Revision\" <> ''");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dialog_revisions");

            migrationBuilder.DropIndex(
                name: "IX_conversations_in_dialogs",
                table: "conversations");
        }
    }
}
