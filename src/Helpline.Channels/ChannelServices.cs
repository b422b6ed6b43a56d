using Helpline.Channels.DirectLine;
using Helpline.Channels.Kannel;
using Helpline.Channels.Simulator;
using Helpline.Channels.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Helpline.Channels;

/// <summary>Registers and maps the channels that the configuration switches on. A channel is a folder and a line here.</summary>
public static class ChannelServices
{
    /// <summary>Adds the channels.</summary>
    /// <exception cref="OptionsValidationException">The configuration of a channel is wrong; the mistakes of all channels at once.</exception>
    public static IServiceCollection AddHelplineChannels(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        services.TryAddSingleton(TimeProvider.System);
        string[] problems =
        [
            .. services.AddTwilio(configuration, isDevelopment),
            .. services.AddKannel(configuration, isDevelopment),
            .. services.AddDirectLine(configuration, isDevelopment),
        ];
        if (problems.Length > 0)
            throw new OptionsValidationException("Channels", typeof(ChannelServices), problems);
        if (isDevelopment)
            services.AddSimulator();
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
        foreach (var channel in endpoints.ServiceProvider.GetServices<IChannelEndpoints>())
            channel.Map(endpoints);
    }

    /// <summary>
    /// The client that a sender calls its provider with: no redirects, since they would carry a child's words elsewhere, and no logs of its own, since URLs carry the account,
    /// or a child's number and words.
    /// </summary>
    internal static void AddProviderClient(this IServiceCollection services, string channel, TimeSpan timeout) =>
        services.AddHttpClient(channel, client => client.Timeout = timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
}
