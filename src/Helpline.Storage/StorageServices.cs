using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Reading;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Helpline.Storage;

/// <summary>Registers the stores. <see cref="Database.PrepareAsync"/> is called before anything uses them.</summary>
public static class StorageServices
{
    public static IServiceCollection AddHelplineStorage(this IServiceCollection services, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(options.DataDirectory);
        else
            Directory.CreateDirectory(options.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = Path.Combine(Path.GetFullPath(options.DataDirectory), "helpline.db");

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddDbContextFactory<SqliteHelplineDbContext>(context => context.UseSqlite($"Data Source={file}"));
        services.AddSingleton<IDbContextFactory<HelplineDbContext>>(provider =>
            new ContextFactory<SqliteHelplineDbContext>(provider.GetRequiredService<IDbContextFactory<SqliteHelplineDbContext>>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<HelplineDbContext>>().CreateDbContext());
        services.AddSingleton(provider => KeyEncryptionKey.From(provider.GetRequiredService<IOptions<EncryptionOptions>>().Value, options));
        services.AddSingleton(provider => new Database(provider.GetRequiredService<IDbContextFactory<HelplineDbContext>>(), provider.GetRequiredService<KeyEncryptionKey>()));

        if (options.Redis is { Length: > 0 } redis)
        {
            services.AddSingleton<IConnectionMultiplexer>(_ =>
            {
                var client = ConfigurationOptions.Parse(redis);
                client.AbortOnConnectFail = false; // Redis is a hint: the service starts and runs without it,
                client.BacklogPolicy = BacklogPolicy.FailFast; // and nobody waits for it
                return ConnectionMultiplexer.Connect(client);
            });
        }
        else
        {
            services.AddSingleton(_ => new EmbeddedRedis(options.DataDirectory));
            services.AddSingleton<IConnectionMultiplexer>(provider => ConnectionMultiplexer.Connect(provider.GetRequiredService<EmbeddedRedis>().Client));
        }

        services.AddMetrics();
        services.AddSingleton<HelplineMetrics>();
        services.AddSingleton<Hints>();
        services.AddSingleton<Leases>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<CounsellorDesk>();
        services.AddSingleton<ConsoleQueries>();
        services.AddSingleton<OperationsQueries>();
        services.AddSingleton<IInbox>(provider => new SqlInbox(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<Hints>(),
            provider.GetRequiredService<HelplineMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqlInbox>>()));
        return services;
    }

    private sealed class ContextFactory<T>(IDbContextFactory<T> inner) : IDbContextFactory<HelplineDbContext>
        where T : HelplineDbContext
    {
        public HelplineDbContext CreateDbContext() => inner.CreateDbContext();
    }
}
