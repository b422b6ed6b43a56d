using Helpline.Channels.Kannel;
using Helpline.Channels.Simulator;
using Helpline.Channels.Twilio;
using Helpline.Messages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Helpline.Channels;

/// <summary>Registers and maps the channels that the configuration switches on.</summary>
public static class ChannelServices
{
    /// <summary>Adds the channels.</summary>
    /// <exception cref="OptionsValidationException">The configuration of a channel is wrong; all its mistakes at once.</exception>
    public static IServiceCollection AddHelplineChannels(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var twilio = configuration.GetSection(TwilioOptions.Section).Get<TwilioOptions>() ?? new TwilioOptions();
        twilio.PublicUrl = twilio.PublicUrl.TrimEnd('/');
        var kannel = configuration.GetSection(KannelOptions.Section).Get<KannelOptions>() ?? new KannelOptions();
        kannel.PublicUrl = kannel.PublicUrl.TrimEnd('/');
        string[] problems = [.. twilio.Problems(isDevelopment), .. kannel.Problems(isDevelopment)];
        if (problems.Length > 0)
            throw new OptionsValidationException("Channels", typeof(ChannelServices), problems);
        services.TryAddSingleton(TimeProvider.System);
        if (twilio.IsOn)
        {
            services.AddSingleton(twilio);
            services.AddSingleton<TwilioWebhooks>();
            AddClient(services, ChannelNames.Twilio, TwilioChannel.Timeout);
            services.AddSingleton<IChannel>(provider => new TwilioChannel(
                twilio,
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(ChannelNames.Twilio),
                provider.GetRequiredService<TimeProvider>()));
        }

        if (kannel.IsOn)
        {
            services.AddSingleton(kannel);
            services.AddSingleton<KannelGate>();
            services.AddSingleton<KannelWebhooks>();
            services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestLineSize = Math.Max(kestrel.Limits.MaxRequestLineSize, KannelWebhooks.LongestLine));
            services.PostConfigure<LoggerFilterOptions>(KeepQueriesOut);
            AddClient(services, ChannelNames.Kannel, KannelChannel.Timeout);
            services.AddSingleton<IChannel>(provider => new KannelChannel(
                kannel,
                provider.GetRequiredService<KannelGate>(),
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(ChannelNames.Kannel),
                provider.GetRequiredService<TimeProvider>()));
        }

        if (isDevelopment)
        {
            services.AddSingleton<SimulatedPhones>();
            services.AddSingleton<SimulatorEndpoints>();
            services.AddSingleton<IChannel, SimulatorChannel>();
        }

        return services;
    }

    /// <summary>Maps the endpoints of the channels that were added.</summary>
    public static void MapHelplineChannels(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.ServiceProvider.GetService<TwilioWebhooks>()?.Map(endpoints);
        endpoints.ServiceProvider.GetService<KannelWebhooks>()?.Map(endpoints);
        endpoints.ServiceProvider.GetService<SimulatorEndpoints>()?.Map(endpoints);
    }

    private static void AddClient(IServiceCollection services, string channel, TimeSpan timeout) =>
        services.AddHttpClient(channel, client => client.Timeout = timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers(); // they would write URLs, which carry the account, or a child's number and words

    /// <summary>smsbox writes a child's number and words into the URL: whatever level is configured, ASP.NET Core's lines about requests are not written.</summary>
    private static void KeepQueriesOut(LoggerFilterOptions filters)
    {
        string[] categories = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];
        string?[] providers = [.. filters.Rules.Select(rule => rule.ProviderName).Append(null).Distinct()]; // a rule for one provider goes before all others
        foreach (var category in categories)
        {
            foreach (var rule in filters.Rules.Where(rule => rule.CategoryName?.StartsWith(category, StringComparison.OrdinalIgnoreCase) == true).ToList())
                filters.Rules.Remove(rule);
            foreach (var provider in providers)
                filters.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, filter: null));
        }
    }
}
