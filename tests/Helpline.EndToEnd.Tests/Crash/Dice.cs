namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>Random numbers that depend on the seed and on what they are for, and on nothing else: not on what happened before.</summary>
internal static class Dice
{
    public static Random For(int seed, params ReadOnlySpan<int> purpose)
    {
        var mixed = (uint)seed;
        foreach (var part in purpose)
            mixed = (mixed ^ (uint)part) * 2_654_435_761 ^ (mixed >> 15);
        return new Random((int)mixed);
    }

    /// <summary>True with this probability.</summary>
    public static bool Hits(this Random random, double probability) => random.NextDouble() < probability;

    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public static TimeSpan Between(this Random random, int milliseconds, int atMost) => TimeSpan.FromMilliseconds(random.Next(milliseconds, atMost));

    public static Task Pause(this Random random, int milliseconds, int atMost) => Task.Delay(random.Between(milliseconds, atMost), TimeProvider.System);
}
