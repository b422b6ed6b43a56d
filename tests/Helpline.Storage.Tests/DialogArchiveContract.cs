using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Storage.Sql;
using Helpline.Tests;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Storage.Tests;

/// <summary>What is kept of the dialogs' revisions, and for how long.</summary>
public abstract class DialogArchiveContract
{
    private static readonly DialogLibrary Newer = new TestLibrary().Replace("phrases/en/pictures.yaml", "en pictures.keep", "NEW pictures.keep").Read();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DialogLibrary Older => TestLibrary.Engine.Library;

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task A_revision_is_kept_for_every_node_and_read_again()
    {
        await using var store = await OpenAsync();
        await store.First.Archive.NameAsync(Older, Token);
        var other = await store.AddNodeAsync();

        var sources = (await other.Archive.ReadAsync(Older.Revision, Token)).ShouldNotBeNull();

        DialogReader.ReadAgain(sources).Revision.ShouldBe(Older.Revision);
        (await other.Archive.ReadAsync("0123456789abcdef", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_newest_is_first_and_conversations_are_counted_where_they_are()
    {
        await using var store = await OpenAsync();
        await store.First.Archive.NameAsync(Older, Token);
        await store.TalkAsync("hello", "+1");
        await store.TalkAsync("hello", "+2");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.First.Archive.NameAsync(Newer, Token);

        (await store.First.Archive.LiveAsync(Token)).ShouldBe(
        [
            new LiveRevision(Newer.Revision, store.Time.Start.AddMinutes(1), 0),
            new LiveRevision(Older.Revision, store.Time.Start, 2),
        ]);
        store.Time.Advance(Turn.Idle + TimeSpan.FromMinutes(1));
        (await store.First.Archive.LiveAsync(Token)).Select(revision => revision.Conversations).ShouldBe([0, 0], "nobody remembers the question");
    }

    [Fact]
    public async Task What_nobody_needs_any_more_is_thrown_away_and_what_somebody_does_is_kept()
    {
        await using var store = await OpenAsync();
        await store.First.Archive.NameAsync(Older, Token);
        await store.TalkAsync("hello");
        store.Time.Advance(TimeSpan.FromHours(1));
        await store.First.Archive.NameAsync(Newer, Token);
        (await store.First.Archive.ReadAsync(Older.Revision, Token)).ShouldNotBeNull("a question is open");

        store.Time.Advance(Turn.Idle * 2);
        await store.First.Archive.NameAsync(Newer, Token);

        (await store.First.Archive.ReadAsync(Older.Revision, Token)).ShouldBeNull();
        (await store.First.Archive.ReadAsync(Newer.Revision, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_dialog_that_began_by_itself_days_after_the_child_wrote_keeps_its_revision()
    {
        await using var store = await OpenAsync();
        await store.First.Archive.NameAsync(Older, Token);
        var conversation = await store.TalkAsync("hello");
        store.Time.Advance(TimeSpan.FromDays(3));
        var session = (await store.Conversations.OpenAsync(conversation.Id, Token)).ShouldNotBeNull();
        var began = session.Conversation with { BeganAt = store.Time.GetUtcNow() };
        (await store.CommitAsync(session, new TurnOutcome(began, [], [], new Dictionary<TimerKind, DateTimeOffset?>()), Token)).ShouldBeTrue();
        store.Time.Advance(TimeSpan.FromHours(1));

        await store.First.Archive.NameAsync(Newer, Token);

        (await store.First.Archive.ReadAsync(Older.Revision, Token)).ShouldNotBeNull("its question is an hour old");
        (await store.First.Archive.LiveAsync(Token)).Single(revision => revision.Revision == Older.Revision).Conversations.ShouldBe(1);
    }

    [Fact]
    public async Task A_conversation_that_an_earlier_version_wrote_keeps_its_revision()
    {
        await using var store = await OpenAsync();
        await store.First.Archive.NameAsync(Older, Token);
        await store.TalkAsync("hello");
        await store.ReadAsync(context => context.Conversations.ExecuteUpdateAsync(update => update.SetProperty(row => row.RememberedUntil, (long?)null), Token));
        store.Time.Advance(TimeSpan.FromHours(1));

        await store.First.Archive.NameAsync(Newer, Token);

        (await store.First.Archive.ReadAsync(Older.Revision, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Another_nodes_newest_is_not_thrown_away()
    {
        await using var store = await OpenAsync();
        var slow = await store.AddNodeAsync();
        for (var minute = 0; minute < 30; minute++)
        {
            await store.First.Archive.NameAsync(Newer, Token);
            await slow.Archive.NameAsync(Older, Token);
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        (await store.First.Archive.LiveAsync(Token)).Count.ShouldBe(2);
    }
}

public sealed class SqliteDialogArchiveTests(SharedRedis redis) : DialogArchiveContract
{
    protected override Task<TestStore> OpenAsync() => SqliteStore.OpenAsync(redis);
}

public sealed class PostgresDialogArchiveTests(SharedPostgres postgres, SharedRedis redis) : DialogArchiveContract
{
    protected override Task<TestStore> OpenAsync() => PostgresStore.OpenAsync(postgres, redis);
}
