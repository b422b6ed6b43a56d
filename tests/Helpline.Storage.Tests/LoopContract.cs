using Helpline.Conversations;
using Helpline.Conversations.Pacing;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;
using Helpline.Storage.Sql;
using Helpline.Tests;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>Robots and floods: what is remembered of them, and what operators see and do.</summary>
public abstract class LoopContract
{
    private const string Robot = "+923009999999";
    private const string Words = "Automatic reply: I am out of office";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task A_robot_is_one_notice_without_its_number_however_long_it_goes_on()
    {
        await using var store = await OpenAsync();
        var contact = await SilencedAsync(store);
        var since = store.Time.GetUtcNow();
        for (var i = 0; i < 5; i++)
            await WritesAsync(store, Words);
        store.Time.Advance(TimeSpan.FromHours(1));
        await WritesAsync(store, Words);
        await WritesAsync(store, Words);

        var notice = (await LoopsAsync(store)).ShouldHaveSingleItem();

        (notice.Contact, notice.Name, notice.Channel, notice.Kind, notice.Since, notice.EndedAt).ShouldBe((contact, Pseudonym.Of(contact), "simulator", LoopKind.AutomaticReply, since, null));
        notice.Until.ShouldBe(store.Time.GetUtcNow() + TimeSpan.FromHours(2));
        notice.IsSilent(store.Time.GetUtcNow()).ShouldBeTrue();
        notice.ToString().ShouldNotContain(Robot);
    }

    [Fact]
    public async Task What_comes_in_a_silence_is_stored_and_triaged_and_danger_ends_it()
    {
        await using var store = await OpenAsync();
        await SilencedAsync(store);
        var conversation = await WritesAsync(store, Words);
        (await store.ReadAsync(context => context.Inbox.CountAsync(row => row.ConversationId == conversation.Id.Value && row.RiskLevel == 0, Token))).ShouldBe(4);

        conversation = await WritesAsync(store, "i want to die");

        (conversation.Lifecycle, conversation.Handoff!.Level).ShouldBe((LifecycleState.Waiting, RiskLevel.Imminent));
        (await LoopsAsync(store)).ShouldHaveSingleItem().EndedAt.ShouldBe(store.Time.GetUtcNow());
    }

    [Fact]
    public async Task An_operator_lets_an_address_be_answered_again()
    {
        await using var store = await OpenAsync();
        var contact = await SilencedAsync(store);

        (await store.First.Loops.LiftAsync(contact, Token)).ShouldBeNull();

        (await LoopsAsync(store)).ShouldHaveSingleItem().IsSilent(store.Time.GetUtcNow()).ShouldBeFalse();
        var before = await store.ReadAsync(context => context.Outbox.CountAsync(Token));
        await WritesAsync(store, Words);
        (await store.ReadAsync(context => context.Outbox.CountAsync(Token))).ShouldBeGreaterThan(before);
        (await store.First.Loops.LiftAsync(contact, Token)).ShouldNotBeNull().ShouldContain("not silent");
    }

    [Fact]
    public async Task An_answer_that_waits_is_counted_and_comes_when_it_is_due()
    {
        await using var store = await OpenAsync();
        var rush = new PaceLimits { Rush = TimeSpan.FromSeconds(30) };
        await WritesAsync(store, "hello", rush);
        var conversation = await WritesAsync(store, "menu", rush);
        conversation.Pace.Owed.ShouldNotBeNull().Text.ShouldBe("menu");
        (await store.First.Operations.ReadAsync([], Token)).AnswersOwed.ShouldBe(1);
        var contact = await store.ContactAsync(Robot);
        (await store.PendingAsync(9)).ShouldBeEmpty();

        store.Time.Advance(TimeSpan.FromSeconds(30));

        (await store.PendingAsync(9)).ShouldBe([contact]);
        var session = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        session.Timers.ShouldBe([TimerKind.OwedAnswer]);
        var outcome = Run(session, store, rush);
        outcome.Said.ShouldNotBeEmpty();
        (await store.CommitAsync(session, outcome, Token)).ShouldBeTrue();
        (await store.First.Operations.ReadAsync([], Token)).AnswersOwed.ShouldBe(0);
    }

