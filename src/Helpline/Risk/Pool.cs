namespace Helpline.Risk;

/// <summary>A few objects that are made once and used again and again. Thread-safe; taking and giving back allocate nothing.</summary>
internal sealed class Pool<T>(Func<T> make)
    where T : class
{
    private readonly T?[] _spare = new T?[16];

    public T Take()
    {
        for (var i = 0; i < _spare.Length; i++)
        {
            if (Volatile.Read(ref _spare[i]) is not null && Interlocked.Exchange(ref _spare[i], null) is { } spare)
                return spare;
        }

        return make();
    }

    public void GiveBack(T used)
    {
        for (var i = 0; i < _spare.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _spare[i], used, null) is null)
                return;
        }
    }
}
