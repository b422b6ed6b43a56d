using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Helpline.Storage.Sql;

/// <summary>The schema on SQLite, with its own migration set.</summary>
public sealed class SqliteHelplineDbContext(DbContextOptions<SqliteHelplineDbContext> options) : HelplineDbContext(options);

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteHelplineDbContext --project src/Helpline.Storage --output-dir Sql/Migrations/Sqlite</c>.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteHelplineDbContext>
{
    public SqliteHelplineDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteHelplineDbContext>().UseSqlite("Data Source=:memory:").Options);
}
