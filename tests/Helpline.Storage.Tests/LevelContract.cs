using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>How much danger counsellors say it is: while they hold a conversation, when they close it, and against what triage had said.</summary>
public abstract class LevelContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task A_counsellors_level_is_kept_with_who_when_and_why_and_everybody_sees_it()
    {
        await using var store = await OpenAsync();
        var ayesha = await AddPersonAsync(store, "Ayesha");
        var id = await HeldAsync(store, "i want to die", ayesha);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        (await store.Desk.SetLevelAsync(id, ayesha, RiskLevel.Imminent, RiskLevel.Low, " a line of a song ", Token)).ShouldBeNull();
        store.Time.Advance(TimeSpan.FromMinutes(1));
        (await store.Desk.SetLevelAsync(id, ayesha, RiskLevel.Low, RiskLevel.Medium, "but she is sad", Token)).ShouldBeNull();

        (await store.First.Console.HeldByAsync(ayesha, Token)).ShouldHaveSingleItem().Level.ShouldBe(RiskLevel.Medium);
        var view = (await store.First.Console.ConversationAsync(id, ayesha, supervises: false, Token)).ShouldNotBeNull();
        (view.Risk, view.Handoff!.Level).ShouldBe((RiskLevel.Medium, RiskLevel.Medium));
        view.LevelChanges.ShouldBe(
        [
            new LevelChangeLine(store.Time.Start.AddMinutes(1), "Ayesha", RiskLevel.Imminent, RiskLevel.Low, "a line of a song"),
            new LevelChangeLine(store.Time.Start.AddMinutes(2), "Ayesha", RiskLevel.Low, RiskLevel.Medium, "but she is sad"),
        ]);
        (await store.ReadAsync(context => context.LevelChanges.Select(row => row.ContactId).Distinct().SingleAsync(Token))).ShouldBe((await store.ContactAsync()).Value);
        (await store.Desk.RequeueAsync(id, ayesha, Token)).ShouldBeNull();
        (await store.First.Console.WaitingAsync(Token)).ShouldHaveSingleItem().Level.ShouldBe(RiskLevel.Medium);
    }

    [Fact]
    public async Task Changes_at_one_moment_keep_their_order()
    {
        await using var store = await OpenAsync();
        var id = await HeldAsync(store, "i want to die");
        foreach (var (seen, level) in new[] { (RiskLevel.Imminent, RiskLevel.Low), (RiskLevel.Low, RiskLevel.High), (RiskLevel.High, RiskLevel.None), (RiskLevel.None, RiskLevel.Medium) })
            (await store.Desk.SetLevelAsync(id, TestStore.Ayesha, seen, level, $"to {level}", Token)).ShouldBeNull();

        var view = (await store.First.Console.ConversationAsync(id, TestStore.Ayesha, supervises: false, Token)).ShouldNotBeNull();

        view.LevelChanges.Select(change => change.Reason).ShouldBe(["to Low", "to High", "to None", "to Medium"]);
        view.LevelChanges.ShouldAllBe(change => change.By == null, "nobody of that name is known here");
    }

    [Fact]
    public async Task A_refused_level_leaves_nothing()
    {
        await using var store = await OpenAsync();
        var id = await HeldAsync(store, "i want to die");

        (await store.Desk.SetLevelAsync(id, TestStore.Bilal, RiskLevel.Imminent, RiskLevel.Low, "not mine", Token)).ShouldBe("You do not hold this conversation any more.");
        (await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Imminent, RiskLevel.Low, " ", Token)).ShouldNotBeNull();

        (await store.ReadAsync(context => context.LevelChanges.CountAsync(Token))).ShouldBe(0);
        (await store.Conversations.OpenAsync(id, Token)).ShouldNotBeNull().Conversation.Risk.ShouldBe(RiskLevel.Imminent);
    }

    [Fact]
    public async Task The_level_is_not_lowered_over_a_message_that_nobody_has_read_but_may_be_raised()
    {
        await using var store = await OpenAsync();
        var id = await HeldAsync(store, "i cut", call: true);
        await store.AcceptAsync("i want to die");

        (await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Medium, RiskLevel.Low, "an accident", Token)).ShouldNotBeNull().ShouldContain("just written");
        (await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Medium, RiskLevel.High, "badly", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_turn_that_raised_the_level_first_is_not_undone()
    {
        await using var store = await OpenAsync();
        var id = await HeldAsync(store, "he threatens to share my pictures");
        await store.TalkAsync("i want to die");

        (await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.High, RiskLevel.Low, "a joke", Token)).ShouldNotBeNull().ShouldContain("changed in the meantime");
    }

    [Fact]
    public async Task A_level_that_was_lowered_holds_for_the_next_message()
    {
        await using var store = await OpenAsync();
        var id = await HeldAsync(store, "i want to die");
        await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Imminent, RiskLevel.Low, "a song", Token);

        (await store.TalkAsync("sorry")).Risk.ShouldBe(RiskLevel.Low);
        (await store.TalkAsync("i cut")).Risk.ShouldBe(RiskLevel.Medium);
    }

    [Fact]
    public async Task A_reason_that_was_moved_to_another_change_does_not_open()
    {
        await using var store = await OpenAsync();
        var id = await HeldAsync(store, "i want to die");
        await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Imminent, RiskLevel.Low, "a song", Token);
        await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Low, RiskLevel.High, "not a song", Token);
        await store.ReadAsync(async context =>
        {
            var rows = await context.LevelChanges.OrderBy(row => row.Version).ToListAsync(Token);
            rows[1].ReasonBox = rows[0].ReasonBox;
            return await context.SaveChangesAsync(Token);
        });

        var view = (await store.First.Console.ConversationAsync(id, TestStore.Ayesha, supervises: false, Token)).ShouldNotBeNull();

        view.LevelChanges.Select(change => change.Reason).ShouldBe(["a song", "[This message is damaged and cannot be read.]"]);
    }

    [Fact]
    public async Task Triage_is_counted_against_what_counsellors_said_in_the_end()
    {
        await using var store = await OpenAsync();
        await ClosedAsync(store, "+1", RiskLevel.Imminent, "i want to die", "they laugh"); // the highest counts, not the last
        await ClosedAsync(store, "+2", RiskLevel.High, "he threatens to share my pictures");
        await ClosedAsync(store, "+3", RiskLevel.Low, "i want to die");
        await ClosedAsync(store, "+4", RiskLevel.High, "human");
        await ClosedAsync(store, "+5", RiskLevel.None, "human");
        await ClosedAsync(store, "+6", RiskLevel.None, "human");
        await HeldAsync(store, "i want to die", from: "+7"); // still open

        var record = await store.First.Operations.TriageRecordAsync(Token);

        record.Counts.ShouldBe(
            [
                new TriageCount(RiskLevel.Imminent, RiskLevel.Imminent, null, 1),
                new TriageCount(RiskLevel.High, RiskLevel.High, null, 1),
                new TriageCount(RiskLevel.Low, RiskLevel.Imminent, null, 1),
                new TriageCount(RiskLevel.High, RiskLevel.None, null, 1),
                new TriageCount(RiskLevel.None, RiskLevel.None, null, 2),
            ],
            ignoreOrder: true);
        record.Triage.ShouldBe(new TriageScore(Closed: 6, AtRisk: 3, Found: 2, Alarms: 3));
        record.Triage.FalseAlarms.ShouldBe(1);
        (record.Shadow, record.Unshadowed).ShouldBe((null, null));
    }

    [Fact]
    public async Task What_a_counsellor_raised_is_not_counted_as_triages()
    {
        await using var store = await OpenAsync();
        var id = await HeldAsync(store, "human");
        await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Low, RiskLevel.Imminent, "she told me", Token);
        await store.Desk.CloseAsync(id, TestStore.Ayesha, HandoffOutcome.Referred, RiskLevel.Imminent, null, Token);

        (await store.First.Operations.TriageRecordAsync(Token)).Triage.ShouldBe(new TriageScore(Closed: 1, AtRisk: 1, Found: 0, Alarms: 0));
    }

    [Fact]
    public async Task Triage_is_counted_over_ninety_days()
    {
        await using var store = await OpenAsync();
        await ClosedAsync(store, "+1", RiskLevel.High, "i want to die");

        store.Time.Advance(TimeSpan.FromDays(90));
        (await store.First.Operations.TriageRecordAsync(Token)).Triage.Closed.ShouldBe(1);
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await store.First.Operations.TriageRecordAsync(Token)).Triage.Closed.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_in_shadow_is_counted_over_the_conversations_that_it_read()
    {
        await using var store = await OpenAsync();
        await ClosedAsync(store, "+1", RiskLevel.High, "i want to die");
        await ClosedAsync(store, "+2", RiskLevel.High, "human", "purple [high]");
        await ClosedAsync(store, "+3", RiskLevel.None, "human", "blue [none]");
        await ClosedAsync(store, "+4", RiskLevel.Low, "i want to die", "it came in the middle [none]");

        var record = await store.First.Operations.TriageRecordAsync(Token);

        record.Counts.ShouldContain(new TriageCount(RiskLevel.High, RiskLevel.None, RiskLevel.High, 1));
        record.Triage.ShouldBe(new TriageScore(Closed: 4, AtRisk: 2, Found: 1, Alarms: 2));
        record.Unshadowed.ShouldBe(new TriageScore(Closed: 3, AtRisk: 1, Found: 0, Alarms: 1));
        record.Shadow.ShouldBe(new TriageScore(Closed: 3, AtRisk: 1, Found: 1, Alarms: 2), "a model raises and never lowers what was acted on before it came");
    }

    [Fact]
    public async Task What_a_model_is_trained_on_are_the_childs_words_of_closed_conversations_in_order()
    {
        await using var store = await OpenAsync();
        await ClosedAsync(store, "+1", RiskLevel.Imminent, "hello", "i want to die", "please");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await ClosedAsync(store, "+2", RiskLevel.None, "human");
        await HeldAsync(store, "they laugh", call: true, from: "+3");

        var judged = await TrainingAsync(store, TimeSpan.FromDays(1));

        judged.Select(conversation => (conversation.Language, conversation.ClosingLevel, conversation.Danger)).ShouldBe([("en", RiskLevel.Imminent, Danger.Suicide), ("en", RiskLevel.None, null)]);
        judged[0].Messages.ShouldBe([new JudgedMessage("hello", RiskLevel.None), new JudgedMessage("i want to die", RiskLevel.Imminent), new JudgedMessage("please", RiskLevel.None)]);
        judged[1].Messages.ShouldBe([new JudgedMessage("human", RiskLevel.None)]);
    }

    [Fact]
    public async Task What_is_older_than_asked_for_is_not_trained_on()
    {
        await using var store = await OpenAsync();
        await ClosedAsync(store, "+1", RiskLevel.High, "i want to die");
        store.Time.Advance(TimeSpan.FromDays(2));

        (await TrainingAsync(store, TimeSpan.FromDays(2))).Count.ShouldBe(1);
        (await TrainingAsync(store, TimeSpan.FromDays(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_conversations_than_are_read_at_once_are_all_there_and_each_with_its_own_words()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 103; i++)
            await ClosedAsync(store, $"+{i}", RiskLevel.Low, "human", $"i am {i}");

        var judged = await TrainingAsync(store, TimeSpan.FromDays(1));

        judged.Select(conversation => conversation.Messages[^1].Text).ShouldBe(Enumerable.Range(0, 103).Select(i => $"i am {i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task A_message_that_does_not_open_is_left_out_of_the_training()
    {
        await using var store = await OpenAsync();
        await ClosedAsync(store, "+1", RiskLevel.High, "hello", "i want to die");
        await ClosedAsync(store, "+2", RiskLevel.High, "he threatens to share my pictures");
        var gone = (await store.ContactAsync("+2")).Value;
        await store.ReadAsync(context => context.Inbox.Where(row => row.Sequence == 1 && row.ContactId != gone).ExecuteUpdateAsync(update => update.SetProperty(row => row.BodyBox, new byte[40]), Token));
        await store.ReadAsync(context => context.Contacts.Where(row => row.Id == gone).ExecuteUpdateAsync(update => update.SetProperty(row => row.WrappedKey, new byte[40]), Token));

        var judged = await TrainingAsync(store, TimeSpan.FromDays(1));

        judged.OrderBy(conversation => conversation.Danger).Select(conversation => string.Join('|', conversation.Messages.Select(message => message.Text))).ShouldBe(["i want to die", ""]);
    }

    private static async Task<List<JudgedConversation>> TrainingAsync(TestStore store, TimeSpan within)
    {
        var judged = new List<JudgedConversation>();
        await foreach (var conversation in store.First.Training.ReadAsync(await store.First.Training.JudgedAsync(within, Token), Token))
            judged.Add(conversation);
        return judged;
    }

    private static async Task<CounsellorId> AddPersonAsync(TestStore store, string name)
    {
        var id = Guid.CreateVersion7(store.Time.GetUtcNow());
        await store.ReadAsync(async context =>
        {
            context.Users.Add(new HelplineUser { Id = id, UserName = name, DisplayName = name });
            return await context.SaveChangesAsync(Token);
        });
        return new CounsellorId(id.ToString());
    }

    private static async Task<ConversationId> HeldAsync(TestStore store, string text, CounsellorId? counsellor = null, bool call = false, string from = TestStore.Child)
    {
        var id = (await SayAsync(store, text, from)).Id;
        if (call)
            await store.TalkAsync("human", from);
        (await store.Desk.TakeAsync(id, counsellor ?? TestStore.Ayesha, Token)).ShouldBeNull();
        return id;
    }

    private static async Task ClosedAsync(TestStore store, string from, RiskLevel closing, params string[] texts)
    {
        Conversation conversation = null!;
        foreach (var text in texts)
            conversation = await SayAsync(store, text, from);
        (await store.Desk.TakeAsync(conversation.Id, TestStore.Ayesha, Token)).ShouldBeNull();
        (await store.Desk.CloseAsync(conversation.Id, TestStore.Ayesha, HandoffOutcome.AdviceGiven, closing, null, Token)).ShouldBeNull();
    }

    /// <summary>The child writes. What stands in brackets at the end is what a model in shadow says.</summary>
    private static async Task<Conversation> SayAsync(TestStore store, string text, string from)
    {
        var session = (await store.Conversations.OpenForTurnAsync(await store.AcceptAsync(text, from), Token)).ShouldNotBeNull();
        var outcome = store.Run(session);
        if (text.EndsWith(']'))
        {
            var level = Enum.Parse<RiskLevel>(text[(text.IndexOf('[', StringComparison.Ordinal) + 1)..^1], ignoreCase: true);
            outcome = outcome with { Received = [.. outcome.Received.Select(received => received with { Assessment = received.Assessment with { ShadowLevel = level } })] };
        }

        (await store.CommitAsync(session, outcome, Token)).ShouldBeTrue();
        return outcome.Conversation;
    }
}

public sealed class SqliteLevelTests(SharedRedis redis) : LevelContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);

    [Fact]
    public async Task Counting_reads_indexes_and_no_rows_of_messages()
    {
        await using var store = await OpenAsync();
        var explain = new SqlBatch();
        explain.Add($"EXPLAIN QUERY PLAN {OperationsQueries.TriageCounts(0)}");

        var plan = (await store.ReadAsync(context => explain.ExecuteAsync(context, row => row.GetString(3), Token)))[0];

        plan.Where(line => line.Contains(" i ", StringComparison.Ordinal)).ShouldAllBe(line => line.Contains("USING COVERING INDEX IX_inbox_conversation (ConversationId=?)", StringComparison.Ordinal));
        plan.ShouldContain(line => line.Contains("IX_handoffs_judged", StringComparison.Ordinal));
    }
}

public sealed class PostgresLevelTests(SharedPostgres postgres, SharedRedis redis) : LevelContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
