using Helpline.Messages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Twilio;

internal static class TwilioServices
{
    /// <summary>Adds the account's two channels, SMS and WhatsApp, if it is on.</summary>
    /// <returns>What is wrong with its configuration.</returns>
    public static IEnumerable<string> AddTwilio(this IServiceCollection services, IConfiguration configuration, bool isDevelopment)
    {
        var options = configuration.GetSection(TwilioOptions.Section).Get<TwilioOptions>() ?? new TwilioOptions();
        options.PublicUrl = options.PublicUrl.TrimEnd('/');
        if (options.IsOn)
        {
            services.AddSingleton(options);
            services.AddSingleton<IChannelEndpoints, TwilioWebhooks>();
            services.AddProviderClient(ChannelNames.Twilio, TwilioChannel.Timeout);
            foreach (var line in (TwilioLine[])[TwilioLine.Sms(options), TwilioLine.WhatsApp(options)])
            {
                services.AddSingleton<IChannel>(provider => new TwilioChannel(
                    options,
                    line,
                    provider.GetRequiredService<IHttpClientFactory>().CreateClient(ChannelNames.Twilio),
                    provider.GetRequiredService<TimeProvider>()));
            }
        }

        return options.Problems(isDevelopment);
    }
}
