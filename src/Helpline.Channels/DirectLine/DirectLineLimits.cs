using System.Net;
using System.Threading.RateLimiting;

namespace Helpline.Channels.DirectLine;

/// <summary>What one sender may do a minute, on one node. They protect the machine; a client that is told to wait keeps its message and sends it again. Thread-safe.</summary>
internal sealed class DirectLineLimits(DirectLineOptions options) : IDisposable
{
    /// <summary>Codes for coming back that one remote address may try a minute: enough where a proxy hides all addresses behind its own, and two hundred years until one of ten thousand codes is guessed.</summary>
    public const int CodesPerMinute = 200;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _messages = PerMinute(options.MessagesPerMinute);
    private readonly PartitionedRateLimiter<string> _signals = PerMinute(options.MessagesPerMinute);
    private readonly PartitionedRateLimiter<string> _tokens = PerMinute(options.TokensPerMinute);
    private readonly PartitionedRateLimiter<string> _codes = PerMinute(CodesPerMinute);

    /// <summary>Null if a message of the conversation is taken now; else how long to wait.</summary>
    public TimeSpan? Message(string conversation) => Wait(_messages, conversation);

    /// <summary>As <see cref="Message"/>, for typing and the like: they never use up what a message needs.</summary>
    public TimeSpan? Signal(string conversation) => Wait(_signals, conversation);

    /// <summary>Null if the remote address gets an anonymous token now; else how long to wait.</summary>
    public TimeSpan? Token(IPAddress? remote) => Wait(_tokens, NetworkOf(remote));

    /// <summary>Null if the remote address may try a code for coming back now; else how long to wait.</summary>
    public TimeSpan? Code(IPAddress? remote) => Wait(_codes, NetworkOf(remote));

    public void Dispose()
    {
        _codes.Dispose();
        _messages.Dispose();
        _signals.Dispose();
        _tokens.Dispose();
    }

    /// <summary>Of an IPv6 address the /64 network: whoever has one address there has all.</summary>
    internal static string NetworkOf(IPAddress? remote)
    {
        if (remote is null)
            return "";
        var address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 8)));
    }

    private static PartitionedRateLimiter<string> PerMinute(int most) => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = Window, QueueLimit = 0 }));

    private static TimeSpan? Wait(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
    }
}
