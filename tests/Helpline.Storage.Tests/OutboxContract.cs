using Helpline.Conversations;
using Helpline.Messages;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>Sending: in order per child, claimed once, never stepping back, never forgotten.</summary>
public abstract class OutboxContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<DeliveryStatus, DeliveryStatus, DeliveryStatus> Orders
    {
        get
        {
            DeliveryStatus[] all = [DeliveryStatus.Sent, DeliveryStatus.Delivered, DeliveryStatus.Undelivered, DeliveryStatus.Failed];
            var data = new TheoryData<DeliveryStatus, DeliveryStatus, DeliveryStatus>();
            foreach (var a in all)
                foreach (var b in all.Where(status => status != a))
                    foreach (var c in all.Where(status => status != a && status != b))
                        data.Add(a, b, c);
            return data;
        }
    }

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task A_message_is_handed_out_with_its_addresses_and_words()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "Salam");

        var claimed = (await store.ClaimNextAsync(contact))!;

        (claimed.Message.From, claimed.Message.To, claimed.Message.Text, claimed.Attempt).ShouldBe((new Address("simulator", "1234"), new Address("simulator", TestStore.Child), "Salam", 1));
    }

    [Fact]
    public async Task A_childs_messages_leave_in_order_and_one_at_a_time()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b", "c");
        var left = new List<string>();

        while (await store.ClaimNextAsync(contact) is { } claimed)
        {
            (await store.ClaimNextAsync(contact)).ShouldBeNull("the one before it is under way");
            (await store.DueAsync()).ShouldBeEmpty();
            left.Add(claimed.Message.Text);
            await RecordAsync(store, claimed, DeliveryStatus.Sent);
        }

        left.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Each_child_waits_for_no_other()
    {
        await using var store = await OpenAsync();
        var a = await store.SayAsync("+1", "a1", "a2");
        var b = await store.SayAsync("+2", "b1");

        (await store.DueAsync()).ShouldBe([a, b]);
        await store.ClaimNextAsync(a);
        (await store.DueAsync()).ShouldBe([b]);
        (await store.ClaimNextAsync(b))!.Message.Text.ShouldBe("b1");
    }

    [Fact]
    public async Task A_message_that_was_given_up_lets_the_next_one_pass()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        await RecordAsync(store, (await store.ClaimNextAsync(contact))!, DeliveryStatus.Failed, error: "21610");

        (await store.ClaimNextAsync(contact))!.Message.Text.ShouldBe("b");
        (await StatusesAsync(store)).ShouldBe([(DeliveryStatus.Failed, "21610"), (DeliveryStatus.Sending, null)]);
    }

    [Fact]
    public async Task A_retry_waits_its_time_and_holds_back_what_follows()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        var first = (await store.ClaimNextAsync(contact))!;
        await store.Outbox.RecordAsync(new DeliveryRecord(first, new DeliveryDecision(DeliveryStatus.Pending, "20429", TimeSpan.FromSeconds(30))));

        store.Time.Advance(TimeSpan.FromSeconds(29));
        (await store.DueAsync()).ShouldBeEmpty();
        (await store.ClaimNextAsync(contact)).ShouldBeNull();

        store.Time.Advance(TimeSpan.FromSeconds(1));
        (await store.DueAsync()).ShouldBe([contact]);
        var again = (await store.ClaimNextAsync(contact))!;
        (again.Message.Id, again.Attempt).ShouldBe((first.Message.Id, 2));
    }

    [Fact]
    public async Task A_claim_is_exclusive()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? store.First : other).ClaimNextAsync(contact), Token)));

        claims.Where(claim => claim is not null).ShouldHaveSingleItem()!.Message.Text.ShouldBe("a");
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Receipts_never_step_back_in_whatever_order_they_come(DeliveryStatus first, DeliveryStatus second, DeliveryStatus third)
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a");
        var claimed = (await store.ClaimNextAsync(contact))!;
        var final = new[] { DeliveryStatus.Delivered, DeliveryStatus.Undelivered, DeliveryStatus.Failed }.First(status => new[] { first, second, third }.Contains(status));

        foreach (var status in new[] { first, second, third })
            await store.Inbox.AcceptAsync(Receipt(claimed, status), Token);
        (await StatusesAsync(store))[0].Status.ShouldBe(final, "in whatever order they came");

        await RecordAsync(store, claimed, DeliveryStatus.Sent); // the sender's own answer is the slowest of all
        (await StatusesAsync(store))[0].Status.ShouldBe(final);
    }

    [Fact]
    public async Task A_receipt_twice_is_a_duplicate_and_one_for_nothing_is_too()
    {
        await using var store = await OpenAsync();
        var claimed = (await store.ClaimNextAsync(await store.SayAsync(TestStore.Child, "a")))!;

        (await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Delivered), Token)).ShouldBe(Acceptance.Accepted);
        (await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Delivered), Token)).ShouldBe(Acceptance.Duplicate);
        (await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Delivered) with { Message = new OutboundId(Guid.NewGuid()) }, Token)).ShouldBe(Acceptance.Duplicate);
    }

    [Fact]
    public async Task A_receipt_of_another_channel_changes_nothing()
    {
        await using var store = await OpenAsync();
        var claimed = (await store.ClaimNextAsync(await store.SayAsync(TestStore.Child, "a")))!;

        await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Failed) with { Channel = "twilio" }, Token);

        (await StatusesAsync(store))[0].Status.ShouldBe(DeliveryStatus.Sending);
    }

    [Theory]
    [InlineData(DeliveryStatus.Sending)]
    [InlineData(DeliveryStatus.Ambiguous)]
    public async Task A_receipt_settles_a_send_whose_answer_was_lost(DeliveryStatus status)
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        var claimed = (await store.ClaimNextAsync(contact))!;
        if (status == DeliveryStatus.Ambiguous)
            await store.Outbox.RecordAsync(new DeliveryRecord(claimed, DeliveryPolicy.Decide(new SendResult.Unknown("timeout"), 1, 0)));

        (await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Sent), Token)).ShouldBe(Acceptance.Accepted);
        store.Time.Advance(TimeSpan.FromHours(1));

        (await store.Outbox.RecoverAsync(Token)).ShouldBe(0);
        (await store.ClaimNextAsync(contact))!.Message.Text.ShouldBe("b");
    }

    [Fact]
    public async Task A_send_that_died_is_asked_about_and_only_then_sent_again()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        await store.ClaimNextAsync(contact);

        store.Time.Advance(Outbox.LongestSend - TimeSpan.FromMilliseconds(1));
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(0);
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(1);
        (await StatusesAsync(store))[0].Status.ShouldBe(DeliveryStatus.Ambiguous);
        (await store.ClaimNextAsync(contact)).ShouldBeNull("the provider may have it, and nothing may overtake");

        var unsettled = (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldHaveSingleItem();
        (unsettled.Message.Text, unsettled.Attempt).ShouldBe(("a", 1));
        (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldBeEmpty("one node asks");
        await store.Outbox.RecordAsync(new DeliveryRecord(unsettled, DeliveryPolicy.Resolve(new LookUpResult.Known([]), unsettled.Unanswered, isExpired: false)));

        var again = (await store.ClaimNextAsync(contact)).ShouldNotBeNull();
        (again.Message.Text, again.Attempt).ShouldBe(("a", 2));
    }

    [Fact]
    public async Task A_lost_answer_waits_for_its_receipt_before_the_provider_is_asked()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a");
        var claimed = (await store.ClaimNextAsync(contact)).ShouldNotBeNull();
        await store.Outbox.RecordAsync(new DeliveryRecord(claimed, DeliveryPolicy.Decide(new SendResult.Unknown("timeout"), 1, 0)));

        (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldBeEmpty();
        store.Time.Advance(DeliveryPolicy.ReceiptPatience);
        (await store.Outbox.ClaimUnsettledAsync("twilio", 10, Token)).ShouldBeEmpty("each channel settles its own");
        (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldHaveSingleItem();
        store.Time.Advance(Outbox.LongestSend);
        (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldHaveSingleItem("who asked first has died");
    }

    [Fact]
    public async Task Only_sends_without_an_answer_count_towards_giving_up_where_the_provider_cannot_be_asked()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a");
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var throttled = (await store.ClaimNextAsync(contact)).ShouldNotBeNull();
            await store.Outbox.RecordAsync(new DeliveryRecord(throttled, DeliveryPolicy.Decide(new SendResult.TryLater(SendTrouble.Throttled, "503"), attempt, 0)));
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        for (var unanswered = 1; unanswered <= DeliveryPolicy.MostUnknown; unanswered++)
        {
            var claimed = (await store.ClaimNextAsync(contact)).ShouldNotBeNull();
            if (unanswered == 1)
            {
                store.Time.Advance(Outbox.LongestSend); // its worker dies
                await store.Outbox.RecoverAsync(Token);
            }
            else
            {
                await store.Outbox.RecordAsync(new DeliveryRecord(claimed, DeliveryPolicy.Decide(new SendResult.Unknown("timeout"), claimed.Attempt, 0)));
                store.Time.Advance(DeliveryPolicy.ReceiptPatience);
            }

            var unsettled = (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldHaveSingleItem();
            (unsettled.Attempt, unsettled.Unanswered).ShouldBe((5 + unanswered, unanswered));
            var decision = DeliveryPolicy.Resolve(new LookUpResult.CannotAsk(), unsettled.Unanswered, isExpired: false);
            decision.Status.ShouldBe(unanswered < DeliveryPolicy.MostUnknown ? DeliveryStatus.Pending : DeliveryStatus.Failed);
            await store.Outbox.RecordAsync(new DeliveryRecord(unsettled, decision));
        }
    }

    [Fact]
    public async Task What_the_provider_has_from_an_earlier_message_is_not_taken_for_this_one()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "same words", "same words");
        await RecordAsync(store, (await store.ClaimNextAsync(contact))!, DeliveryStatus.Sent);
        var second = (await store.ClaimNextAsync(contact))!;

        (await store.Outbox.UnknownOfAsync(second, ["provider-1"], Token)).ShouldBeEmpty();
        (await store.Outbox.UnknownOfAsync(second, ["provider-1", "provider-2"], Token)).ShouldBe(["provider-2"]);
    }

    [Fact]
    public async Task What_the_provider_has_from_an_earlier_conversation_is_not_taken_for_this_one()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "same words");
        var first = (await store.ClaimNextAsync(contact)).ShouldNotBeNull();
        await RecordAsync(store, first, DeliveryStatus.Sent);
        var session = (await store.Conversations.OpenAsync(first.Conversation, Token)).ShouldNotBeNull();
        var closed = session.Conversation with { Lifecycle = LifecycleState.Closed };
        await store.CommitAsync(session, new TurnOutcome(closed, [], [], new Dictionary<TimerKind, DateTimeOffset?>()), Token);
        await store.SayAsync(TestStore.Child, "same words");
        var second = (await store.ClaimNextAsync(contact)).ShouldNotBeNull();
        second.Conversation.ShouldNotBe(first.Conversation);

        (await store.Outbox.UnknownOfAsync(second, ["provider-1", "provider-2"], Token)).ShouldBe(["provider-2"]);
    }

    [Fact]
    public async Task A_late_record_that_changes_nothing_does_not_prolong_the_send_that_is_under_way()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a");
        var slow = (await store.ClaimNextAsync(contact)).ShouldNotBeNull();
        store.Time.Advance(Outbox.LongestSend);
        await store.Outbox.RecoverAsync(Token);
        var unsettled = (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldHaveSingleItem();
        await store.Outbox.RecordAsync(new DeliveryRecord(unsettled, new DeliveryDecision(DeliveryStatus.Pending, "not_taken")));
        await store.ClaimNextAsync(contact);
        store.Time.Advance(Outbox.LongestSend - TimeSpan.FromSeconds(1));

        await RecordAsync(store, slow, DeliveryStatus.Failed);

        store.Time.Advance(TimeSpan.FromSeconds(1));
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(1);
    }

    [Theory]
    [InlineData(DeliveryStatus.Sent, true)]
    [InlineData(DeliveryStatus.Pending, false)]
    [InlineData(DeliveryStatus.Failed, false)]
    public async Task Of_a_worker_that_wakes_up_late_only_that_it_sent_still_counts(DeliveryStatus late, bool counts)
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a");
        var claimed = (await store.ClaimNextAsync(contact))!;
        store.Time.Advance(Outbox.LongestSend);
        await store.Outbox.RecoverAsync(Token);
        var unsettled = (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldHaveSingleItem();
        await store.Outbox.RecordAsync(new DeliveryRecord(unsettled, new DeliveryDecision(DeliveryStatus.Pending, "not_taken")));
        (await store.ClaimNextAsync(contact)).ShouldNotBeNull().Attempt.ShouldBe(2);

        await RecordAsync(store, claimed, late);

        (await StatusesAsync(store))[0].Status.ShouldBe(counts ? late : DeliveryStatus.Sending);
    }

    [Fact]
    public async Task Stale_advice_expires_and_a_counsellors_words_have_a_day()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("i want to die");
        var id = (await store.First.Console.WaitingAsync(Token)).Single().Conversation;
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);
        await store.Desk.ReplyAsync(id, TestStore.Ayesha, "I am here", Token);
        var bots = (await StatusesAsync(store)).Count - 1;

        store.Time.Advance(DeliveryPolicy.AdviceIsGoodFor);
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(bots);
        (await store.ClaimNextAsync(await store.ContactAsync())).ShouldNotBeNull().Message.Text.ShouldBe("I am here");
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(0);
        (await StatusesAsync(store)).Take(bots).ShouldAllBe(row => row.Status == DeliveryStatus.Expired);
    }

    [Fact]
    public async Task A_counsellors_words_that_could_not_leave_in_a_day_are_shown_as_not_delivered()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("i want to die");
        var id = (await store.First.Console.WaitingAsync(Token)).Single().Conversation;
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);
        await store.Desk.ReplyAsync(id, TestStore.Ayesha, "I am here", Token);

        store.Time.Advance(DeliveryPolicy.ReplyIsGoodFor);
        await store.Outbox.RecoverAsync(Token);

        var transcript = (await store.First.Console.ConversationAsync(id, TestStore.Ayesha, false, Token)).ShouldNotBeNull();
        transcript.Lines[^1].Status.ShouldBe(DeliveryStatus.Expired);
    }

    [Fact]
    public async Task The_urgent_leave_first()
    {
        await using var store = await OpenAsync();
        var calm = await store.SayAsync("+1", "a");
        await store.TalkAsync("i want to die", "+2");
        var danger = await store.ContactAsync("+2");

        (await store.DueAsync()).ShouldBe([danger, calm]);
        (await store.First.Work.Outbox("simulator").TakeUrgentAsync(10, Token)).ShouldBe([danger]);
        (await store.First.Work.Outbox("simulator").TakeNormalAsync(10, Token)).ShouldBe([calm]);
    }

    [Fact]
    public async Task What_holds_up_an_urgent_message_is_urgent_itself()
    {
        await using var store = await OpenAsync();
        var calm = await store.SayAsync("+1", "a");
        var danger = await store.SayAsync("+2", "b");
        await store.TalkAsync("i want to die", "+2");

        (await store.DueAsync()).ShouldBe([danger, calm]);
        (await store.Outbox.DueContactsAsync(["simulator"], 1, Token)).ShouldBe([new DueContact(danger, "simulator", Urgent: true)]);
        var first = (await store.ClaimNextAsync(danger)).ShouldNotBeNull();
        (first.Message.Text, first.Urgent).ShouldBe(("b", true));
        (await store.ClaimNextAsync(calm)).ShouldNotBeNull().Urgent.ShouldBeFalse();
        store.Time.Advance(Outbox.LongestSend);
        await store.Outbox.RecoverAsync(Token);
        (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).Select(message => (message.Contact, message.Urgent)).ShouldBe([(calm, false), (danger, true)]);
    }

    [Fact]
    public async Task A_message_that_cannot_be_opened_is_given_up_and_holds_nobody_up()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        await store.ReadAsync(context => context.Outbox.Where(row => row.Sequence == 2).ExecuteUpdateAsync(update => update.SetProperty(row => row.BodyBox, new byte[40]), Token));

        (await store.ClaimNextAsync(contact)).ShouldBeNull();
        (await store.ClaimNextAsync(contact)).ShouldNotBeNull().Message.Text.ShouldBe("b");
        (await StatusesAsync(store))[0].ShouldBe((DeliveryStatus.Failed, "unreadable"));
    }

    [Fact]
    public async Task The_console_hears_nothing_of_a_claimed_messages_words()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync("+923SECRET", "SECRET");

        (await store.ClaimNextAsync(contact)).ShouldNotBeNull().ToString().ShouldNotContain("SECRET");
    }

    private static DeliveryReceipt Receipt(ClaimedMessage claimed, DeliveryStatus status) => new("simulator", claimed.Message.Id, "provider-1", status);

    private static Task RecordAsync(TestStore store, ClaimedMessage claimed, DeliveryStatus status, string? error = null) =>
        store.Outbox.RecordAsync(new DeliveryRecord(claimed, new DeliveryDecision(status, error), status == DeliveryStatus.Sent ? "provider-1" : null));

    private static async Task<List<(DeliveryStatus Status, string? Error)>> StatusesAsync(TestStore store) =>
        [.. (await store.ReadAsync(context => context.Outbox.AsNoTracking().OrderBy(row => row.Ordinal).ToListAsync(Token))).Select(row => ((DeliveryStatus)row.Status, row.ErrorCode))];
}

public sealed class SqliteOutboxTests(SharedRedis redis) : OutboxContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresOutboxTests(SharedPostgres postgres, SharedRedis redis) : OutboxContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
