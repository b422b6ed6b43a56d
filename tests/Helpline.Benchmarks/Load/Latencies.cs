using System.Diagnostics;

namespace Helpline.Benchmarks.Load;

/// <summary>Times, and their percentiles.</summary>
internal sealed class Latencies
{
    private readonly List<long> _ticks = [];

    public int Count => _ticks.Count;

    public void Add(long from, long to) => _ticks.Add(to - from);

    /// <summary>In milliseconds; null without any.</summary>
    public double? Percentile(double share)
    {
        if (_ticks.Count == 0)
            return null;
        _ticks.Sort();
        var ticks = _ticks[Math.Min(_ticks.Count - 1, (int)(share * _ticks.Count))];
        return Math.Round(ticks * 1000.0 / Stopwatch.Frequency, 1);
    }
}
