namespace Helpline.Storage.Redis;

/// <summary>After Redis has failed, nobody in this process waits for it again for a moment. Thread-safe.</summary>
public sealed class RedisRest(TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    private long _until;

    /// <summary>True while Redis is left alone.</summary>
    public bool IsOn => Interlocked.Read(ref _until) > time.GetUtcNow().Ticks;

    public void Begin() => Interlocked.Exchange(ref _until, time.GetUtcNow().Add(Length).Ticks);
}
