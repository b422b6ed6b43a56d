using Helpline.Messages;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Helpline.Channels.Kannel;

internal static class KannelServices
{
    /// <summary>Adds the channel if it is on.</summary>
    /// <returns>What is wrong with its configuration.</returns>
    public static IEnumerable<string> AddKannel(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var options = configuration.GetSection(KannelOptions.Section).Get<KannelOptions>() ?? new KannelOptions();
        options.PublicUrl = options.PublicUrl.TrimEnd('/');
        if (options.IsOn)
        {
            services.AddSingleton(options);
            services.AddSingleton<KannelGate>();
            services.AddSingleton<IChannelEndpoints, KannelWebhooks>();
            services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestLineSize = Math.Max(kestrel.Limits.MaxRequestLineSize, KannelWebhooks.LongestLine));
            services.PostConfigure<LoggerFilterOptions>(KeepQueriesOut);
            services.AddProviderClient(ChannelNames.Kannel, KannelChannel.Timeout);
            services.AddSingleton<IChannel>(provider => new KannelChannel(
                options,
                provider.GetRequiredService<KannelGate>(),
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(ChannelNames.Kannel),
                provider.GetRequiredService<TimeProvider>()));
        }

        return options.Problems(isDevelopment);
    }

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
