using System.Diagnostics;

namespace Helpline.Benchmarks.Load;

/// <summary>Lets the children text, and brings receipts for what they get.</summary>
internal sealed class Traffic(IGateway gateway, Scores scores, IReadOnlyList<Phone> phones)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(200);
    private volatile bool _textAgain;

    /// <summary>Children who still wait for an answer.</summary>
    public int Waiting => phones.Sum(phone => phone.Waiting);

    /// <summary>The provider has an SMS for a child: receipt, and perhaps the child's next text.</summary>
    public void Take(int child, Guid message, string sid)
    {
        if (!scores.SmsCame(message))
            return;
        var phone = phones[child];
        var text = phone.Answered();
        scores.Replied(text);
        _ = DeliverAsync(phone, text, message, sid);
        if (_textAgain && text is not null)
            _ = TextAsync(phone, phone.Next(Stopwatch.GetTimestamp()));
    }

    /// <summary>Closed loop: each child texts again when the answer has come.</summary>
    public void Start()
    {
        _textAgain = true;
        foreach (var phone in phones)
            _ = TextAsync(phone, phone.Next(Stopwatch.GetTimestamp()));
    }

    public void Stop() => _textAgain = false;

    /// <summary>Open loop: children text in turn, at a rate, until cancelled.</summary>
    public Task PaceAsync(int perSecond, CancellationToken cancellationToken) =>
        PaceAsync(perSecond, int.MaxValue, index => phones[index % phones.Count], (phone, now) => phone.Next(now), cancellationToken);

    /// <summary>Some children text once each, within one second.</summary>
    public Task BurstAsync(int first, int count, Func<int, (string Text, bool IsUrgent)> text, CancellationToken cancellationToken)
    {
        var index = 0;
        return PaceAsync(
            count,
            count,
            child => phones[first + child],
            (phone, now) =>
            {
                var (words, isUrgent) = text(index++);
                return phone.Sends(new SentText(words, isUrgent, now));
            },
            cancellationToken);
    }

    /// <summary>Everybody in the range says the same, then silence is awaited: how many SMS come is the dialogs' affair.</summary>
    public async Task AllSayAsync(int count, string text, CancellationToken cancellationToken)
    {
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken }, async (child, cancel) =>
        {
            while (!await gateway.TextAsync(phones[child], text))
                await Task.Delay(AfterRefusal, TimeProvider.System, cancel);
        });
        await SilenceAsync(TimeSpan.FromSeconds(2), cancellationToken);
    }

    /// <summary>Returns when every answer has come, or none did for half a minute.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (Waiting > 0 && Stopwatch.GetElapsedTime(scores.LastSms) < TimeSpan.FromSeconds(30))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
    }

    /// <summary>Returns when no SMS has come for a while.</summary>
    public async Task SilenceAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(Math.Max(begun, scores.LastSms)) < length)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
    }

    private async Task PaceAsync(int perSecond, int count, Func<int, Phone> whose, Func<Phone, long, SentText> next, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick);
        var begun = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < count && !cancellationToken.IsCancellationRequested;)
        {
            for (var due = Math.Min(count, (long)(Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond)); sent < due; sent++)
            {
                var phone = whose(sent);
                _ = TextAsync(phone, next(phone, Stopwatch.GetTimestamp()));
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task TextAsync(Phone phone, SentText text)
    {
        var accepted = await gateway.TextAsync(phone, text.Text);
        scores.TextAnswered(text, accepted);
        if (accepted)
            return;
        phone.Refused(text);
        await Task.Delay(AfterRefusal, TimeProvider.System);
        if (_textAgain)
            await TextAsync(phone, phone.Next(Stopwatch.GetTimestamp()));
    }

    private async Task DeliverAsync(Phone phone, SentText? text, Guid message, string sid) =>
        scores.ReceiptAnswered(text, await gateway.DeliveredAsync(phone, message, sid));
}
