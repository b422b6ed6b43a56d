using System.Security.Cryptography;
using Helpline.Channels.Chat;
using Helpline.Messages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.DirectLine;

internal static class DirectLineServices
{
    /// <summary>Adds the channel if it is on.</summary>
    /// <returns>What is wrong with its configuration.</returns>
    public static IEnumerable<string> AddDirectLine(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var options = configuration.GetSection(DirectLineOptions.Section).Get<DirectLineOptions>() ?? new DirectLineOptions();
        if (isDevelopment && !options.IsOn)
            options.Secret = RandomNumberGenerator.GetHexString(DirectLineOptions.ShortestSecret); // pages ask for anonymous tokens and need none
        var chat = configuration.GetSection(ChatOptions.Section).Get<ChatOptions>() ?? new ChatOptions();
        if (options.IsOn)
        {
            services.AddSingleton(options);
            services.AddSingleton(chat);
            services.AddSingleton<ChatPage>();
            services.AddSingleton<IChannelEndpoints, ChatEndpoints>();
            services.AddSingleton<DirectLineGate>();
            services.AddSingleton<DirectLineTokens>();
            services.AddSingleton<DirectLineLimits>();
            services.AddSingleton<DirectLineReading>();
            services.AddSingleton<DirectLineStreams>();
            services.AddHostedService(provider => provider.GetRequiredService<DirectLineStreams>());
            services.AddSingleton<DirectLineEndpoints>();
            services.AddSingleton<IChannelEndpoints>(provider => provider.GetRequiredService<DirectLineEndpoints>());
            services.AddSingleton<IChannel, DirectLineChannel>();
            services.AddCors(cors => cors.AddPolicy(DirectLineEndpoints.Cors, policy => policy
                .WithOrigins(options.Origins)
                .WithMethods("GET", "POST")
                .WithHeaders("Authorization", "Content-Type", "Accept", "x-ms-bot-agent", "x-requested-with")
                .WithExposedHeaders("Retry-After")
                .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        }

        return options.Problems(isDevelopment).Concat(chat.Problems());
    }
}
