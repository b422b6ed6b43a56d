using System.CommandLine;
using Helpline.Dialogs;
using Helpline.Server.Commands;
using Helpline.Server.Commands.Dialogs;
using Helpline.Server.Commands.Risk;
using Helpline.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

var root = new RootCommand("Helpline: a child online protection helpline over SMS and chat. Without a verb it serves.")
{
    TreatUnmatchedTokensAsErrors = false, // the host's own settings, such as --urls, go to the host
};
root.Add(ServeCommand.Create());
root.Add(ChatCommand.Create());
root.Add(DialogsCommand.Create());
root.Add(TriageCommand.Create());
root.Add(UsersCommand.Create());
root.Add(MigrateCommand.Create());
root.Add(HealthCommand.Create());
root.SetAction((parsed, cancel) => ServeCommand.RunAsync([.. parsed.UnmatchedTokens], cancel));

if (args is [var verb, ..] && !verb.StartsWith('-') && root.Subcommands.All(command => command.Name != verb))
{
    await Terminal.Error.WriteLineAsync($"'{verb}' is not a verb. The verbs are {string.Join(", ", root.Subcommands.Select(command => command.Name))}; --help explains them.");
    return 2;
}

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null, // the host handles signals itself and drains; the default would cut it off after two seconds
    });
}
catch (Exception error) when (error is DialogLibraryException or OptionsValidationException or StoreUnusableException or StartupException)
{
    // Expected: somebody has to correct something, and the message says what. A stack trace would only hide it.
    await Terminal.Error.WriteLineAsync(error.Message);
    return 1;
}
catch (IOException error) when (error.InnerException is AddressInUseException)
{
    await Terminal.Error.WriteLineAsync($"{error.Message} Stop what listens there, or listen elsewhere with --urls http://localhost:5090.");
    return 1;
}
