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

        var claimed = (await store.Outbox.ClaimNextAsync(contact, Token))!;

        (claimed.Message.From, claimed.Message.To, claimed.Message.Text, claimed.Attempt).ShouldBe((new Address("simulator", "1234"), new Address("simulator", TestStore.Child), "Salam", 1));
    }

    [Fact]
    public async Task A_childs_messages_leave_in_order_and_one_at_a_time()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b", "c");
        var left = new List<string>();

        while (await store.Outbox.ClaimNextAsync(contact, Token) is { } claimed)
        {
            (await store.Outbox.ClaimNextAsync(contact, Token)).ShouldBeNull("the one before it is under way");
            (await store.Outbox.DueContactsAsync(10, Token)).ShouldBeEmpty();
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

        (await store.Outbox.DueContactsAsync(10, Token)).ShouldBe([a, b]);
        await store.Outbox.ClaimNextAsync(a, Token);
        (await store.Outbox.DueContactsAsync(10, Token)).ShouldBe([b]);
        (await store.Outbox.ClaimNextAsync(b, Token))!.Message.Text.ShouldBe("b1");
    }

    [Fact]
    public async Task A_message_that_was_given_up_lets_the_next_one_pass()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        await RecordAsync(store, (await store.Outbox.ClaimNextAsync(contact, Token))!, DeliveryStatus.Failed, error: "21610");

        (await store.Outbox.ClaimNextAsync(contact, Token))!.Message.Text.ShouldBe("b");
        (await StatusesAsync(store)).ShouldBe([(DeliveryStatus.Failed, "21610"), (DeliveryStatus.Sending, null)]);
    }

    [Fact]
    public async Task A_retry_waits_its_time_and_holds_back_what_follows()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        var first = (await store.Outbox.ClaimNextAsync(contact, Token))!;
        await store.Outbox.RecordAsync(first, DeliveryStatus.Pending, null, "20429", TimeSpan.FromSeconds(30), Token);

        store.Time.Advance(TimeSpan.FromSeconds(29));
        (await store.Outbox.DueContactsAsync(10, Token)).ShouldBeEmpty();
        (await store.Outbox.ClaimNextAsync(contact, Token)).ShouldBeNull();

        store.Time.Advance(TimeSpan.FromSeconds(1));
        (await store.Outbox.DueContactsAsync(10, Token)).ShouldBe([contact]);
        var again = (await store.Outbox.ClaimNextAsync(contact, Token))!;
        (again.Message.Id, again.Attempt).ShouldBe((first.Message.Id, 2));
    }

    [Fact]
    public async Task A_claim_is_exclusive()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? store.First : other).Outbox.ClaimNextAsync(contact, Token), Token)));

        claims.Where(claim => claim is not null).ShouldHaveSingleItem()!.Message.Text.ShouldBe("a");
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Receipts_never_step_back_in_whatever_order_they_come(DeliveryStatus first, DeliveryStatus second, DeliveryStatus third)
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a");
        var claimed = (await store.Outbox.ClaimNextAsync(contact, Token))!;
        var final = new[] { first, second, third }.First(status => status != DeliveryStatus.Sent);

        foreach (var status in new[] { first, second, third })
        {
            await store.Inbox.AcceptAsync(Receipt(claimed, status), Token);
            (await StatusesAsync(store))[0].Status.ShouldBeOneOf(status, final);
        }

        await RecordAsync(store, claimed, DeliveryStatus.Sent); // the sender's own answer is the slowest of all
        (await StatusesAsync(store))[0].Status.ShouldBe(final);
    }

    [Fact]
    public async Task A_receipt_twice_is_a_duplicate_and_one_for_nothing_is_too()
    {
        await using var store = await OpenAsync();
        var claimed = (await store.Outbox.ClaimNextAsync(await store.SayAsync(TestStore.Child, "a"), Token))!;

        (await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Delivered), Token)).ShouldBe(Acceptance.Accepted);
        (await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Delivered), Token)).ShouldBe(Acceptance.Duplicate);
        (await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Delivered) with { Message = new OutboundId(Guid.NewGuid()) }, Token)).ShouldBe(Acceptance.Duplicate);
    }

    [Fact]
    public async Task A_receipt_of_another_channel_changes_nothing()
    {
        await using var store = await OpenAsync();
        var claimed = (await store.Outbox.ClaimNextAsync(await store.SayAsync(TestStore.Child, "a"), Token))!;

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
        var claimed = (await store.Outbox.ClaimNextAsync(contact, Token))!;
        if (status == DeliveryStatus.Ambiguous)
            await RecordAsync(store, claimed, DeliveryStatus.Ambiguous);

        (await store.Inbox.AcceptAsync(Receipt(claimed, DeliveryStatus.Sent), Token)).ShouldBe(Acceptance.Accepted);
        store.Time.Advance(TimeSpan.FromHours(1));

        (await store.Outbox.RecoverAsync(Token)).ShouldBe(0);
        (await store.Outbox.ClaimNextAsync(contact, Token))!.Message.Text.ShouldBe("b");
    }

    [Fact]
    public async Task A_send_that_died_is_doubted_and_then_sent_again()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        await store.Outbox.ClaimNextAsync(contact, Token);

        store.Time.Advance(Outbox.LongestSend - TimeSpan.FromMilliseconds(1));
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(0);
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(1);
        (await StatusesAsync(store))[0].Status.ShouldBe(DeliveryStatus.Ambiguous);
        (await store.Outbox.ClaimNextAsync(contact, Token)).ShouldBeNull("a receipt may still come, and nothing may overtake");

        store.Time.Advance(Outbox.ReceiptPatience);
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(1);
        var again = (await store.Outbox.ClaimNextAsync(contact, Token))!;
        (again.Message.Text, again.Attempt).ShouldBe(("a", 2));
    }

    [Fact]
    public async Task The_answer_of_a_slow_worker_still_counts_after_the_recovery()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a");
        var claimed = (await store.Outbox.ClaimNextAsync(contact, Token))!;
        store.Time.Advance(Outbox.LongestSend);
        await store.Outbox.RecoverAsync(Token);
        store.Time.Advance(Outbox.ReceiptPatience);
        await store.Outbox.RecoverAsync(Token);

        await RecordAsync(store, claimed, DeliveryStatus.Sent);

        (await store.Outbox.ClaimNextAsync(contact, Token)).ShouldBeNull();
        (await StatusesAsync(store))[0].Status.ShouldBe(DeliveryStatus.Sent);
    }

    [Fact]
    public async Task The_console_hears_nothing_of_a_claimed_messages_words() =>
        (await Task.FromResult(new ClaimedMessage(new OutgoingText(new OutboundId(Guid.Empty), new Address("x", "1"), new Address("x", "SECRET"), "SECRET"), new ConversationId(Guid.Empty), 1, DateTimeOffset.UnixEpoch)))
            .ToString().ShouldNotContain("SECRET");

    private static DeliveryReceipt Receipt(ClaimedMessage claimed, DeliveryStatus status) => new("simulator", claimed.Message.Id, "provider-1", status);

    private static Task RecordAsync(TestStore store, ClaimedMessage claimed, DeliveryStatus status, string? error = null) =>
        store.Outbox.RecordAsync(claimed, status, status == DeliveryStatus.Sent ? "provider-1" : null, error, null, Token);

    private static async Task<List<(DeliveryStatus Status, string? Error)>> StatusesAsync(TestStore store) =>
        [.. (await store.ReadAsync(context => context.Outbox.AsNoTracking().OrderBy(row => row.Ordinal).ToListAsync(Token))).Select(row => ((DeliveryStatus)row.Status, row.ErrorCode))];
}

public sealed class SqliteOutboxTests(SharedRedis redis) : OutboxContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}
