using System.CommandLine;
using Helpline.Server.Startup;
using Helpline.Storage.Sql;

namespace Helpline.Server.Commands;

/// <summary><c>migrate</c>: brings the database up to date without serving; start-up does the same.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database schema up to date and exits.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var app = HelplineHost.Build([.. parsed.UnmatchedTokens]);
            await app.Services.GetRequiredService<Database>().PrepareAsync(cancel);
            Terminal.WriteLine("The database is up to date.");
            return 0;
        });
        return command;
    }
}
