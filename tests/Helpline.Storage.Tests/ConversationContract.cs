using System.Data.Common;
using System.Security.Cryptography;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>Turns: fenced, whole, and one open conversation per child.</summary>
public abstract class ConversationContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task What_a_turn_decided_is_loaded_again()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");
        await store.TalkAsync("2");
        var saved = await store.TalkAsync("i cut");

        var session = await store.Conversations.OpenAsync(saved.Id, Token);

        var loaded = session!.Conversation;
        loaded.Facts.ShouldBe(saved.Facts, ignoreOrder: true);
        (loaded with { Facts = saved.Facts }).ShouldBe(saved);
    }

    [Fact]
    public async Task A_handoff_is_loaded_again_with_all_it_has()
    {
        await using var store = await OpenAsync();
        var id = (await store.TalkAsync("i want to die")).Id;
        store.Time.Advance(TimeSpan.FromSeconds(5));
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);
        store.Time.Advance(TimeSpan.FromSeconds(5));
        await store.Desk.CloseAsync(id, TestStore.Ayesha, HandoffOutcome.SafetyPlanMade, RiskLevel.Low, "plan", Token);

        var session = await store.Conversations.OpenAsync(id, Token);

        var start = store.Time.Start;
        session!.Conversation.Handoff.ShouldBe(new Handoff(1, HandoffState.Closed, "triage", Danger.Suicide, RiskLevel.Imminent, start)
        {
            Counsellor = TestStore.Ayesha,
            TakenAt = start.AddSeconds(5),
            EndedAt = start.AddSeconds(10),
            Outcome = HandoffOutcome.SafetyPlanMade,
            ClosingLevel = RiskLevel.Low,
            Note = "plan",
        });
        session.Conversation.Lifecycle.ShouldBe(LifecycleState.Closed);
    }

    [Fact]
    public async Task A_child_who_has_just_written_is_not_closed_on()
    {
        await using var store = await OpenAsync();
        var id = (await store.TalkAsync("i want to die")).Id;
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);
        await store.AcceptAsync("wait, there is more");

        (await store.Desk.CloseAsync(id, TestStore.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.Low, null, Token)).ShouldNotBeNull().ShouldContain("just written");

        var session = await store.Conversations.OpenAsync(id, Token);
        session!.Conversation.Lifecycle.ShouldBe(LifecycleState.WithCounsellor);
    }

    [Fact]
    public async Task The_answer_comes_from_the_number_that_the_child_wrote_to_last()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "hello");
        while (await store.ClaimNextAsync(contact) is { } sent)
            await store.Outbox.RecordAsync(new DeliveryRecord(sent, new DeliveryDecision(DeliveryStatus.Sent), "p"));

        await store.Inbox.AcceptAsync(store.Message("1") with { To = new Address("simulator", "9988") }, Token);
        var session = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        (await store.CommitAsync(session, store.Run(session), Token)).ShouldBeTrue();

        (await store.ClaimNextAsync(contact))!.Message.From.Value.ShouldBe("9988");
    }

    [Fact]
    public async Task A_contact_whose_turns_fail_holds_nobody_up()
    {
        await using var store = await OpenAsync();
        var first = await store.AcceptAsync("hello", "+923000000001");
        var second = await store.AcceptAsync("hello", "+923000000002");
        (await store.PendingAsync(1)).ShouldBe([first]);

        await store.Conversations.MarkFailedAsync(new TurnFailure(first, "JsonException"), Token);

        (await store.PendingAsync(9)).ShouldBe([second]);
        store.Time.Advance(TimeSpan.FromSeconds(1));
        (await store.PendingAsync(9)).ShouldBe([first, second]);
    }

    [Fact]
    public async Task The_second_of_two_commits_is_refused_and_leaves_nothing()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        await store.TalkAsync("hello");
        var contact = await store.AcceptAsync("2");
        var first = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        var second = (await other.Conversations.OpenForTurnAsync(contact, Token))!;
        var outcome = store.Run(second);
        (await store.CommitAsync(first, store.Run(first), Token)).ShouldBeTrue();
        var before = await SnapshotAsync(store);

        (await store.CommitAsync(second, outcome with { Said = [.. outcome.Said, new SaidMessage(999, "twice")] }, Token)).ShouldBeFalse();

        (await SnapshotAsync(store)).ShouldBe(before);
    }

    [Fact]
    public async Task A_counsellors_commit_fences_a_turn()
    {
        await using var store = await OpenAsync();
        var id = (await store.TalkAsync("human")).Id;
        var contact = await store.AcceptAsync("menu");
        var turn = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        var outcome = store.Run(turn);
        outcome.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);

        (await store.Desk.TakeAsync(id, TestStore.Ayesha, Token)).ShouldBeNull();

        (await store.CommitAsync(turn, outcome, Token)).ShouldBeFalse();
        var again = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        again.Conversation.Lifecycle.ShouldBe(LifecycleState.WithCounsellor);
        again.Pending.ShouldHaveSingleItem().Text.ShouldBe("menu");
    }

    [Fact]
    public async Task Two_servers_that_open_a_childs_first_conversation_make_one()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        var contact = await store.AcceptAsync("hello");
        var first = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        var second = (await other.Conversations.OpenForTurnAsync(contact, Token))!;

        bool[] results = [await store.CommitAsync(first, store.Run(first), Token), await store.CommitAsync(second, store.Run(second), Token)];

        results.ShouldBe([true, false]);
        (await store.ReadAsync(context => context.Conversations.CountAsync(Token))).ShouldBe(1);
        (await store.ReadAsync(context => context.Outbox.CountAsync(Token))).ShouldBe(2);
    }

    [Fact]
    public async Task A_message_that_another_server_finished_is_not_handled_again()
    {
        await using var store = await OpenAsync();
        var contact = await store.AcceptAsync("human");
        var late = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        var early = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        await store.CommitAsync(early, store.Run(early), Token);
        var id = await store.ReadAsync(context => context.Conversations.Select(row => row.Id).SingleAsync(Token));
        await store.Desk.TakeAsync(new ConversationId(id), TestStore.Ayesha, Token);
        await store.Desk.CloseAsync(new ConversationId(id), TestStore.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.Low, null, Token); // no open conversation stands in the way
        var before = await SnapshotAsync(store);

        (await store.CommitAsync(late, store.Run(late), Token)).ShouldBeFalse();

        (await SnapshotAsync(store)).ShouldBe(before);
    }

    [Fact]
    public async Task Many_turns_at_once_lose_and_double_nothing()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        for (var i = 0; i < 8; i++)
            await store.AcceptAsync("menu");
        var contact = await store.ContactAsync();

        async Task WorkAsync(TestStore.Node node)
        {
            while (await node.Conversations.OpenForTurnAsync(contact, Token) is { } session)
            {
                var one = session.Pending.Take(1).ToList();
                await node.Commit.CommitAsync(session, Turn.Run(session.Conversation, one, [], Helpline.Tests.TestLibrary.Engine, Helpline.Tests.TestLibrary.Triage, store.Time.GetUtcNow()), Token);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => WorkAsync(i % 2 == 0 ? store.First : other), Token)));

        var inbound = await store.ReadAsync(context => context.Inbox.OrderBy(row => row.Ordinal).Select(row => row.Sequence!.Value).ToListAsync(Token));
        var outbound = await store.ReadAsync(context => context.Outbox.OrderBy(row => row.Ordinal).Select(row => row.Sequence).ToListAsync(Token));
        inbound.ShouldBeInOrder();
        outbound.ShouldBeInOrder();
        inbound.Concat(outbound).Order().ShouldBe(Enumerable.Range(1, inbound.Count + outbound.Count));
        inbound.Count.ShouldBe(8);
    }

    [Fact]
    public async Task State_handoff_inbox_and_outbox_are_one_transaction()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");
        var contact = await store.AcceptAsync("i want to die");
        var before = await SnapshotAsync(store);
        var session = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        var outcome = store.Run(session);
        outcome.Conversation.Handoff.ShouldNotBeNull();
        var doubled = outcome with { Said = [.. outcome.Said, outcome.Said[^1]] }; // two messages with one sequence number

        await Should.ThrowAsync<DbException>(() => store.CommitAsync(session, doubled, Token));

        (await SnapshotAsync(store)).ShouldBe(before);
        var again = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        (await store.CommitAsync(again, store.Run(again), Token)).ShouldBeTrue("the message still waits and the turn can be run again");
        (await store.First.Console.WaitingAsync(Token)).ShouldHaveSingleItem().Level.ShouldBe(RiskLevel.Imminent);
    }

    [Fact]
    public async Task After_the_close_the_next_message_opens_a_new_conversation_that_knows_the_child()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");
        await store.TalkAsync("2");
        var old = await store.TalkAsync("human");
        await store.Desk.TakeAsync(old.Id, TestStore.Ayesha, Token);
        await store.Desk.CloseAsync(old.Id, TestStore.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.Low, null, Token);
        store.Time.Advance(TimeSpan.FromDays(1));
        var contact = await store.AcceptAsync("it is me");

        var session = (await store.Conversations.OpenForTurnAsync(contact, Token))!;

        session.Conversation.Id.ShouldNotBe(old.Id);
        session.Conversation.IsReturning.ShouldBeTrue();
        session.Conversation.Language.ShouldBe(Languages.Urdu);
        (session.Conversation.Lifecycle, session.Conversation.Risk, session.Conversation.Handoff, session.Conversation.NextSequence).ShouldBe((LifecycleState.Automated, RiskLevel.None, null, 1));
        var outcome = store.Run(session);
        outcome.Said[0].Text.ShouldBe("ur menu.welcome_back");
        (await store.CommitAsync(session, outcome, Token)).ShouldBeTrue();
        (await store.ReadAsync(context => context.Conversations.CountAsync(row => row.ClosedAt == null, Token))).ShouldBe(1);
    }

    [Fact]
    public async Task What_flows_remembered_does_not_go_into_the_next_conversation()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");
        await store.TalkAsync("1");
        await store.TalkAsync("1");
        await store.TalkAsync("yes");
        await store.TalkAsync("hide");
        var old = await store.TalkAsync("human");
        old.Facts.Keys.ShouldContain("paid");
        await store.Desk.TakeAsync(old.Id, TestStore.Ayesha, Token);
        await store.Desk.CloseAsync(old.Id, TestStore.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.Low, null, Token);
        store.Time.Advance(TimeSpan.FromDays(1));

        var session = (await store.Conversations.OpenForTurnAsync(await store.AcceptAsync("hello"), Token))!;

        session.Conversation.Facts.Keys.ShouldBe([FactNames.Language, FactNames.Discreet], ignoreOrder: true);
    }

    [Fact]
    public async Task A_child_who_leaves_the_queue_and_comes_back_in_one_turn_waits_once()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("human");
        await store.AcceptAsync("menu");
        var contact = await store.AcceptAsync("human");
        var session = (await store.Conversations.OpenForTurnAsync(contact, Token))!;
        session.Pending.Count.ShouldBe(2);
        (await store.CommitAsync(session, store.Run(session), Token)).ShouldBeTrue();

        (await store.First.Console.WaitingAsync(Token)).ShouldHaveSingleItem("the call that the child left must not stay in the queue as a ghost");
        (await store.ReadAsync(context => context.Handoffs.OrderBy(row => row.Number).Select(row => row.State).ToListAsync(Token))).ShouldBe([(int)HandoffState.Left, (int)HandoffState.Waiting]);
    }

    [Fact]
    public async Task A_timer_fires_once_on_whichever_node_and_when_its_time_has_come()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        await store.TalkAsync("i want to die");
        var contact = await store.ContactAsync();
        store.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        (await store.PendingAsync(9)).ShouldBeEmpty();
        (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldBeNull();

        store.Time.Advance(TimeSpan.FromSeconds(1));
        (await store.PendingAsync(9)).ShouldBe([contact]);
        var mine = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        var others = (await other.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        mine.Timers.ShouldBe([TimerKind.WaitingReminder]);
        (await store.CommitAsync(mine, store.Run(mine), Token)).ShouldBeTrue();
        (await other.Commit.CommitAsync(others, store.Run(others), Token)).ShouldBeFalse();

        (await store.PendingAsync(9)).ShouldBeEmpty();
        (await store.ReadAsync(context => context.Timers.Select(timer => timer.DueAt).SingleAsync(Token))).ShouldBe(store.Time.GetUtcNow().AddMinutes(20).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_timer_ends_with_what_it_was_for()
    {
        await using var store = await OpenAsync();
        var id = (await store.TalkAsync("i want to die")).Id;
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);
        (await store.ReadAsync(context => context.Timers.CountAsync(Token))).ShouldBe(0);
        await store.Desk.RequeueAsync(id, TestStore.Ayesha, Token);
        (await store.ReadAsync(context => context.Timers.CountAsync(Token))).ShouldBe(1);
    }

    [Fact]
    public async Task Many_turns_share_a_transaction_and_only_the_fenced_ones_are_left_out()
    {
        await using var store = await OpenAsync();
        var contacts = new List<ContactId>();
        for (var i = 0; i < 20; i++)
            contacts.Add(await store.AcceptAsync("hello", $"+9230000000{i:d2}"));
        var load = await store.Conversations.OpenForTurnsAsync(contacts, Token);
        load.Sessions.Select(session => session.Conversation.Contact).ShouldBe(contacts, ignoreOrder: true);
        var fenced = load.Sessions[7];
        var early = (await store.Conversations.OpenForTurnAsync(fenced.Conversation.Contact, Token))!;
        await store.CommitAsync(early, store.Run(early), Token);

        var committed = await store.First.Commit.CommitAsync([.. load.Sessions.Select(session => new DecidedTurn(session, store.Run(session)))], Token);

        committed.Select((done, index) => (done, index)).Where(turn => !turn.done).Select(turn => turn.index).ShouldBe([7]);
        (await store.ReadAsync(context => context.Inbox.CountAsync(row => row.DoneAt == null, Token))).ShouldBe(0);
        (await store.ReadAsync(context => context.Conversations.CountAsync(Token))).ShouldBe(20);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_goes_to_a_human_after_bounded_tries_and_is_listed()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");
        var contact = await store.AcceptAsync("this one is damaged");
        await store.ReadAsync(context => context.Inbox.Where(row => row.DoneAt == null).ExecuteUpdateAsync(update => update.SetProperty(row => row.BodyBox, new byte[40]), Token));

        for (var tries = 0; tries < ConversationStore.MostFailedTurns; tries++)
        {
            (await store.PendingAsync(9)).ShouldBe([contact]);
            var load = await store.Conversations.OpenForTurnsAsync([contact], Token);
            load.Sessions.ShouldBeEmpty();
            await store.Conversations.MarkFailedAsync(load.Failures.ShouldHaveSingleItem(), Token);
            (await store.PendingAsync(9)).ShouldBeEmpty("it rests, and holds nobody up");
            store.Time.Advance(TimeSpan.FromSeconds(1 << tries));
        }

        var session = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        session.IsSalvaged.ShouldBeTrue();
        session.Pending.ShouldHaveSingleItem().Text.ShouldBe("");
        var outcome = Turn.Failed(session.Conversation, session.Pending, session.Timers, Helpline.Tests.TestLibrary.Engine, Helpline.Tests.TestLibrary.Triage, store.Time.GetUtcNow());
        (await store.First.Commit.CommitAsync([new DecidedTurn(session, outcome, "TriedTooOften")], Token)).ShouldBe([true]);

        var waiting = (await store.First.Console.WaitingAsync(Token)).ShouldHaveSingleItem();
        waiting.Reason.ShouldBe("failure");
        await store.Desk.TakeAsync(waiting.Conversation, TestStore.Ayesha, Token);
        var view = (await store.First.Console.ConversationAsync(waiting.Conversation, TestStore.Ayesha, supervises: false, Token)).ShouldNotBeNull();
        view.Lines.ShouldContain(line => line.Text.Contains("damaged", StringComparison.Ordinal), "one damaged message hides no other from whoever helps");
        var failed = (await store.First.Operations.ReadAsync([], Token)).FailedTurns.ShouldHaveSingleItem();
        (failed.IsWithHuman, failed.Tries, failed.Error).ShouldBe((true, ConversationStore.MostFailedTurns, "TriedTooOften"));
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_is_begun_anew_with_a_human()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("hello");
        var contact = await store.AcceptAsync("1");
        await store.ReadAsync(context => context.Conversations.ExecuteUpdateAsync(update => update.SetProperty(row => row.StateBox, new byte[40]), Token));
        await store.ReadAsync(context => context.Inbox.Where(row => row.DoneAt == null).ExecuteUpdateAsync(update => update.SetProperty(row => row.FailedTurns, ConversationStore.MostFailedTurns), Token));

        var session = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();

        session.IsSalvaged.ShouldBeTrue();
        session.Pending.ShouldHaveSingleItem().Text.ShouldBe("1", "what can be read is kept");
    }

    [Fact]
    public async Task A_message_that_kills_the_process_is_counted_before_it_is_tried()
    {
        await using var store = await OpenAsync();
        var contact = await store.AcceptAsync("hello");
        (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull().IsSalvaged.ShouldBeFalse();

        for (var deaths = 1; deaths <= ConversationStore.MostFailedTurns; deaths++)
        {
            store.Time.Advance(TimeSpan.FromSeconds(11));
            for (var soon = 0; soon < (deaths < ConversationStore.MostFailedTurns ? 3 : 1); soon++) // many in a short time are one: nodes that die for other reasons are not its fault
                (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull().IsSalvaged.ShouldBeFalse();
        }

        (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull().IsSalvaged.ShouldBeTrue();
    }

    [Fact]
    public async Task A_counsellor_is_told_of_words_that_did_not_arrive()
    {
        await using var store = await OpenAsync();
        var id = (await store.TalkAsync("i want to die")).Id;
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);
        await store.Desk.ReplyAsync(id, TestStore.Ayesha, "I am here", Token);
        (await store.First.Console.UndeliveredAsync(TestStore.Ayesha, Token)).ShouldBeEmpty();

        store.Time.Advance(DeliveryPolicy.ReplyIsGoodFor);
        await store.Outbox.RecoverAsync(Token);

        var undelivered = (await store.First.Console.UndeliveredAsync(TestStore.Ayesha, Token)).ShouldHaveSingleItem();
        (undelivered.Conversation, undelivered.Messages).ShouldBe((id, 1));
        (await store.First.Console.UndeliveredAsync(TestStore.Bilal, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_conversation_that_does_not_exist_is_null()
    {
        await using var store = await OpenAsync();

        (await store.Conversations.OpenAsync(new ConversationId(Guid.NewGuid()), Token)).ShouldBeNull();
        (await store.Desk.TakeAsync(new ConversationId(Guid.NewGuid()), TestStore.Ayesha, Token)).ShouldBe("This conversation does not exist.");
    }

    [Fact]
    public async Task Twenty_counsellors_race_and_exactly_one_takes_the_child()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        var id = (await store.TalkAsync("human")).Id;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? store.First : other).Desk.TakeAsync(id, new CounsellorId($"counsellor-{i}"), Token), Token)));

        answers.Count(answer => answer is null).ShouldBe(1);
        answers.Where(answer => answer is not null).ShouldAllBe(answer => answer == "Another counsellor has just taken this conversation." || answer == "This conversation is no longer waiting.");
        var winner = Array.FindIndex(answers, answer => answer is null);
        var session = await store.Conversations.OpenAsync(id, Token);
        session!.Conversation.Handoff!.Counsellor.ShouldBe(new CounsellorId($"counsellor-{winner}"));
        (await store.ReadAsync(context => context.Outbox.CountAsync(row => row.ConversationId == id.Value, Token))).ShouldBe(2, "one holding message and one greeting");
    }

    [Fact]
    public async Task A_reply_after_a_transfer_is_refused()
    {
        await using var store = await OpenAsync();
        var id = (await store.TalkAsync("human")).Id;
        (await store.Desk.TakeAsync(id, TestStore.Ayesha, Token)).ShouldBeNull();
        (await store.Desk.RequeueAsync(id, TestStore.Ayesha, Token)).ShouldBeNull();
        (await store.Desk.TakeAsync(id, TestStore.Bilal, Token)).ShouldBeNull();

        (await store.Desk.ReplyAsync(id, TestStore.Ayesha, "still me", Token)).ShouldBe("You do not hold this conversation any more.");
        (await store.Desk.ReplyAsync(id, TestStore.Bilal, "now me", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_reply_is_tried_again_on_the_newer_state_when_the_child_was_faster()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        var id = (await store.TalkAsync("human")).Id;
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? store.First : other).Desk.ReplyAsync(id, TestStore.Ayesha, $"reply {i}", Token), Token)));

        replies.ShouldAllBe(answer => answer == null);
        var sequences = await store.ReadAsync(context => context.Outbox.OrderBy(row => row.Ordinal).Select(row => row.Sequence).ToListAsync(Token));
        sequences.ShouldBe(Enumerable.Range(2, 8));
    }

    [Fact]
    public async Task The_console_shows_the_transcript_in_order_to_those_who_may_see_it()
    {
        await using var store = await OpenAsync();
        var id = (await store.TalkAsync("i want to die")).Id;
        await store.Desk.TakeAsync(id, TestStore.Ayesha, Token);
        await store.Desk.ReplyAsync(id, TestStore.Ayesha, "I am here.", Token);
        await store.TalkAsync("thank you");

        (await store.First.Console.ConversationAsync(id, TestStore.Bilal, supervises: false, Token)).ShouldBeNull();
        (await store.First.Console.ConversationAsync(id, TestStore.Bilal, supervises: true, Token)).ShouldNotBeNull();
        var view = (await store.First.Console.ConversationAsync(id, TestStore.Ayesha, supervises: false, Token))!;
        view.Lines.Select(line => line.Text).ShouldBe(["i want to die", "en safety.suicide", "en system.holding", "en system.joined", "I am here.", "thank you"]);
        view.Lines[0].Assessment!.Evidence.ShouldHaveSingleItem().Rule.ShouldBe("en.suicide");
        (await store.First.Console.HeldByAsync(TestStore.Ayesha, Token)).ShouldHaveSingleItem().AnswersDue.ShouldBeTrue();
        (await store.First.Console.HeldByAsync(TestStore.Bilal, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_queue_shows_the_most_endangered_child_first()
    {
        await using var store = await OpenAsync();
        await store.TalkAsync("human", "+1");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.TalkAsync("he threatens to share my pictures", "+2");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.TalkAsync("i want to die", "+3");

        (await store.First.Console.WaitingAsync(Token)).Select(child => child.Level).ShouldBe([RiskLevel.Imminent, RiskLevel.High, RiskLevel.Low]);
        var view = await store.First.Operations.ReadAsync(["simulator"], Token);
        view.Waiting.Values.Sum().ShouldBe(3);
        view.LongestWaitSince.ShouldBe(store.Time.Start);
        view.InboxPending.ShouldBe(0);
        view.OutboxPending.ShouldBe(5);
        view.Channels.ShouldHaveSingleItem().Inbound.ShouldBe(3);
    }

    [Fact]
    public async Task A_box_that_was_moved_to_another_row_does_not_open()
    {
        await using var store = await OpenAsync();
        await store.AcceptAsync("one");
        var contact = await store.AcceptAsync("two");
        await store.ReadAsync(async context =>
        {
            var rows = await context.Inbox.OrderBy(row => row.Ordinal).ToListAsync(Token);
            rows[1].BodyBox = rows[0].BodyBox; // the same child's, under the same key
            return await context.SaveChangesAsync(Token);
        });

        var load = await store.Conversations.OpenForTurnsAsync([contact], Token);

        load.Sessions.ShouldBeEmpty();
        load.Failures.ShouldHaveSingleItem().ShouldBe(new TurnFailure(contact, nameof(AuthenticationTagMismatchException)));
    }

    /// <summary>All that a failed commit could have changed, as one text.</summary>
    private static Task<string> SnapshotAsync(TestStore store) => store.ReadAsync(async context => string.Join(
        '\n',
        (await context.Conversations.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Token)).Select(row => $"{row.Id} {row.Lifecycle} {row.RiskLevel} {row.NextSequence} {row.Version} {Convert.ToHexString(row.StateBox)}")
            .Concat((await context.Inbox.AsNoTracking().OrderBy(row => row.Ordinal).ToListAsync(Token)).Select(row => $"{row.Ordinal} {row.DoneAt} {row.Sequence} {row.ConversationId}"))
            .Concat((await context.Outbox.AsNoTracking().OrderBy(row => row.Ordinal).ToListAsync(Token)).Select(row => $"{row.Ordinal} {row.Sequence} {row.Status}"))
            .Concat((await context.Handoffs.AsNoTracking().OrderBy(row => row.Number).ToListAsync(Token)).Select(row => $"{row.Number} {row.State} {row.RiskLevel}"))));
}

public sealed class SqliteConversationTests(SharedRedis redis) : ConversationContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresConversationTests(SharedPostgres postgres, SharedRedis redis) : ConversationContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
