using System.Globalization;
using Helpline.Conversations;
using Helpline.Messages;
using Helpline.Storage.Sql;
using Helpline.Storage.Sql.Rows;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>Plays a schedule on a real store, as ChannelSender would, and looks after each step whether what must hold does.</summary>
internal sealed class OutboxRun(TestStore store, IReadOnlyList<TestStore.Node> nodes, OutboxSchedule schedule)
{
    private const int MostRounds = 100;

    private static readonly string[] Words = ["yes", "no"];
    private static int _numbers;

    private readonly SmallProvider _provider = new(schedule.CanBeAsked);
    private readonly List<Child> _people = [.. Enumerable.Range(0, OutboxSchedule.Children).Select(_ => new Child($"+{Interlocked.Increment(ref _numbers).ToString(CultureInfo.InvariantCulture)}"))];
    private readonly List<Sending> _underWay = [];
    private readonly List<(ClaimedMessage Message, DeliveryRecord Record)> _asked = [];
    private readonly Dictionary<Guid, DateTimeOffset> _notBefore = [];
    private readonly HashSet<(Guid Message, int Attempt)> _mayBeTakenAgain = [];
    private readonly HashSet<(Guid, DeliveryStatus)> _told = [];
    private Dictionary<Guid, DeliveryStatus> _statuses = [];
    private Dictionary<Guid, int> _attempts = [];

