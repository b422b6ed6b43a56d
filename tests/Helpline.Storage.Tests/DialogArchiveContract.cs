using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Storage.Sql;
using Helpline.Tests;

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
        store.Time.Advance(Turn.Idle);
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
