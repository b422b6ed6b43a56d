namespace Helpline.Conversations.Pacing;

/// <summary>The bot does not answer an address, because a robot answers there.</summary>
/// <param name="Since">When it was noticed.</param>
/// <param name="From">When this silence began: a robot that goes on afterwards gets a longer one.</param>
/// <param name="Until">Then it ends by itself.</param>
public sealed record LoopSilence(LoopKind Kind, DateTimeOffset Since, DateTimeOffset From, DateTimeOffset Until)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    internal static LoopSilence Next(LoopSilence? last, LoopKind kind, DateTimeOffset now, TimeSpan first)
    {
        var length = last is null ? first : TimeSpan.FromTicks(Math.Min(Longest.Ticks, 2 * (last.Until - last.From).Ticks));
        return new LoopSilence(kind, last?.Since ?? now, now, now + length);
    }
}