    /// <summary>What has happened, so that a test sees that the schedules reach the corners they are for.</summary>
    public HashSet<string> Corners { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => store.Time.GetUtcNow();

    public async Task RunAsync()
    {
        await store.ReadAsync(context => context.Outbox.ExecuteDeleteAsync(Token)); // what a failed schedule has left
        var number = 0;
        foreach (var step in schedule.Steps)
        {
            number++;
            await InStepAsync($"{number}. {step}", () => StepAsync(step));
        }

        await InStepAsync("the peace after it", PeaceAsync);
    }

    private static async Task InStepAsync(string step, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (ShouldAssertException error)
        {
            throw new ShouldAssertException($"In step {step}: {error.Message}", error);
        }
    }

    private async Task StepAsync(Step step)
    {
        await DoAsync(step);
        await LookAsync();
    }

    private Task DoAsync(Step step) => step switch
    {
        Step.Says says => SayAsync(_people[says.Child], says.Texts, says.Counsellor),
        Step.Closes closes => CloseAsync(_people[closes.Child]),
        Step.Works works => WorkAsync(nodes[works.Node], _people[works.Child], works.Ending),
        Step.Claims claims => ClaimAsync(nodes[claims.Node], _people[claims.Child]),
        Step.Sends sends => Nth(_underWay.Where(sending => !sending.IsSent), sends.Nth) is { } sending ? SendAsync(sending, sends.Ending) : Task.CompletedTask,
        Step.Records records => Nth(_underWay.Where(sending => sending.IsSent), records.Nth) is { } sending ? RecordAsync(sending) : Task.CompletedTask,
        Step.Hears hears => _provider.Taken.Count == 0 ? Task.CompletedTask : HearAsync(nodes[hears.Node], _provider.Taken[hears.Nth % _provider.Taken.Count], hears.Status),
        Step.Passes passes => PassAsync(TimeSpan.FromSeconds(passes.Seconds)),
        Step.Recovers recovers => RecoverAsync(nodes[recovers.Node]),
        Step.TakesOver takes => TakeOverAsync(nodes[takes.Node]),
        Step.StandsStill stands => StandStillAsync(nodes[stands.Node], nodes[1 - stands.Node], _people[stands.Child], stands.Ending),
        Step.Settles settles => SettleAsync(nodes[settles.Node], settles.IsAnswered),
        Step.Asks asks => AskAsync(nodes[asks.Node], isAnswered: true),
        Step.Learns learns => _asked.Count == 0 ? Task.CompletedTask : LearnAsync(_asked[learns.Nth % _asked.Count]),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Unknown step."),
    };

    private async Task SayAsync(Child child, int count, bool counsellor)
    {
        if (child.Conversation is null)
            child.Contact = await store.AcceptAsync("hello", child.From);
        var session = (child.Conversation is { } open ? await store.Conversations.OpenAsync(open, Token) : await store.Conversations.OpenForTurnAsync(child.Contact, Token)).ShouldNotBeNull();
        var next = session.Conversation.NextSequence;
        var outcome = new TurnOutcome(
            session.Conversation with { NextSequence = next + session.Pending.Count + count },
            [.. session.Pending.Select((message, index) => new ReceivedMessage(message.Ordinal, next + index, Helpline.Risk.RiskAssessment.Nothing))],
            [.. Enumerable.Range(0, count).Select(i => new SaidMessage(next + session.Pending.Count + i, Words[(next + i) % Words.Length], counsellor ? TestStore.Ayesha : null))],
            new Dictionary<TimerKind, DateTimeOffset?>());
        (await store.CommitAsync(session, outcome, Token)).ShouldBeTrue();
        child.Conversation = outcome.Conversation.Id;
    }

    private async Task CloseAsync(Child child)
    {
        if (child.Conversation is not { } open)
            return;
        var session = (await store.Conversations.OpenAsync(open, Token)).ShouldNotBeNull();
        var closed = session.Conversation with { Lifecycle = LifecycleState.Closed };
        (await store.CommitAsync(session, new TurnOutcome(closed, [], [], new Dictionary<TimerKind, DateTimeOffset?>()), Token)).ShouldBeTrue();
        child.Conversation = null;
    }

    private async Task WorkAsync(TestStore.Node node, Child child, Ending ending)
    {
        if (await ClaimAsync(node, child) is not { } sending)
            return;
        await SendAsync(sending, ending);
        if (sending.IsSent)
            await RecordAsync(sending);
    }

    private async Task<Sending?> ClaimAsync(TestStore.Node node, Child child)
    {
        if (child.Contact == default || await node.ClaimNextAsync(child.Contact) is not { } claimed)
            return null;
        var id = claimed.Message.Id.Value;
        var earlier = (await RowsAsync()).Where(row => row.ContactId == child.Contact.Value).TakeWhile(row => row.Id != id);
        earlier.ShouldAllBe(row => row.Status >= (int)DeliveryStatus.Sent, "a message was claimed before the one before it was settled");
        _notBefore.GetValueOrDefault(id).ShouldBeLessThanOrEqualTo(Now, "a message was claimed before its pause was over");
        _underWay.Where(other => other.Message.Contact == child.Contact && Now - other.Message.ClaimedAt < Outbox.LongestSend && _statuses[other.Message.Message.Id.Value] < DeliveryStatus.Sent)
            .ShouldBeEmpty("a message was claimed while another send to the same child was under way");
        await LookAsync();
        var sending = new Sending(node, claimed);
        _underWay.Add(sending);
        return sending;
    }

    private async Task SendAsync(Sending sending, Ending ending)
    {
        var message = sending.Message.Message;
        if (ending == Ending.DiedBeforeIt)
        {
            _underWay.Remove(sending);
            return;
        }

        if (Now - sending.Message.ClaimedAt > Outbox.LongestSend / 2)
        {
            Corners.Add("a worker was paused too long to send");
            sending.Result = new SendResult.TryLater(SendTrouble.Throttled, "claimed_too_long_ago");
            return;
        }

        var providerId = ending is Ending.Sent or Ending.NoAnswerButTaken or Ending.DiedAfterIt ? await TakeAsync(sending) : null;
        sending.Result = ending switch
        {
            Ending.Sent => new SendResult.Sent(providerId!),
            Ending.Throttled => new SendResult.TryLater(SendTrouble.Throttled, "20429"),
            Ending.ThrottledForAWhile => new SendResult.TryLater(SendTrouble.Throttled, "20429", TimeSpan.FromSeconds(40)),
            Ending.Unavailable => new SendResult.TryLater(SendTrouble.Unavailable, "503"),
            Ending.Misconfigured => new SendResult.TryLater(SendTrouble.Misconfigured, "401"),
            Ending.Refused => new SendResult.Refused("21610"),
            Ending.NoAnswerButTaken or Ending.NoAnswerAndNotTaken => new SendResult.Unknown("timeout"),
            Ending.DiedAfterIt => null,
            _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, "Unknown ending."),
        };
        if (ending == Ending.DiedAfterIt)
            _underWay.Remove(sending);
        if (ending == Ending.Refused)
            _told.Add((message.Id.Value, DeliveryStatus.Failed));
    }

    private async Task<string> TakeAsync(Sending sending)
    {
        var id = sending.Message.Message.Id;
        var times = _provider.Taken.Count(taken => taken.Message == id);
        if (times == 0)
        {
            (await RowsAsync()).Where(row => row.ContactId == sending.Message.Contact.Value).TakeWhile(row => row.Id != id.Value)
                .ShouldAllBe(row => row.Status >= (int)DeliveryStatus.Sent, "a message reached the provider before the one before it was settled");
        }
        else
        {
            Corners.Add("a message was taken twice");
            times.ShouldBeLessThanOrEqualTo(_mayBeTakenAgain.Count(again => again.Message == id.Value), "a message was taken again without need");
        }

        return _provider.Take(sending.Message.Message, Now);
    }

