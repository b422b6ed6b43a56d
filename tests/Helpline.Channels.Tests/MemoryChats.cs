using System.Collections.Concurrent;
using Helpline.Handoffs;
using Helpline.Messages;

namespace Helpline.Channels.Tests;

/// <summary>Codes for coming back, and places in a queue, in memory.</summary>
internal sealed class MemoryChats : IStandings, IResumeCodes
{
    private readonly ConcurrentDictionary<string, Address> _codes = new();

    /// <summary>Where every child stands.</summary>
    public Standing Standing { get; set; } = Standing.Nobody;

    /// <summary>False: the child has written nothing yet.</summary>
    public bool HasWritten { get; set; } = true;

    public DateTimeOffset Until { get; private set; }

    public Task<Standing> OfAsync(Address child, CancellationToken cancellationToken) => Task.FromResult(Standing);

    public Task<bool> KeepAsync(Address child, string code, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (HasWritten)
            (_codes[code], Until) = (child, until);
        return Task.FromResult(HasWritten);
    }

    public Task<Address?> OwnerAsync(string code, CancellationToken cancellationToken) => Task.FromResult(_codes.GetValueOrDefault(code));
}
