using Helpline.Conversations;
using Helpline.Messages;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>STOP, a carrier's STOP, and senders whom nobody can answer, down to what leaves the outbox.</summary>
public abstract class StopContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task After_STOP_only_its_confirmation_leaves()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b", "c");
        var underWay = (await store.ClaimNextAsync(contact))!;
        await store.TalkAsync("stop");

        // The provider is busy: the one that was under way is not tried again.
        await store.Outbox.RecordAsync(new DeliveryRecord(underWay, new DeliveryDecision(DeliveryStatus.Pending, "20429", TimeSpan.FromSeconds(1))));
        store.Time.Advance(TimeSpan.FromSeconds(2));
        await store.Outbox.RecoverAsync(Token);

        (await store.ClaimNextAsync(contact))!.Message.Text.ShouldBe("en stop.stopped");
        (await StatusesAsync(store)).Take(3).ShouldBe([(DeliveryStatus.Expired, "20429"), (DeliveryStatus.Failed, DeliveryCodes.OptedOut), (DeliveryStatus.Failed, DeliveryCodes.OptedOut)]);
    }

    [Fact]
    public async Task STOP_outlasts_the_conversation()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");
        var conversation = await store.TalkAsync("human");
        await store.Desk.TakeAsync(conversation.Id, TestStore.Ayesha, Token);
        await store.TalkAsync("stop");
        (await store.Desk.CloseAsync(conversation.Id, TestStore.Ayesha, default, default, null, Token)).ShouldBeNull();

        var next = await store.TalkAsync("ok");

        next.Id.ShouldNotBe(conversation.Id);
        next.OptedOut.ShouldBeTrue();
        (await store.TalkAsync("start")).OptedOut.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_carriers_STOP_is_remembered_and_nothing_else_is_tried(bool byReceipt)
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a", "b");
        await RefuseAsync(store, contact, byReceipt);

        (await RunTurnAsync(store, contact)).OptedOut.ShouldBeTrue();

        (await store.ClaimNextAsync(contact)).ShouldBeNull();
        (await StatusesAsync(store))[^1].ShouldBe((DeliveryStatus.Failed, DeliveryCodes.OptedOut));
        (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldBeNull("it is remembered once");
    }

    [Fact]
    public async Task A_refusal_of_what_was_said_before_START_does_not_undo_it()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "a");
        var claimed = (await store.ClaimNextAsync(contact))!;
        store.Time.Advance(TimeSpan.FromSeconds(1));
        await store.TalkAsync("start");

        await store.Outbox.RecordAsync(new DeliveryRecord(claimed, new DeliveryDecision(DeliveryStatus.Failed, DeliveryCodes.OptedOut)));

        (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("+266696687")]
    [InlineData("8558")]
    [InlineData("EasyPaisa")]
    public async Task Who_cannot_be_answered_is_read_by_triage_and_shown_to_a_person_who_is_told(string from)
    {
        await using var store = await OpenAsync();
        var calm = await store.TalkAsync("hello", from, ChannelNames.Twilio);
        calm.Lifecycle.ShouldBe(LifecycleState.Automated);

        var danger = await store.TalkAsync("i want to die", from, ChannelNames.Twilio);

        danger.Lifecycle.ShouldBe(LifecycleState.Waiting);
        (await StatusesAsync(store)).ShouldBeEmpty();
        await store.Desk.TakeAsync(danger.Id, TestStore.Ayesha, Token);
        (await store.Desk.ReplyAsync(danger.Id, TestStore.Ayesha, "Salam", Token)).ShouldBe(CounsellorTurn.Unanswerable);
        (await store.First.Console.ConversationAsync(danger.Id, TestStore.Ayesha, supervises: false, Token))!.CanBeAnswered.ShouldBeFalse();
        (await StatusesAsync(store)).ShouldBeEmpty();
    }

    private static async Task RefuseAsync(TestStore store, ContactId contact, bool byReceipt)
    {
        var claimed = (await store.ClaimNextAsync(contact))!;
        if (!byReceipt)
        {
            await store.Outbox.RecordAsync(new DeliveryRecord(claimed, new DeliveryDecision(DeliveryStatus.Failed, DeliveryCodes.OptedOut)));
            return;
        }

        await store.Outbox.RecordAsync(new DeliveryRecord(claimed, new DeliveryDecision(DeliveryStatus.Sent), "SM1"));
        await store.Inbox.AcceptAsync(new DeliveryReceipt("simulator", claimed.Message.Id, "SM1", DeliveryStatus.Failed, DeliveryCodes.OptedOut), Token);
    }

    private static async Task<Conversation> RunTurnAsync(TestStore store, ContactId contact)
    {
        (await store.PendingAsync(10)).ShouldBe([contact]);
        var session = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        var outcome = store.Run(session);
        (await store.CommitAsync(session, outcome, Token)).ShouldBeTrue();
        return outcome.Conversation;
    }

    private static async Task<List<(DeliveryStatus Status, string? Error)>> StatusesAsync(TestStore store) =>
        [.. (await store.ReadAsync(context => context.Outbox.AsNoTracking().OrderBy(row => row.Ordinal).ToListAsync(Token))).Select(row => ((DeliveryStatus)row.Status, row.ErrorCode))];
}

public sealed class SqliteStopTests(SharedRedis redis) : StopContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresStopTests(SharedPostgres postgres, SharedRedis redis) : StopContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