    private async Task RecordAsync(Sending sending)
    {
        var id = sending.Message.Message.Id.Value;
        await LookAsync();
        _underWay.Remove(sending);
        var result = sending.Result!;
        if (_statuses[id] >= DeliveryStatus.Sent)
            Corners.Add("a receipt was faster than the record");
        if (Now - sending.Message.ClaimedAt > Outbox.LongestSend)
            Corners.Add("a record came late");
        var decision = DeliveryPolicy.Decide(result, sending.Message.Attempt, jitter: 1);
        await sending.Node.Outbox.RecordAsync(new DeliveryRecord(sending.Message, decision, (result as SendResult.Sent)?.ProviderId));
        if (result is SendResult.TryLater { After: { } after } && _statuses[id] is DeliveryStatus.Sending or DeliveryStatus.Ambiguous && _attempts[id] == sending.Message.Attempt)
            _notBefore[id] = Now + after;
    }

    private async Task HearAsync(TestStore.Node node, (OutboundId Message, string Id) taken, DeliveryStatus status)
    {
        _told.Add((taken.Message.Value, status));
        var before = _statuses[taken.Message.Value];
        if (before < DeliveryStatus.Sent)
            Corners.Add($"a receipt settled {before}");
        (await node.Inbox.AcceptAsync(new DeliveryReceipt("simulator", taken.Message, taken.Id, status), Token)).ShouldNotBe(Acceptance.Unavailable);
    }

    private Task PassAsync(TimeSpan time)
    {
        store.Time.Advance(time);
        return Task.CompletedTask;
    }

    private async Task RecoverAsync(TestStore.Node node)
    {
        if (await node.Outbox.RecoverAsync(Token) > 0)
            Corners.Add("a dead send was recovered");
    }

    private async Task TakeOverAsync(TestStore.Node node)
    {
        store.Time.Advance(Outbox.LongestSend);
        await RecoverAsync(node);
        await SettleAsync(node, isAnswered: true);
    }

    private async Task StandStillAsync(TestStore.Node node, TestStore.Node other, Child child, Ending ending)
    {
        if (await ClaimAsync(node, child) is not { } sending)
            return;
        await SendAsync(sending, ending);
        await TakeOverAsync(other);
        await ClaimAsync(other, child);
        if (sending.IsSent)
            await RecordAsync(sending);
    }

    private async Task SettleAsync(TestStore.Node node, bool isAnswered)
    {
        var before = _asked.Count;
        await AskAsync(node, isAnswered);
        foreach (var asked in _asked.Skip(before).ToList())
            await LearnAsync(asked);
    }

    private async Task AskAsync(TestStore.Node node, bool isAnswered)
    {
        foreach (var message in await node.Outbox.ClaimUnsettledAsync("simulator", 16, Token))
        {
            var answer = isAnswered ? _provider.LookUp(message.Message) : new LookUpResult.TryLater("503");
            if (answer is LookUpResult.Known known)
                answer = new LookUpResult.Known(await node.Outbox.UnknownOfAsync(message, known.ProviderIds, Token));
            var decision = DeliveryPolicy.Resolve(answer, message.Unanswered, isExpired: Now >= message.Message.ExpiresAt);
            Corners.Add($"asked and {decision.Status}");
            if (answer is LookUpResult.CannotAsk && decision.Status == DeliveryStatus.Pending)
                _mayBeTakenAgain.Add((message.Message.Id.Value, message.Attempt));
            if (decision.Status == DeliveryStatus.Failed)
                _told.Add((message.Message.Id.Value, DeliveryStatus.Failed));
            _asked.Add((message, new DeliveryRecord(message, decision, answer is LookUpResult.Known { ProviderIds: [var first, ..] } ? first : null)));
        }
    }

    private Task LearnAsync((ClaimedMessage Message, DeliveryRecord Record) asked)
    {
        _asked.Remove(asked);
        return nodes[0].Outbox.RecordAsync(asked.Record);
    }

