using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Helpline.Storage.Sql;

/// <summary>The schema on PostgreSQL, with its own migration set.</summary>
public sealed class PostgresHelplineDbContext(DbContextOptions<PostgresHelplineDbContext> options) : HelplineDbContext(options);

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresHelplineDbContext --project src/Helpline.Storage --output-dir Sql/Migrations/Postgres</c>.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresHelplineDbContext>
{
    public PostgresHelplineDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresHelplineDbContext>().UseNpgsql("Host=unused").Options);
}
