using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>A conversation as its child reads it, on a real store.</summary>
public abstract class TranscriptContract
{
    private static readonly Address Child = new("simulator", TestStore.Child);

    private static CancellationToken Token => TestStore.Token;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task A_child_reads_what_it_wrote_and_what_it_was_told_in_order()
    {
        await using var store = await OpenAsync();
        await store.SayAsync(TestStore.Child, "first", "second");
        await SendAllAsync(store);
        await store.SayAsync(TestStore.Child, "third");
        await SendAllAsync(store);
        await store.SayAsync("+92300", "for another child");

        var page = await ReadAsync(store);

        page.Lines.Select(line => (line.Author, line.Text)).ShouldBe(
        [
            (ChatAuthor.Child, "hello"), (ChatAuthor.Bot, "first"), (ChatAuthor.Bot, "second"), (ChatAuthor.Child, "hello"), (ChatAuthor.Bot, "third"),
        ]);
        page.Lines[0].Id.ShouldStartWith("SM", customMessage: "the child's own line has the id that it came with");
        page.Lines.Select(line => line.Id).ShouldBeUnique();
        page.Lines.ShouldAllBe(line => line.At == store.Time.GetUtcNow());
        page.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task A_child_who_never_wrote_has_an_empty_transcript()
    {
        await using var store = await OpenAsync();
        var page = await ReadAsync(store);
        page.Lines.ShouldBeEmpty();
        page.Mark.ShouldBe(TranscriptMark.Start);
    }

    [Fact]
    public async Task A_line_is_shown_when_it_was_handed_over_and_nothing_after_it_before()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "first", "second");
        (await TextsAsync(store)).ShouldBe(["hello"], "nothing was handed over");
        await SendAsync(store, contact);
        await store.SayAsync(TestStore.Child, "third");
        (await TextsAsync(store)).ShouldBe(["hello", "first"], "the child's second line comes after ours that is not handed over yet");
        await SendAllAsync(store);
        (await TextsAsync(store)).ShouldBe(["hello", "first", "second", "hello", "third"]);
    }

    [Fact]
    public async Task What_was_given_up_is_left_out_and_holds_nothing_up()
    {
        await using var store = await OpenAsync();
        var contact = await store.SayAsync(TestStore.Child, "first", "second");
        await store.Outbox.RecordAsync(new DeliveryRecord((await store.ClaimNextAsync(contact))!, new DeliveryDecision(DeliveryStatus.Failed, "refused")));
        await SendAsync(store, contact);

        var first = await store.First.Transcript.ReadAsync(Child, TranscriptMark.Start, most: 2, Token);
        first.Lines.Select(line => line.Text).ShouldBe(["hello"]);
        first.HasMore.ShouldBeTrue();
        (await store.First.Transcript.ReadAsync(Child, first.Mark, most: 2, Token)).Lines.Select(line => line.Text).ShouldBe(["second"]);
    }

    [Fact]
    public async Task Pages_follow_one_another_without_a_gap_or_a_repetition()
    {
        await using var store = await OpenAsync();
        await store.SayAsync(TestStore.Child, [.. Enumerable.Range(0, 7).Select(i => $"a{i}")]);
        await store.SayAsync(TestStore.Child, [.. Enumerable.Range(0, 7).Select(i => $"b{i}")]);
        await SendAllAsync(store);
        var all = await TextsAsync(store);
        all.Count.ShouldBe(16);

        for (var most = 1; most <= 17; most++)
        {
            var read = new List<string>();
            var mark = TranscriptMark.Start;
            TranscriptPage page;
            do
            {
                page = await store.First.Transcript.ReadAsync(Child, mark, most, Token);
                page.Lines.Count.ShouldBeLessThanOrEqualTo(most);
                read.AddRange(page.Lines.Select(line => line.Text));
                TranscriptMark.TryParse(page.Mark.ToString(), out mark).ShouldBeTrue();
            }
            while (page.HasMore);
            read.ShouldBe(all, $"{most} at a time");
        }
    }

    [Fact]
    public async Task The_next_conversation_follows_the_last_and_another_node_reads_on_from_the_same_mark()
    {
        await using var store = await OpenAsync();
        var conversation = await store.TalkAsync("i want to die");
        await store.Desk.TakeAsync(conversation.Id, TestStore.Ayesha, Token);
        await store.Desk.ReplyAsync(conversation.Id, TestStore.Ayesha, "i am here", Token);
        await SendAllAsync(store);
        var before = await ReadAsync(store);
        before.Lines[^1].ShouldSatisfyAllConditions(line => line.Author.ShouldBe(ChatAuthor.Counsellor), line => line.Text.ShouldBe("i am here"));

        await store.Desk.CloseAsync(conversation.Id, TestStore.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.High, null, Token);
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.SayAsync(TestStore.Child, "welcome back");
        await SendAllAsync(store);

        var other = await store.AddNodeAsync();
        var after = await other.Transcript.ReadAsync(Child, before.Mark, 100, Token);
        after.Lines.Select(line => line.Text).TakeLast(2).ShouldBe(["hello", "welcome back"]);
        after.Lines.Select(line => line.Id).ShouldNotContain(id => before.Lines.Any(line => line.Id == id));
        (await TextsAsync(store)).ShouldBe([.. before.Lines.Concat(after.Lines).Select(line => line.Text)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    public async Task A_clock_that_stands_or_goes_back_hides_no_conversation(int seconds)
    {
        await using var store = await OpenAsync();
        var conversation = await store.TalkAsync("i want to die");
        await store.Desk.TakeAsync(conversation.Id, TestStore.Ayesha, Token);
        await store.Desk.CloseAsync(conversation.Id, TestStore.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.High, null, Token);
        await SendAllAsync(store);
        var before = await ReadAsync(store);
        if (seconds != 0)
            store.Time.AdjustTime(store.Time.GetUtcNow().AddSeconds(seconds));
        await store.SayAsync(TestStore.Child, "welcome back");
        store.Time.AdjustTime(store.Time.GetUtcNow().AddHours(2));
        await SendAllAsync(store);

        (await store.First.Transcript.ReadAsync(Child, before.Mark, 100, Token)).Lines.Select(line => line.Text).ShouldBe(["hello", "welcome back"]);
        (await store.First.Transcript.WithNewsAsync(new Dictionary<Address, TranscriptMark> { [Child] = before.Mark }, Token)).ShouldBe([Child]);
    }

    [Fact]
    public async Task A_receipt_is_awaited_until_it_has_come()
    {
        await using var store = await OpenAsync();
        await store.SayAsync(TestStore.Child, "first");
        await SendAllAsync(store);
        var line = (await ReadAsync(store)).Lines[1];
        line.AwaitsReceipt.ShouldNotBeNull().ToString().ShouldBe(line.Id);

        await store.Inbox.AcceptAsync(new DeliveryReceipt("simulator", line.AwaitsReceipt.Value, line.Id, DeliveryStatus.Delivered), Token);

        (await ReadAsync(store)).Lines[1].ShouldSatisfyAllConditions(after => after.AwaitsReceipt.ShouldBeNull(), after => after.Text.ShouldBe("first"));
    }

    [Fact]
    public async Task A_damaged_line_hides_no_other()
    {
        await using var store = await OpenAsync();
        await store.SayAsync(TestStore.Child, "first", "second");
        await SendAllAsync(store);
        await store.ReadAsync(context => context.Outbox.Where(row => row.Sequence == 2).ExecuteUpdateAsync(update => update.SetProperty(row => row.BodyBox, new byte[40]), Token));
        (await TextsAsync(store)).ShouldBe(["hello", "", "second"]);
    }

    [Fact]
    public async Task What_is_committed_while_a_page_is_read_is_left_for_the_next()
    {
        await using var store = await OpenAsync();
        await store.SayAsync(TestStore.Child, "first", "second");
        await SendAllAsync(store);
        // The conversation as it was read a moment before its lines.
        await store.ReadAsync(context => context.Conversations.ExecuteUpdateAsync(update => update.SetProperty(row => row.NextSequence, 2), Token));
        (await TextsAsync(store)).ShouldBe(["hello"]);
        await store.ReadAsync(context => context.Conversations.ExecuteUpdateAsync(update => update.SetProperty(row => row.NextSequence, 4), Token));
        (await TextsAsync(store)).ShouldBe(["hello", "first", "second"]);
    }

    [Fact]
    public async Task While_lines_are_added_a_reader_misses_none()
    {
        await using var store = await OpenAsync();
        const int Messages = 40;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < Messages; i++)
                {
                    await store.SayAsync(TestStore.Child, $"{i}");
                    await SendAllAsync(store);
                }
            },
            Token);
        var read = new List<string>();
        var mark = TranscriptMark.Start;
        var done = false;
        while (!done)
        {
            done = writing.IsCompleted;
            var page = await store.First.Transcript.ReadAsync(Child, mark, 3, Token);
            read.AddRange(page.Lines.Select(line => line.Text));
            mark = page.Mark;
            done &= !page.HasMore;
        }

        await writing;
        read.ShouldBe(Enumerable.Range(0, Messages).SelectMany(i => new[] { "hello", $"{i}" }));
    }

    [Fact]
    public async Task One_question_tells_who_of_many_has_news()
    {
        await using var store = await OpenAsync();
        await store.SayAsync("+1", "first");
        await store.SayAsync("+2", "first");
        await store.SayAsync("+3", "first");
        await SendAllAsync(store);
        var read = (await store.First.Transcript.ReadAsync(new Address("simulator", "+2"), TranscriptMark.Start, 10, Token)).Mark;
        var marks = new Dictionary<Address, TranscriptMark>
        {
            [new Address("simulator", "+1")] = TranscriptMark.Start,
            [new Address("simulator", "+2")] = read,
            [new Address("simulator", "+4")] = TranscriptMark.Start,
        };

        (await store.First.Transcript.WithNewsAsync(marks, Token)).Select(child => child.Value).ShouldBe(["+1"]);
        await store.SayAsync("+2", "second");
        (await store.First.Transcript.WithNewsAsync(marks, Token)).Select(child => child.Value).ShouldBe(["+1", "+2"], ignoreOrder: true);
        (await store.First.Transcript.WithNewsAsync(new Dictionary<Address, TranscriptMark>(), Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task News_is_told_on_every_node_when_there_is_something_to_read()
    {
        await using var store = await OpenAsync();
        var other = await store.AddNodeAsync();
        var child = new Address(ChannelNames.DirectLine, Guid.NewGuid().ToString("N"));
        using var news = new SemaphoreSlim(0);
        using (other.ChatHints.Watch(child, () => news.Release()))
        using (other.ChatHints.Watch(child with { Value = "another" }, () => throw new InvalidOperationException("It is not about this child.")))
        {
            await WaitUntilSubscribedAsync(store, other, child, news);
            await store.Inbox.AcceptAsync(new InboundMessage(child, child with { Value = "helpline" }, child.Value + "|1", "hello"), Token);
            var contact = (await store.PendingAsync(10)).ShouldHaveSingleItem();
            var session = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
            await store.CommitAsync(session, store.Run(session), Token);
            (await news.WaitAsync(TimeSpan.FromSeconds(10), Token)).ShouldBeTrue("the child's own line is there");
            var page = await other.Transcript.ReadAsync(child, TranscriptMark.Start, 10, Token);
            page.Lines.ShouldHaveSingleItem();

            await SendAsync(store, contact);
            (await news.WaitAsync(TimeSpan.FromSeconds(10), Token)).ShouldBeTrue("ours is there");
            (await other.Transcript.ReadAsync(child, page.Mark, 10, Token)).Lines.ShouldHaveSingleItem();
        }

        await store.First.Hints.LinesAsync(store.First.Database.HashOf(child));
        (await news.WaitAsync(TimeSpan.FromMilliseconds(100), Token)).ShouldBeFalse("nobody watches any more");
    }

    [Fact]
    public async Task That_a_child_is_typing_is_told_and_not_stored()
    {
        await using var store = await OpenAsync();
        var child = new Address(ChannelNames.DirectLine, Guid.NewGuid().ToString("N"));
        var heard = new TaskCompletionSource();
        await store.First.Hints.OnTypesAsync(key =>
        {
            if (key == Hints.KeyOf(store.First.Database.HashOf(child)))
                heard.TrySetResult();
        });
        await (await store.AddNodeAsync()).ChatHints.TypesAsync(child);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        (await store.ReadAsync(context => context.Contacts.CountAsync(Token))).ShouldBe(0);
    }

    /// <summary>The node subscribes in the background.</summary>
    private static async Task WaitUntilSubscribedAsync(TestStore store, TestStore.Node node, Address child, SemaphoreSlim news)
    {
        do
            await store.First.Hints.LinesAsync(node.Database.HashOf(child));
        while (!await news.WaitAsync(TimeSpan.FromMilliseconds(50), Token));
        while (await news.WaitAsync(TimeSpan.FromMilliseconds(50), Token))
        {
            // What came late.
        }
    }

    private static Task<TranscriptPage> ReadAsync(TestStore store) => store.First.Transcript.ReadAsync(Child, TranscriptMark.Start, 100, Token);

    private static async Task<List<string>> TextsAsync(TestStore store) => [.. (await ReadAsync(store)).Lines.Select(line => line.Text)];

    private static async Task<bool> SendAsync(TestStore store, ContactId contact)
    {
        if (await store.ClaimNextAsync(contact) is not { } claimed)
            return false;
        await store.Outbox.RecordAsync(new DeliveryRecord(claimed, new DeliveryDecision(DeliveryStatus.Sent), claimed.Message.Id.ToString()));
        return true;
    }

    private static async Task SendAllAsync(TestStore store)
    {
        foreach (var contact in await store.DueAsync())
        {
            while (await SendAsync(store, contact))
            {
                // All of it.
            }
        }
    }
}

public sealed class SqliteTranscriptTests(SharedRedis redis) : TranscriptContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresTranscriptTests(SharedPostgres postgres, SharedRedis redis) : TranscriptContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
