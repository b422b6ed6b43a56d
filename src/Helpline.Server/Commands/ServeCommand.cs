using System.CommandLine;
using Helpline.Server.Startup;

namespace Helpline.Server.Commands;

/// <summary><c>serve</c>, the default: everything in one process.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Runs the server (the default).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancel) => RunAsync([.. parsed.UnmatchedTokens], cancel));
        return command;
    }

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var app = HelplineHost.Build(args);
        await app.PrepareAsync(cancellationToken);
        app.MapHelpline();
        await app.RunAsync(cancellationToken);
        return 0;
    }
}
