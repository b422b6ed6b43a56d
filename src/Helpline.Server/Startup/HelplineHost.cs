using Helpline.Channels;
using Helpline.Console;
using Helpline.Dialogs;
using Helpline.Risk;
using Helpline.Server.Commands;
using Helpline.Server.Workers;
using Helpline.Storage;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using StackExchange.Redis;

namespace Helpline.Server.Startup;

/// <summary>Puts the server together.</summary>
internal static class HelplineHost
{
    /// <summary>Builds the server. Configuration mistakes throw here, all of a section's at once, and nothing has started yet.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets(); // so that an unpublished build serves the console's styles in every environment
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        var configuration = builder.Configuration;
        configuration.AddSecretFiles();
        var isDevelopment = builder.Environment.IsDevelopment();

        var options = configuration.GetSection(HelplineOptions.Section).Get<HelplineOptions>() ?? new HelplineOptions();
        RefuseWhatIsNotServed(configuration, isDevelopment);
        var services = builder.Services;
        var library = DialogFiles.Read(options.DialogsDirectory);
        services.AddSingleton(library);
        services.AddSingleton(new DialogEngine(library));
        services.AddSingleton(new Triage(library.Lexicons));
        services.Configure<EncryptionOptions>(configuration.GetSection(EncryptionOptions.Section));
        services.AddHelplineStorage(new StorageOptions { DataDirectory = options.DataDirectory, Redis = configuration.GetConnectionString("Redis") });
        services.AddHelplineChannels(configuration, isDevelopment);
        services.AddHelplineConsole(isDevelopment);
        services.AddHostedService<TurnWorker>();
        services.AddHostedService<OutboxWorker>();
        services.AddHostedService<MetricsSampler>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store", tags: ["ready"]);
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(HelplineMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime")
            .AddPrometheusExporter());

        return builder.Build();
    }

    /// <summary>Maps everything that answers over HTTP.</summary>
    public static void MapHelpline(this WebApplication app)
    {
        app.UseSecurityHeaders();
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
        app.Services.GetRequiredService<IConnectionMultiplexer>();
        await app.Services.GetRequiredService<Database>().PrepareAsync(cancellationToken);
        if (!app.Environment.IsDevelopment())
            return;
        await People.SeedDemoAsync(app.Services);
        app.Lifetime.ApplicationStarted.Register(() => Welcome.Print(app, Terminal.Out));
    }

    private static void RefuseWhatIsNotServed(ConfigurationManager configuration, bool isDevelopment)
    {
        if (configuration.GetConnectionString("Postgres") is { Length: > 0 })
            throw new StartupException("ConnectionStrings:Postgres is set, but this version keeps its data in SQLite only. Remove the setting.");
        var key = configuration[$"{EncryptionOptions.Section}:Key"];
        if (string.IsNullOrEmpty(key) && !isDevelopment)
            throw new StartupException("Encryption:Key is missing: outside Development what children write is not kept under a key that lies beside it. Make one with 'openssl rand -base64 32' and give it by the environment (Encryption__Key) or a secret store.");
        if (!string.IsNullOrEmpty(key) && !EncryptionOptions.IsKey(key))
            throw new StartupException("Encryption:Key is not 32 bytes in base64. Make one with 'openssl rand -base64 32'.");
    }

    private sealed class StoreHealthCheck(Database database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await database.CanWriteAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database takes no writes.");
    }
}
