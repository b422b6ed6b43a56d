using Microsoft.AspNetCore.Routing;

namespace Helpline.Channels;

/// <summary>What a channel's provider or its children call.</summary>
internal interface IChannelEndpoints
{
    void Map(IEndpointRouteBuilder endpoints);
}
