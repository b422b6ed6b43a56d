using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Helpline.Storage.Sql.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class UnansweredSends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Unanswered",
                table: "outbox",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Unanswered",
                table: "outbox");
        }
    }
}
