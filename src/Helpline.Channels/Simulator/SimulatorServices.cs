using Helpline.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Channels.Simulator;

internal static class SimulatorServices
{
    public static void AddSimulator(this IServiceCollection services)
    {
        services.AddSingleton<SimulatedPhones>();
        services.AddSingleton<IChannelEndpoints, SimulatorEndpoints>();
        services.AddSingleton<IChannel, SimulatorChannel>();
    }
}
