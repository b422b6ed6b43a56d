using Helpline.Messages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.BotFramework;

internal static class BotFrameworkServices
{
    /// <summary>Adds the channel if it is on.</summary>
    /// <returns>What is wrong with its configuration.</returns>
    public static IEnumerable<string> AddBotFramework(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var options = configuration.GetSection(BotFrameworkOptions.Section).Get<BotFrameworkOptions>() ?? new BotFrameworkOptions();
        if (options.IsOn)
        {
            services.AddSingleton(options);
            services.AddSingleton(new ConnectorHosts(options.Endpoints.Hosts, allowsHttp: isDevelopment));
            services.AddProviderClient(ChannelNames.BotFramework, Connector.Timeout);
            services.AddSingleton(provider => new IssuerKeys(options.Endpoints.MetadataUrl, Client(provider), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<ConnectorGate>();
            services.AddSingleton(provider => new ConnectorToken(options, Client(provider), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton(provider => new Connector(
                provider.GetRequiredService<ConnectorHosts>(), provider.GetRequiredService<ConnectorToken>(), Client(provider), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<GroupNotices>();
            services.AddSingleton<IChannelEndpoints, BotFrameworkEndpoint>();
            services.AddSingleton<IChannel, BotFrameworkChannel>();
        }

        return options.Problems();
    }

    private static HttpClient Client(IServiceProvider provider) => provider.GetRequiredService<IHttpClientFactory>().CreateClient(ChannelNames.BotFramework);
}
