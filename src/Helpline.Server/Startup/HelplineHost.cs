using Helpline.Channels;
using Helpline.Console;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Server.Commands;
using Helpline.Server.Workers;
using Helpline.Storage;
using Helpline.Storage.Encryption;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using StackExchange.Redis;

namespace Helpline.Server.Startup;

/// <summary>Puts the server together.</summary>
internal static class HelplineHost
{
    /// <summary>From SIGTERM to the end, whatever is under way: what is not finished by then is in SQL or in the spool, and another process goes on with it.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(8);

    /// <summary>Builds the server. Configuration mistakes throw here, all of a section's at once, and nothing has started yet.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = NewBuilder(args);
        builder.WebHost.UseStaticWebAssets(); // so that an unpublished build serves the console's styles in every environment
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning); // it writes whole URLs, whatever is asked for: a chat stream's holds a token
        var configuration = builder.Configuration;
        var isDevelopment = builder.Environment.IsDevelopment();

        var options = configuration.GetSection(HelplineOptions.Section).Get<HelplineOptions>() ?? new HelplineOptions();
        Refuse(configuration, options, isDevelopment);
        var services = builder.Services;
        services.AddSingleton(new DialogsAsRead(options.DialogsDirectory, DialogFiles.Fingerprint(options.DialogsDirectory)));
        var library = DialogFiles.Read(options.DialogsDirectory);
        services.AddSingleton(new LiveDialogs(new DialogEngine(library), TriageSettings.Open(library, options.DialogsDirectory, configuration)));
        services.Configure<EncryptionOptions>(configuration.GetSection(EncryptionOptions.Section));
        services.AddHelplineStorage(new StorageOptions
        {
            DataDirectory = options.DataDirectory,
            SpoolMegabytes = options.SpoolMegabytes,
            Postgres = configuration.GetConnectionString("Postgres"),
            Redis = configuration.GetConnectionString("Redis"),
        });
        services.AddHelplineChannels(configuration, isDevelopment);
        services.AddHelplineConsole(isDevelopment);
        services.Configure<HostOptions>(host =>
        {
            host.ServicesStopConcurrently = true; // what runs, ends; nobody waits for another's work
            host.ShutdownTimeout = LongestStop;
        });
        services.AddSingleton<StorePreparation>();
        services.AddHostedService(provider => provider.GetRequiredService<StorePreparation>());
        services.AddSingleton(new Pace(PaceSettings.Read(configuration)));
        services.AddSingleton<ChannelCircuits>();
        services.AddSingleton<DialogWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<DialogWatcher>());
        services.AddHostedService<TurnWorker>();
        services.AddHostedService<OutboxWorker>();
        services.AddHostedService<PollWorker>();
        services.AddHostedService<RushWorker>();
        services.AddHostedService<CheckpointWorker>();
        services.AddHostedService<MetricsSampler>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store", tags: ["ready"]);
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(HelplineMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddPrometheusExporter());

        return builder.Build();
    }

    /// <summary>The server's settings, for verbs that need no more of it.</summary>
    public static IConfiguration Settings(string[] args) => NewBuilder(args).Configuration;

    /// <summary>Maps everything that answers over HTTP.</summary>
    public static void MapHelpline(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseHelplineChannels();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapHelplineChannels();
        app.MapHelplineConsole();
    }

    /// <summary>Brings the stores up before the first request, and tells a developer where everything is.</summary>
    public static async Task PrepareAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        app.Services.GetRequiredService<DataDirectoryLock>();
        app.Services.GetRequiredService<IConnectionMultiplexer>();
        await app.Services.GetRequiredService<StorePreparation>().TryAsync(cancellationToken);
        if (app.Environment.IsDevelopment())
            app.Lifetime.ApplicationStarted.Register(() => Welcome.Print(app, Terminal.Out));
    }

    private static WebApplicationBuilder NewBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddSecretFiles();
        return builder;
    }

    private static void Refuse(ConfigurationManager configuration, HelplineOptions options, bool isDevelopment)
    {
        if (options.SpoolMegabytes is < 1 or > 100_000)
            throw new StartupException($"Helpline:SpoolMegabytes is {options.SpoolMegabytes}; it must be 1 to 100000.");
        var key = configuration[$"{EncryptionOptions.Section}:Key"];
        if (string.IsNullOrEmpty(key) && !isDevelopment)
            throw new StartupException("Encryption:Key is missing: outside Development what children write is not kept under a key that lies beside it. Make one with 'openssl rand -base64 32' and give it by the environment (Encryption__Key) or a secret store.");
        if (!string.IsNullOrEmpty(key) && !EncryptionOptions.IsKey(key))
            throw new StartupException("Encryption:Key is not 32 bytes in base64. Make one with 'openssl rand -base64 32'.");
    }

    /// <summary>A node is ready while it can accept durably: also in an outage of SQL, or the load balancer would turn every node away.</summary>
    private sealed class StoreHealthCheck(StoreHealth store) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await store.ReadAsync(cancellationToken) switch
            {
                StoreState.Up => HealthCheckResult.Healthy(),
                StoreState.Spooling => HealthCheckResult.Degraded("SQL is out of reach; messages are kept in this node's spool."),
                _ => HealthCheckResult.Unhealthy("Neither SQL nor the spool takes messages."),
            };
    }
}
