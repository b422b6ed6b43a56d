using System.Globalization;

namespace Helpline.Benchmarks.Load;

/// <summary>What processes use, read from /proc; they are found by the directory that they work in or below.</summary>
internal static class ProcessFigures
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    /// <summary>Processor time in seconds, also of children that have ended.</summary>
    public static double ProcessorSeconds(string home) => Of(home).Sum(process =>
    {
        // The second field, the program's name in parentheses, may hold spaces.
        var fields = File.ReadAllText($"{process}/stat").Split(") ")[^1].Split(' ');
        return fields[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    });

    /// <summary>The greatest resident size so far, in MB, summed over the processes.</summary>
    public static double PeakMegabytes(string home) => Of(home).Sum(process => File.ReadLines($"{process}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024));

    private static IEnumerable<string> Of(string home) => Directory.EnumerateDirectories("/proc")
        .Where(process => char.IsAsciiDigit(process["/proc/".Length]))
        .Where(process => new FileInfo($"{process}/cwd").LinkTarget is { } directory && (directory == home || directory.StartsWith($"{home}/", StringComparison.Ordinal)));
}
