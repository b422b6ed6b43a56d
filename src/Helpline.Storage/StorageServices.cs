using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Reading;
using Helpline.Storage.Redis;
using Helpline.Storage.Spool;
using Helpline.Storage.Sql;
using Helpline.Storage.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Helpline.Storage;

/// <summary>Registers the stores. <see cref="Database.PrepareAsync"/> is called before anything uses them.</summary>
public static class StorageServices
{
    /// <exception cref="StoreUnusableException">A connection string cannot be read.</exception>
    public static IServiceCollection AddHelplineStorage(this IServiceCollection services, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(options.DataDirectory);
        else
            Directory.CreateDirectory(options.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(_ => new DataDirectoryLock(options.DataDirectory));
        services.AddSql(options);
        services.AddRedis(options);
        services.AddSingleton(provider => KeyEncryptionKey.From(provider.GetRequiredService<IOptions<EncryptionOptions>>().Value, options));
        services.AddSingleton(provider => new Database(provider.GetRequiredService<IDbContextFactory<HelplineDbContext>>(), provider.GetRequiredService<KeyEncryptionKey>()));
        services.AddSingleton(provider => new LocalSpool(
            Path.Combine(options.DataDirectory, "spool"),
            options.SpoolMegabytes * 1024L * 1024,
            provider.GetRequiredService<KeyEncryptionKey>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LocalSpool>>()));
        services.AddMetrics();
        services.AddSingleton<HelplineMetrics>();
        services.AddSingleton<Hints>();
        services.AddSingleton<IChatHints>(provider => new ChatHints(provider.GetRequiredService<Hints>(), provider.GetRequiredService<Database>()));
        services.AddSingleton<RedisRest>();
        services.AddSingleton<Leases>();
        services.AddSingleton(provider => new SpoolMarks(
            provider.GetRequiredService<IConnectionMultiplexer>(),
            provider.GetRequiredService<KeyEncryptionKey>(),
            provider.GetRequiredService<RedisRest>(),
            node: $"{Environment.MachineName}:{Path.GetFullPath(options.DataDirectory)}",
            provider.GetRequiredService<ILogger<SpoolMarks>>()));
        services.AddSingleton<SendingRates>();
        services.AddSingleton<PendingWork>();
        services.AddSingleton<InboxWriter>();
        services.AddSingleton<IInbox, SqlInbox>();
        services.AddSingleton(provider => new StoreHealth(provider.GetRequiredService<Database>(), provider.GetRequiredService<LocalSpool>()));
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<TurnCommit>();
        services.AddSingleton(provider => new Outbox(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<PendingWork>(),
            provider.GetRequiredService<Hints>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ChildWindows>();
        services.AddSingleton<DialogArchive>();
        services.AddSingleton<CounsellorDesk>();
        services.AddSingleton<LoopDesk>();
        services.AddSingleton<ConsoleQueries>();
        services.AddSingleton<ITranscript, ChildTranscript>();
        services.AddSingleton<IStandings, Standings>();
        services.AddSingleton<IResumeCodes, ResumeCodes>();
        services.AddSingleton<OperationsQueries>();
        services.AddSingleton<TrainingQueries>();
        return services;
    }

    private static void AddSql(this IServiceCollection services, StorageOptions options)
    {
        if (options.Postgres is { Length: > 0 } postgres)
        {
            string complete;
            try
            {
                complete = PostgresConnection.Complete(postgres);
            }
            catch (ArgumentException error)
            {
                // Not with the text itself: it holds a password.
                throw new StoreUnusableException($"ConnectionStrings:Postgres cannot be read: {error.Message}. It looks like 'Host=db.internal;Database=helpline;Username=helpline;Password=…'.", error);
            }

            services.AddPooledDbContextFactory<PostgresHelplineDbContext>(context => Quietly(context).UseNpgsql(complete));
            services.AddContexts<PostgresHelplineDbContext>();
        }
        else
        {
            var file = Path.Combine(Path.GetFullPath(options.DataDirectory), "helpline.db");
            services.AddPooledDbContextFactory<SqliteHelplineDbContext>(context => Quietly(context).UseSqlite($"Data Source={file}").AddInterceptors(new DurableSqlite()));
            services.AddContexts<SqliteHelplineDbContext>();
        }
    }

    /// <summary>A failed command is an exception, which whoever catches it names in the log; Entity Framework would write the command there, too.</summary>
    private static DbContextOptionsBuilder Quietly(DbContextOptionsBuilder context) =>
        context.ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Debug)));

    private static void AddContexts<T>(this IServiceCollection services)
        where T : HelplineDbContext
    {
        services.AddSingleton<IDbContextFactory<HelplineDbContext>>(provider => new ContextFactory<T>(provider.GetRequiredService<IDbContextFactory<T>>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<HelplineDbContext>>().CreateDbContext());
    }

    private static void AddRedis(this IServiceCollection services, StorageOptions options)
    {
        if (options.Redis is { Length: > 0 } redis)
        {
            ConfigurationOptions client;
            try
            {
                client = ConfigurationOptions.Parse(redis);
            }
            catch (ArgumentException error)
            {
                throw new StoreUnusableException("ConnectionStrings:Redis cannot be read. It looks like 'redis.internal:6379,password=…'.", error);
            }

            client.AbortOnConnectFail = false; // Redis is a hint: the service starts and runs without it,
            client.BacklogPolicy = BacklogPolicy.FailFast; // and nobody waits for it
            client.AsyncTimeout = 1000;
            services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(client));
        }
        else
        {
            services.AddSingleton(_ => new EmbeddedRedis(options.DataDirectory));
            services.AddSingleton<IConnectionMultiplexer>(provider => ConnectionMultiplexer.Connect(provider.GetRequiredService<EmbeddedRedis>().Client));
        }
    }

    private sealed class ContextFactory<T>(IDbContextFactory<T> inner) : IDbContextFactory<HelplineDbContext>
        where T : HelplineDbContext
    {
        public HelplineDbContext CreateDbContext() => inner.CreateDbContext();
    }
}
