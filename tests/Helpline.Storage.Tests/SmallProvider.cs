using Helpline.Messages;

namespace Helpline.Storage.Tests;

/// <summary>A provider without idempotency keys: what it took, in order.</summary>
internal sealed class SmallProvider(bool canBeAsked)
{
    /// <summary>How far back it looks before a message was written, as for clocks that disagree.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private readonly List<(OutgoingText Message, string Id, DateTimeOffset At)> _taken = [];

    public IReadOnlyList<(OutboundId Message, string Id)> Taken => [.. _taken.Select(taken => (taken.Message.Id, taken.Id))];

    public string Take(OutgoingText message, DateTimeOffset now)
    {
        var id = $"provider-{Guid.NewGuid():N}";
        _taken.Add((message, id, now));
        return id;
    }

    /// <summary>It knows nothing of our ids: only to whom, which words, and when.</summary>
    public LookUpResult LookUp(OutgoingText message) => canBeAsked
        ? new LookUpResult.Known([.. _taken.Where(taken => taken.Message.To == message.To && taken.Message.Text == message.Text && taken.At >= message.WrittenAt - Skew).Select(taken => taken.Id)])
        : new LookUpResult.CannotAsk();
}
