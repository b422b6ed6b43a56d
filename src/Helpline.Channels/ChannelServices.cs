using System.Security.Cryptography;
using Helpline.Channels.Chat;
using Helpline.Channels.DirectLine;
using Helpline.Channels.Simulator;
using Helpline.Channels.Twilio;
using Helpline.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        var problems = twilio.Problems(isDevelopment).ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException(TwilioOptions.Section, typeof(TwilioOptions), problems);
        services.AddDirectLine(configuration, isDevelopment);
        services.TryAddSingleton(TimeProvider.System);
        if (twilio.IsOn)
        {
            services.AddSingleton(twilio);
            services.AddSingleton<TwilioWebhooks>();
            services.AddHttpClient(ChannelNames.Twilio, client => client.Timeout = TwilioChannel.Timeout)
                .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
                .RemoveAllLoggers(); // they would write URLs that carry the account
            services.AddSingleton<IChannel>(provider => new TwilioChannel(
                twilio,
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(ChannelNames.Twilio),
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

    /// <summary>Adds what the channels need before their endpoints are reached.</summary>
    public static void UseHelplineChannels(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<DirectLineEndpoints>() is not null)
            app.UseCors();
    }

    /// <summary>Maps the endpoints of the channels that were added.</summary>
    public static void MapHelplineChannels(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.ServiceProvider.GetService<TwilioWebhooks>()?.Map(endpoints);
        endpoints.ServiceProvider.GetService<DirectLineEndpoints>()?.Map(endpoints);
        endpoints.ServiceProvider.GetService<ChatEndpoints>()?.Map(endpoints);
        endpoints.ServiceProvider.GetService<SimulatorEndpoints>()?.Map(endpoints);
    }

    private static void AddDirectLine(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var options = configuration.GetSection(DirectLineOptions.Section).Get<DirectLineOptions>() ?? new DirectLineOptions();
        if (isDevelopment && !options.IsOn)
            options.Secret = RandomNumberGenerator.GetHexString(DirectLineOptions.ShortestSecret); // pages ask for anonymous tokens and need none
        var problems = options.Problems(isDevelopment).ToList();
        if (problems.Count > 0)
            throw new OptionsValidationException(DirectLineOptions.Section, typeof(DirectLineOptions), problems);
        if (!options.IsOn)
            return;
        services.AddSingleton(options);
        var chat = configuration.GetSection(ChatOptions.Section).Get<ChatOptions>() ?? new ChatOptions();
        var chatProblems = chat.Problems().ToList();
        if (chatProblems.Count > 0)
            throw new OptionsValidationException(ChatOptions.Section, typeof(ChatOptions), chatProblems);
        services.AddSingleton(chat);
        services.AddSingleton<ChatPage>();
        services.AddSingleton<ChatEndpoints>();
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<DirectLineGate>();
        services.AddSingleton<DirectLineLimits>();
        services.AddSingleton<DirectLineReading>();
        services.AddSingleton<DirectLineStreams>();
        services.AddHostedService(provider => provider.GetRequiredService<DirectLineStreams>());
        services.AddSingleton<DirectLineEndpoints>();
        services.AddSingleton<IChannel, DirectLineChannel>();
        services.AddCors(cors => cors.AddPolicy(DirectLineEndpoints.Cors, policy => policy
            .WithOrigins(options.Origins)
            .WithMethods("GET", "POST")
            .WithHeaders("Authorization", "Content-Type", "Accept", "x-ms-bot-agent", "x-requested-with")
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }
}
