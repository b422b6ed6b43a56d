using System.Collections.Concurrent;
using Helpline.Conversations.Pacing;

namespace Helpline.Server.Workers;

/// <summary>The limits that hold now, by channel. Thread-safe.</summary>
internal sealed class Pace(PaceOptions options)
{
    private readonly PaceLimits _calm = new()
    {
        AnswersAtOnce = options.AnswersAtOnce,
        PerAnswer = TimeSpan.FromSeconds(options.SecondsPerAnswer),
        LongestWait = TimeSpan.FromSeconds(options.LongestWaitSeconds),
        LoopSilence = TimeSpan.FromMinutes(options.LoopSilenceMinutes),
    };

    private readonly ConcurrentDictionary<string, bool> _rushes = new();

    public bool IsOn => options.Enabled;

    /// <summary>Null if everybody is answered as fast as they write.</summary>
    public PaceLimits? Of(string channel) => !options.Enabled ? null
        : _rushes.ContainsKey(channel) ? _calm with { Rush = TimeSpan.FromSeconds(options.RushSecondsPerAnswer) }
        : _calm;

    /// <summary>So many messages of the channel wait. A rush ends at half of what begins it, so that it does not flicker.</summary>
    /// <returns>True if that begins or ends a rush.</returns>
    public bool Learn(string channel, int waiting)
    {
        if (waiting > options.RushAbove)
            return _rushes.TryAdd(channel, true);
        return waiting <= options.RushAbove / 2 && _rushes.TryRemove(channel, out _);
    }

    public bool IsRush(string channel) => _rushes.ContainsKey(channel);
}
