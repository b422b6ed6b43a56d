using System.Collections.Concurrent;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>A child with a phone: writes what the plan says, each message after the one before was accepted.</summary>
internal sealed class Child(ChildPlan plan, int seed, FaultyTwilio twilio, Webhooks webhooks)
{
    private const int MostTries = 300;
    private readonly Random _dice = Dice.For(seed, 4, plan.Index);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _sentAt = new();
    private readonly List<string> _accepted = [];
    private readonly List<Task> _repeats = [];

    public ChildPlan Plan { get; } = plan;

    /// <summary>What was acknowledged, in the order of writing.</summary>
    public IReadOnlyList<string> Accepted => _accepted;

    /// <summary>When each message was first written.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> SentAt => _sentAt;

    public async Task RunAsync()
    {
        await Task.Delay(Plan.StartsAfter, TimeProvider.System);
        foreach (var message in Plan.Messages)
        {
            var heard = twilio.Unread(Plan.Phone);
            _sentAt[message.Sid] = TimeProvider.System.GetUtcNow();
            var deliveries = await Task.WhenAll(Enumerable.Range(0, message.Races ? 2 : 1).Select(delivery => DeliverAsync(message, delivery)));
            if (!deliveries.Any(acknowledged => acknowledged))
                return; // the verdict says so
            _accepted.Add(message.Sid);
            for (var repeat = 0; repeat < message.Repeats; repeat++)
                _repeats.Add(RepeatAsync(message, repeat));
            if (message.Waits)
                await ReplyAsync(heard);
        }

        await Task.WhenAll(_repeats);
    }

    private Task<bool> DeliverAsync(PlannedMessage message, int delivery)
    {
        var dice = Dice.For(seed, 5, Plan.Index, delivery, _accepted.Count);
        return webhooks.DeliverAsync(node => twilio.TextAsync(Plan.Phone, message.Text, message.Sid, media: message.Attachments, server: node), dice, MostTries);
    }

    private async Task RepeatAsync(PlannedMessage message, int repeat)
    {
        await Dice.For(seed, 6, Plan.Index, repeat).Pause(0, 5_000);
        await DeliverAsync(message, 10 + repeat);
    }

    /// <summary>Waits for an answer, though not for ever, and reads it.</summary>
    private async Task ReplyAsync(int heard)
    {
        for (var patience = _dice.Next(20, 50); patience > 0 && twilio.Unread(Plan.Phone) == heard; patience--)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await _dice.Pause(100, 800);
    }
}
