using System.CommandLine;
using Helpline.Server.Startup;
using Helpline.Storage.Sql;

namespace Helpline.Server.Commands;

/// <summary><c>users add</c>: how the first people get into an installation.</summary>
internal static class UsersCommand
{
    public static Command Create()
    {
        var email = new Option<string>("--email") { Description = "The log-in name.", Required = true };
        var name = new Option<string>("--name") { Description = "What colleagues see.", Required = true };
        var role = new Option<string>("--role") { Description = string.Join(", ", Roles.All) + ".", Required = true };
        role.AcceptOnlyFromAmong([.. Roles.All]);
        var add = new Command("add", "Adds a person. The password is read from the first line of standard input.") { email, name, role };
        add.TreatUnmatchedTokensAsErrors = false; // settings go to the host
        add.SetAction(async (parsed, cancel) =>
        {
            await using var app = HelplineHost.Build([.. parsed.UnmatchedTokens]);
            await app.Services.GetRequiredService<Database>().PrepareAsync(cancel);
            if (!Terminal.IsInputRedirected)
                await Terminal.Error.WriteAsync("Password: ");
            var password = await Terminal.In.ReadLineAsync(cancel) ?? "";
            var problems = await People.AddAsync(app.Services, parsed.GetRequiredValue(email), parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), password);
            foreach (var problem in problems)
                await Terminal.Error.WriteLineAsync(problem);
            if (problems.Count == 0)
                Terminal.WriteLine($"{parsed.GetRequiredValue(email)} can log in as {parsed.GetRequiredValue(role)}.");
            return problems.Count == 0 ? 0 : 1;
        });
        return new Command("users", "Manages the people who work with Helpline.") { add };
    }
}
