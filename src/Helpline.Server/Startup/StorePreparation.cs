using Helpline.Conversations;
using Helpline.Storage;
using Helpline.Storage.Sql;

namespace Helpline.Server.Startup;

/// <summary>
/// Prepares the stores when the server starts. If PostgreSQL is out of reach then, the server starts all the same, takes messages into its
/// spool, and this goes on trying: a node that came back in an outage must not add to it.
/// </summary>
internal sealed partial class StorePreparation(IServiceProvider services, Database database, DialogArchive archive, LiveDialogs dialogs, StorageOptions options, IHostEnvironment environment, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StorePreparation> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="StoreUnusableException">The store cannot be used as it is configured.</exception>
    public async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
        }
        catch (Exception error) when (options.Postgres is not null && error is not StoreUnusableException and not OperationCanceledException)
        {
            LogOutOfReach(error.GetType().Name, (error as System.Data.Common.DbException)?.SqlState);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!database.IsPrepared)
            {
                await Task.Delay(Pause, time, stoppingToken);
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (StoreUnusableException error)
        {
            LogUnusable(error.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        if (environment.IsDevelopment())
            await People.SeedDemoAsync(services);
        await archive.NameAsync(dialogs.Newest.Library, cancellationToken); // before a conversation begins with it: other nodes look it up
    }

    [LoggerMessage(LogLevel.Error, "PostgreSQL is out of reach ({Error} {SqlState}); messages are kept in this node's spool until it answers. If it should answer, check ConnectionStrings:Postgres.")]
    private partial void LogOutOfReach(string error, string? sqlState);

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    private partial void LogUnusable(string reason);
}