    [Fact]
    public async Task The_next_conversation_knows_the_pace_of_the_last()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 8; i++)
            await WritesAsync(store, "You have reached the office of Mister Khan");
        var id = (await WritesAsync(store, "You have reached the office of Mister Khan")).Id;
        (await store.Desk.TakeAsync(id, TestStore.Ayesha, Token)).ShouldBeNull();
        (await store.Desk.CloseAsync(id, TestStore.Ayesha, Handoffs.HandoffOutcome.NotForThisService, RiskLevel.None, null, Token)).ShouldBeNull();

        await WritesAsync(store, "You have reached the office of Mister Khan");
        var next = await WritesAsync(store, "You have reached the office of Mister Khan");

        next.Id.ShouldNotBe(id);
        (next.Pace.ShownToHuman, next.Pace.Evidence).ShouldBe((true, 2));
    }

    [Fact]
    public async Task What_waits_is_counted_by_channel()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("hello", "+1");
        await store.AcceptAsync("hello", "+2");
        await store.SayAsync("+3", "one", "two", "three");

        (await store.First.Operations.BacklogAsync(Token)).ShouldBe(new Dictionary<string, int> { ["simulator"] = 5 });
    }

    [Fact]
    public async Task A_flood_with_danger_behind_it_does_not_wait_behind_others()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 30; i++)
            await store.AcceptAsync($"haha {i}", Robot);
        var contact = await store.AcceptAsync("i want to die", Robot);

        var session = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();

        (session.HasMore, session.IsUrgent).ShouldBe((true, true));
    }

    private static async Task<ContactId> SilencedAsync(TestStore store)
    {
        for (var i = 0; i < 3; i++)
            await WritesAsync(store, Words);
        (await LoopsAsync(store)).ShouldHaveSingleItem();
        return await store.ContactAsync(Robot);
    }

    private static async Task<IReadOnlyList<LoopNotice>> LoopsAsync(TestStore store) => (await store.First.Operations.ReadAsync([], Token)).Loops;

    /// <summary>Three seconds after the last.</summary>
    private static async Task<Conversation> WritesAsync(TestStore store, string text, PaceLimits? limits = null)
    {
        store.Time.Advance(TimeSpan.FromSeconds(3));
        var session = (await store.Conversations.OpenForTurnAsync(await store.AcceptAsync(text, Robot), Token)).ShouldNotBeNull();
        var outcome = Run(session, store, limits ?? new PaceLimits());
        (await store.CommitAsync(session, outcome, Token)).ShouldBeTrue();
        return outcome.Conversation;
    }

    private static TurnOutcome Run(ConversationSession session, TestStore store, PaceLimits limits) =>
        Turn.Run(session.Conversation, session.Pending, session.Timers, TestLibrary.Engine, TestLibrary.Triage, store.Time.GetUtcNow(), limits: limits);
}

public sealed class SqliteLoopTests(SharedRedis redis) : LoopContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);

    [Fact]
    public async Task What_waits_is_counted_without_reading_what_is_done()
    {
        await using var store = await OpenAsync();

        (await PlanAsync(store, OperationsQueries.Unhandled)).ShouldContain(line => line.Contains("USING INDEX IX_inbox_", StringComparison.Ordinal) && !line.Contains("Channel", StringComparison.Ordinal));
        (await PlanAsync(store, OperationsQueries.Unsent)).ShouldContain(line => line.Contains("USING INDEX IX_outbox_un", StringComparison.Ordinal) || line.Contains("USING INDEX IX_outbox_next", StringComparison.Ordinal));
        (await PlanAsync(store, OperationsQueries.Owed)).ShouldContain(line => line.Contains("INDEX IX_timers_owed", StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<string>> PlanAsync<T>(TestStore store, Func<HelplineDbContext, IQueryable<T>> query) => store.ReadAsync(async context =>
    {
        var explain = new SqlBatch();
        explain.Add($"EXPLAIN QUERY PLAN {query(context).ToQueryString()}");
        return (await explain.ExecuteAsync(context, row => row.GetString(3), TestContext.Current.CancellationToken))[0];
    });
}

public sealed class PostgresLoopTests(SharedPostgres postgres, SharedRedis redis) : LoopContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
