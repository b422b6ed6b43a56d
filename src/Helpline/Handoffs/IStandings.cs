using Helpline.Messages;

namespace Helpline.Handoffs;

/// <summary>How children's conversations stand, for channels that show it to them. Reads SQL's truth, the same from every node.</summary>
public interface IStandings
{
    Task<Standing> OfAsync(Address child, CancellationToken cancellationToken);
}
