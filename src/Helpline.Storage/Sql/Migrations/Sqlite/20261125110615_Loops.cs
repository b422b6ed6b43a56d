using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Helpline.Storage.Sql.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Loops : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "PaceBox",
                table: "conversations",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "loops",
                columns: table => new
                {
                    ContactId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_loops", x => x.ContactId);
                    table.ForeignKey(
                        name: "FK_loops_contacts_ContactId",
                        column: x => x.ContactId,
                        principalTable: "contacts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_timers_owed",
                table: "timers",
                column: "Kind",
                filter: "\"Kind\" = 3");

            migrationBuilder.CreateIndex(
                name: "IX_loops_Until",
                table: "loops",
                column: "Until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "loops");

            migrationBuilder.DropIndex(
                name: "IX_timers_owed",
                table: "timers");

            migrationBuilder.DropColumn(
                name: "PaceBox",
                table: "conversations");
        }
    }
}
