using Helpline.Storage.Reading;

namespace Helpline.Console.Operations;

internal enum HealthLevel
{
    Ok,
    Quiet,
    Failing,
    NotSending,
}

/// <summary>How a channel is, and why, in words for operators.</summary>
internal sealed record ChannelHealth(HealthLevel Level, string Word, string? Reason = null)
{
    /// <summary>An outbox message that is older than this stands still.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>One failure in so many is ordinary: numbers that no longer exist.</summary>
    private const int TolerableOneIn = 10;

    /// <param name="channel">What it did in the last hour.</param>
    /// <param name="oldestOutbound">Since when the oldest unsent message of all channels waits.</param>
    /// <param name="now">The time.</param>
    public static ChannelHealth Of(ChannelActivity channel, DateTimeOffset? oldestOutbound, DateTimeOffset now)
    {
        var tried = channel.Sent + channel.Failed;
        if (channel is { Failed: > 0, Sent: 0 })
            return NotSending($"all {Labels.Count(channel.Failed, "message", "messages")} of the last hour failed");
        if (channel.Unsent > 0 && oldestOutbound is { } oldest && now - oldest > Patience && !(channel.LastSent > oldest))
            return NotSending($"{Labels.Count(channel.Unsent, "message waits", "messages wait")} and nothing has been sent for {Durations.Words(now - oldest)}");
        if (channel.Failed * TolerableOneIn > tried)
            return new ChannelHealth(HealthLevel.Failing, "Failing", $"{channel.Failed} of {tried} messages failed in the last hour");
        if (channel is { Inbound: 0, Sent: 0 })
            return new ChannelHealth(HealthLevel.Quiet, "Quiet", "no traffic in the last hour");
        return new ChannelHealth(HealthLevel.Ok, "OK");
    }

    private static ChannelHealth NotSending(string reason) => new(HealthLevel.NotSending, "Not sending", reason);
}
