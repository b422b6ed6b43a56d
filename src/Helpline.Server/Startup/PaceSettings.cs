using Helpline.Server.Commands;

namespace Helpline.Server.Startup;

/// <summary>The pace as it is configured.</summary>
internal static class PaceSettings
{
    /// <exception cref="StartupException">A setting is out of its range; all that are are named.</exception>
    public static PaceOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(PaceOptions.Section).Get<PaceOptions>() ?? new PaceOptions();
        (string Name, int Value, int Least, int Most)[] ranges =
        [
            (nameof(options.AnswersAtOnce), options.AnswersAtOnce, 5, 1_000),
            (nameof(options.SecondsPerAnswer), options.SecondsPerAnswer, 1, 600),
            (nameof(options.LongestWaitSeconds), options.LongestWaitSeconds, 10, 3_600),
            (nameof(options.LoopSilenceMinutes), options.LoopSilenceMinutes, 5, 1_440),
            (nameof(options.RushAbove), options.RushAbove, 10, 1_000_000),
            (nameof(options.RushSecondsPerAnswer), options.RushSecondsPerAnswer, 1, 600),
        ];
        var problems = ranges.Where(range => range.Value < range.Least || range.Value > range.Most)
            .Select(range => FormattableString.Invariant($"{PaceOptions.Section}:{range.Name} is {range.Value}; it must be {range.Least} to {range.Most}."))
            .ToList();
        return problems.Count == 0 ? options : throw new StartupException(string.Join(Environment.NewLine, problems));
    }
}