    /// <summary>No status steps back: what is settled may only be corrected by better evidence.</summary>
    private async Task LookAsync()
    {
        var rows = await RowsAsync();
        var now = rows.ToDictionary(row => row.Id, row => (DeliveryStatus)row.Status);
        foreach (var (id, before) in _statuses.Where(status => status.Value >= DeliveryStatus.Sent))
        {
            DeliveryStatus[] next = before switch
            {
                DeliveryStatus.Sent => [DeliveryStatus.Failed, DeliveryStatus.Undelivered, DeliveryStatus.Delivered],
                DeliveryStatus.Failed or DeliveryStatus.Expired => [DeliveryStatus.Undelivered, DeliveryStatus.Delivered],
                DeliveryStatus.Undelivered => [DeliveryStatus.Delivered],
                _ => [],
            };
            next.Append(before).ShouldContain(now[id], $"a status stepped from {before} to {now[id]}");
        }

        _statuses = now;
        _attempts = rows.ToDictionary(row => row.Id, row => row.Attempts);
    }

    /// <summary>All workers have died, the provider takes everything (but may still not say what it has), and time passes until nothing is left to do.</summary>
    private async Task PeaceAsync()
    {
        _underWay.Clear();
        _asked.Clear();
        for (var round = 0; ; round++)
        {
            round.ShouldBeLessThan(MostRounds, "messages are left that never leave");
            await RecoverAsync(nodes[round % 2]);
            await SettleAsync(nodes[round % 2], isAnswered: schedule.AnswersInTheEnd);
            foreach (var child in _people)
            {
                while (await ClaimAsync(nodes[round % 2], child) is { } sending)
                {
                    await SendAsync(sending, Ending.Sent);
                    await RecordAsync(sending);
                    await LookAsync();
                }
            }

            await LookAsync();
            var left = (await RowsAsync()).Where(row => row.Status < (int)DeliveryStatus.Sent).ToList();
            if (left.Count == 0)
                break;
            var next = left.DistinctBy(row => row.ContactId).Min(row => (DeliveryStatus)row.Status switch
            {
                DeliveryStatus.Sending => row.ChangedAt + (long)Outbox.LongestSend.TotalMilliseconds,
                DeliveryStatus.Pending => Math.Min(row.DueAt, row.ExpiresAt),
                _ => schedule.AnswersInTheEnd ? row.DueAt : Math.Max(row.DueAt, row.ExpiresAt),
            });
            store.Time.Advance(TimeSpan.FromMilliseconds(Math.Max(1, next - Now.ToUnixTimeMilliseconds())));
        }

        var rows = await RowsAsync();
        foreach (var row in rows)
            IsTrue(row);
        foreach (var child in rows.GroupBy(row => row.ContactId))
        {
            var order = child.Select(row => new OutboundId(row.Id)).ToList();
            _provider.Taken.Select(taken => taken.Message).Distinct().Where(order.Contains).ShouldBe(order.Where(id => _provider.Taken.Any(taken => taken.Message == id)), "the provider took them in another order than they were said");
        }
    }

    /// <summary>A message's last status says what has happened to it.</summary>
    private void IsTrue(OutboxRow row)
    {
        var status = (DeliveryStatus)row.Status;
        var taken = _provider.Taken.Select(taken => taken.Message.Value).ToHashSet();
        switch (status)
        {
            case DeliveryStatus.Sent:
                taken.ShouldContain(row.Id, "a message counts as sent, and the provider never had it");
                break;
            case DeliveryStatus.Delivered or DeliveryStatus.Undelivered or DeliveryStatus.Failed:
                _told.ShouldContain((row.Id, status), "nobody has said so");
                break;
            case DeliveryStatus.Expired:
                row.ExpiresAt.ShouldBeLessThanOrEqualTo(Now.ToUnixTimeMilliseconds());
                if (schedule.CanBeAsked)
                    taken.ShouldNotContain(row.Id, "a message counts as expired, and the provider could have said that it has it");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(row), status, "Not a last status.");
        }
    }

    private static T? Nth<T>(IEnumerable<T> all, int nth)
        where T : class
    {
        var list = all.ToList();
        return list.Count == 0 ? null : list[nth % list.Count];
    }

    /// <summary>All messages in the order in which they were said.</summary>
    private Task<List<OutboxRow>> RowsAsync() => store.ReadAsync(context => context.Outbox.AsNoTracking().OrderBy(row => row.Ordinal).ToListAsync(Token));

    private sealed class Child(string from)
    {
        public string From => from;

        public ContactId Contact { get; set; }

        public ConversationId? Conversation { get; set; }
    }

    private sealed class Sending(TestStore.Node node, ClaimedMessage message)
    {
        public TestStore.Node Node => node;

        public ClaimedMessage Message => message;

        public SendResult? Result { get; set; }

        public bool IsSent => Result is not null;
    }
}
