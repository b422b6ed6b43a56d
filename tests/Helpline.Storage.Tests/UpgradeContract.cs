using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Sql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Helpline.Storage.Tests;

/// <summary>A new version on an old database with work in progress, and an old version on a new one.</summary>
public abstract class UpgradeContract
{
    private const string Newer = "99991231235959_FromTheFuture";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>How many servers can run on the store.</summary>
    protected abstract int MostServers { get; }

    /// <summary>A store without a schema, and a first node that has not looked at it.</summary>
    protected abstract Task<TestStore> OpenEmptyAsync();

    /// <summary>The first node is killed when half of the migration to today's schema is done; the store that is left.</summary>
    protected abstract Task<TestStore> KillInMigrationAsync(TestStore store);

    [Fact]
    public async Task What_was_said_before_an_upgrade_can_be_read_after_it()
    {
        await using var store = await OpenEmptyAsync();
        var old = await OldDatabase.MakeAsync(store);
        var ali = await old.ContactAsync("+1");
        var finished = await old.ConversationAsync(ali, LifecycleState.Closed, RiskLevel.Imminent, "menu.start", "ur", nextSequence: 3);
        await old.ReceivedAsync(ali, "old-1", "مدد", finished, 1);
        await old.SaidAsync(ali, finished, 2, "Take care", DeliveryStatus.Delivered, byCounsellor: true);
        await old.HandoffAsync(ali, finished, HandoffState.Closed, Danger.Suicide, RiskLevel.Imminent, note: "Called the mother");
        var sara = await old.ContactAsync("+2");
        var held = await old.ConversationAsync(sara, LifecycleState.WithCounsellor, RiskLevel.High, "pictures.start", "en", nextSequence: 4);
        await old.ReceivedAsync(sara, "old-2", "he has my pictures", held, 1);
        await old.SaidAsync(sara, held, 2, "I am Ayesha", DeliveryStatus.Failed, byCounsellor: true);
        await old.ReceivedAsync(sara, "old-3", "please", held, 3);
        await old.HandoffAsync(sara, held, HandoffState.Taken, Danger.SexualExploitation, RiskLevel.High);

        await UpgradeAsync(store);

        var me = new CounsellorId(OldDatabase.Ayesha.ToString());
        var closed = (await store.First.Console.ConversationAsync(new ConversationId(finished), me, false, Token)).ShouldNotBeNull();
        closed.Lines.Select(line => (line.AuthorName, line.Text)).ShouldBe([(null, "مدد"), ("Ayesha", "Take care")]);
        closed.Lines[0].Assessment.ShouldNotBeNull().Level.ShouldBe(RiskLevel.None);
        (closed.Lines[0].Assessment!.ShadowLevel, closed.Handoff!.ClosingLevel).ShouldBe((null, null), "nobody was asked");
        closed.LevelChanges.ShouldBeEmpty();
        (await store.First.Operations.TriageRecordAsync(Token)).Counts.ShouldBeEmpty();
        (await store.First.Training.JudgedAsync(TimeSpan.FromDays(365), Token)).ShouldBeEmpty();
        (closed.Handoff!.Note, closed.Handoff.Outcome, closed.Language).ShouldBe(("Called the mother", HandoffOutcome.Referred, "ur"));
        var open = (await store.First.Console.ConversationAsync(new ConversationId(held), me, false, Token)).ShouldNotBeNull();
        open.Lines.Select(line => (line.Text, line.Status)).ShouldBe([("he has my pictures", null), ("I am Ayesha", DeliveryStatus.Failed), ("please", null)]);
        (open.DialogState, open.Risk).ShouldBe(("pictures.start", RiskLevel.High));
        (await store.First.Console.HeldByAsync(me, Token)).ShouldHaveSingleItem().AnswersDue.ShouldBeTrue();
        (await store.First.Console.UndeliveredAsync(me, Token)).ShouldHaveSingleItem().Conversation.ShouldBe(new ConversationId(held));

        (await store.Desk.ReplyAsync(new ConversationId(held), me, "I am here", Token)).ShouldBeNull("it goes on");
        (await store.ClaimNextAsync(sara.ContactId)).ShouldNotBeNull().Message.Text.ShouldBe("I am here");
    }

    [Fact]
    public async Task Messages_that_waited_for_a_turn_get_it_in_order_and_where_their_conversation_stood()
    {
        await using var store = await OpenEmptyAsync();
        var old = await OldDatabase.MakeAsync(store);
        var ali = await old.ContactAsync("+1");
        var conversation = await old.ConversationAsync(ali, LifecycleState.Automated, RiskLevel.None, "menu.start", "en", nextSequence: 3);
        await old.ReceivedAsync(ali, "old-1", "hello", conversation, 1);
        await old.SaidAsync(ali, conversation, 2, "en menu.what", DeliveryStatus.Delivered);
        await old.ReceivedAsync(ali, "old-2", "pictures");
        await old.ReceivedAsync(ali, "old-3", "yes");
        var sara = await old.ContactAsync("+2");
        await old.ConversationAsync(sara, LifecycleState.Closed, RiskLevel.None, "menu.start", "ur", nextSequence: 1);
        await old.ReceivedAsync(sara, "old-4", "salam");

        await UpgradeAsync(store);

        (await store.PendingAsync(9)).ShouldBe([ali.ContactId, sara.ContactId]);
        (await store.Inbox.AcceptAsync(store.Message("pictures", "+1", id: "old-2"), Token)).ShouldBe(Acceptance.Duplicate, "the provider repeats what the old version had accepted");
        await store.AcceptAsync("no more", "+1");
        var session = (await store.Conversations.OpenForTurnAsync(ali.ContactId, Token)).ShouldNotBeNull("the contact is found again by its address");
        session.Conversation.Id.Value.ShouldBe(conversation);
        session.Pending.Select(message => message.Text).ShouldBe(["pictures", "yes", "no more"]);
        var outcome = store.Run(session);
        (await store.CommitAsync(session, outcome, Token)).ShouldBeTrue();
        outcome.Said.Select(said => said.Text).ShouldContain(text => text.Contains("en pictures.paid_yes", StringComparison.Ordinal));

        var returning = (await store.Conversations.OpenForTurnAsync(sara.ContactId, Token)).ShouldNotBeNull();
        (returning.Conversation.IsReturning, returning.Conversation.Language).ShouldBe((true, "ur"));
        (await store.CommitAsync(returning, store.Run(returning), Token)).ShouldBeTrue();
        (await store.PendingAsync(9)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_that_waited_to_be_sent_leave_in_order_and_those_under_way_are_asked_about()
    {
        await using var store = await OpenEmptyAsync();
        var old = await OldDatabase.MakeAsync(store);
        var ali = await old.ContactAsync("+1");
        var first = await old.ConversationAsync(ali, LifecycleState.Automated, RiskLevel.None, "menu.start", "en", nextSequence: 9);
        await old.SaidAsync(ali, first, 1, "gone", DeliveryStatus.Sent);
        await old.SaidAsync(ali, first, 2, "ali 1", DeliveryStatus.Sending);
        await old.SaidAsync(ali, first, 3, "ali 2", DeliveryStatus.Pending);
        await old.SaidAsync(ali, first, 4, "refused", DeliveryStatus.Failed);
        await old.SaidAsync(ali, first, 5, "ali 3", DeliveryStatus.Pending, byCounsellor: true);
        var sara = await old.ContactAsync("+2");
        var second = await old.ConversationAsync(sara, LifecycleState.Automated, RiskLevel.None, "menu.start", "en", nextSequence: 9);
        await old.SaidAsync(sara, second, 1, "sara 1", DeliveryStatus.Ambiguous, due: TimeSpan.FromSeconds(60));
        await old.SaidAsync(sara, second, 2, "sara 2", DeliveryStatus.Pending);
        var omar = await old.ContactAsync("+3");
        var third = await old.ConversationAsync(omar, LifecycleState.Automated, RiskLevel.None, "menu.start", "en", nextSequence: 9);
        await old.SaidAsync(omar, third, 1, "omar 1", DeliveryStatus.Pending, due: TimeSpan.FromMinutes(5));
        await old.SaidAsync(omar, third, 2, "omar 2", DeliveryStatus.Pending);

        await UpgradeAsync(store);

        foreach (var contact in new[] { ali, sara, omar })
            (await store.ClaimNextAsync(contact.ContactId)).ShouldBeNull("under way, without an answer, or not yet due: nothing overtakes it");
        store.Time.Advance(TimeSpan.FromSeconds(60));
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(1, "the old process is gone");
        var unsettled = await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token);
        unsettled.Select(message => message.Message.Text).ShouldBe(["ali 1", "sara 1"]);
        foreach (var message in unsettled)
            await store.Outbox.RecordAsync(new DeliveryRecord(message, DeliveryPolicy.Resolve(new LookUpResult.Known([]), message.Unanswered, isExpired: false)));
        (await SendAsync(store, ali.ContactId)).ShouldBe(["ali 1", "ali 2", "ali 3"]);
        (await SendAsync(store, sara.ContactId)).ShouldBe(["sara 1", "sara 2"]);
        store.Time.Advance(TimeSpan.FromMinutes(4));
        (await SendAsync(store, omar.ContactId)).ShouldBe(["omar 1", "omar 2"]);
    }

    [Fact]
    public async Task Of_what_waited_to_be_sent_advice_is_good_for_hours_and_a_counsellors_words_for_a_day()
    {
        await using var store = await OpenEmptyAsync();
        var old = await OldDatabase.MakeAsync(store);
        var ali = await old.ContactAsync("+1");
        var conversation = await old.ConversationAsync(ali, LifecycleState.Automated, RiskLevel.None, "menu.start", "en", nextSequence: 3);
        await old.SaidAsync(ali, conversation, 1, "advice", DeliveryStatus.Pending);
        await old.SaidAsync(ali, conversation, 2, "I am here", DeliveryStatus.Pending, byCounsellor: true);

        await UpgradeAsync(store);

        store.Time.Advance(DeliveryPolicy.AdviceIsGoodFor - TimeSpan.FromMilliseconds(1));
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(0);
        store.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(1);
        (await store.ClaimNextAsync(ali.ContactId)).ShouldNotBeNull().Message.ExpiresAt.ShouldBe(store.Time.GetUtcNow() - DeliveryPolicy.AdviceIsGoodFor + DeliveryPolicy.ReplyIsGoodFor);
    }

    [Fact]
    public async Task A_child_who_waited_for_a_counsellor_still_waits_and_can_be_taken()
    {
        await using var store = await OpenEmptyAsync();
        var old = await OldDatabase.MakeAsync(store);
        var ali = await old.ContactAsync("+1");
        var conversation = new ConversationId(await old.ConversationAsync(ali, LifecycleState.Waiting, RiskLevel.Imminent, "menu.start", "en", nextSequence: 3));
        await old.ReceivedAsync(ali, "old-1", "i want to die", conversation.Value, 1);
        await old.SaidAsync(ali, conversation.Value, 2, "Somebody will be with you", DeliveryStatus.Sent);
        await old.HandoffAsync(ali, conversation.Value, HandoffState.Waiting, Danger.Suicide, RiskLevel.Imminent);
        await old.ReceivedAsync(ali, "old-2", "are you there");
        var since = store.Time.GetUtcNow();
        store.Time.Advance(TimeSpan.FromMinutes(1));

        await UpgradeAsync(store);

        var waiting = (await store.First.Console.WaitingAsync(Token)).ShouldHaveSingleItem();
        (waiting.Conversation, waiting.Level, waiting.Danger, waiting.Since).ShouldBe((conversation, RiskLevel.Imminent, Danger.Suicide, since));
        var session = (await store.Conversations.OpenForTurnAsync(ali.ContactId, Token)).ShouldNotBeNull();
        (await store.CommitAsync(session, store.Run(session), Token)).ShouldBeTrue();
        (await store.First.Console.WaitingAsync(Token)).ShouldHaveSingleItem("the bot stays muted, and the child stays in the queue");
        (await store.Desk.TakeAsync(conversation, TestStore.Ayesha, Token)).ShouldBeNull();
        (await store.First.Console.ConversationAsync(conversation, TestStore.Ayesha, false, Token)).ShouldNotBeNull().Lines.Select(line => line.Text).Take(3)
            .ShouldBe(["i want to die", "Somebody will be with you", "are you there"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_servers_that_start_at_once_one_migrates_and_as_many_come_up_as_can(bool old)
    {
        await using var store = await OpenEmptyAsync();
        if (old)
        {
            var database = await OldDatabase.MakeAsync(store);
            await database.ReceivedAsync(await database.ContactAsync(TestStore.Child), "old-1", "hello");
        }

        var servers = Enumerable.Range(0, 6).Select(_ => store.NewNode()).ToList();
        using var together = new Barrier(servers.Count);
        var problems = await Task.WhenAll(servers.Select(server => Task.Factory.StartNew(
            async () =>
            {
                together.SignalAndWait(Token);
                return await StartAsync(server);
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        problems.OfType<string>().ShouldAllBe(problem => problem.Contains("Helpline:DataDirectory", StringComparison.Ordinal));
        var up = servers.Where(server => server.Database.IsPrepared).ToList();
        up.Count.ShouldBe(Math.Min(MostServers, servers.Count));
        await IsUpToDateAsync(store);
        foreach (var server in up)
            (await server.Inbox.AcceptAsync(store.Message("hello"), Token)).ShouldBe(Acceptance.Accepted);
        await using var context = await up[0].Database.OpenAsync(Token);
        (await context.Contacts.CountAsync(Token)).ShouldBe(1, "all have the same secret, and so find the same child");
    }

    [Fact]
    public async Task A_start_after_one_that_was_killed_while_it_migrated_succeeds()
    {
        await using var store = await OpenEmptyAsync();
        var old = await OldDatabase.MakeAsync(store);
        var ali = await old.ContactAsync("+1");
        await old.SaidAsync(ali, await old.ConversationAsync(ali, LifecycleState.Automated, RiskLevel.None, "menu.start", "en", nextSequence: 3), 2, "hello", DeliveryStatus.Pending);

        await using var left = await KillInMigrationAsync(store);

        (await left.ReadAsync(context => context.Database.GetAppliedMigrationsAsync(Token))).Count().ShouldBe(1);
        await UpgradeAsync(left);
        (await SendAsync(left, ali.ContactId)).ShouldBe(["hello"]);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_with_the_remedy_and_left_alone()
    {
        await using var store = await OpenEmptyAsync();
        await OldDatabase.MakeAsync(store);
        await store.ReadAsync(context => ExecuteAsync(context, NewerHistory));

        var error = await Should.ThrowAsync<StoreUnusableException>(() => store.First.Database.PrepareAsync(Token));

        error.Message.ShouldContain(Newer);
        error.Message.ShouldContain("Start that version or a later one");
        store.First.Database.IsPrepared.ShouldBeFalse();
        (await store.ReadAsync(context => context.Database.GetPendingMigrationsAsync(Token))).ShouldNotBeEmpty("nothing is migrated on top of what is not known");
    }

    /// <summary>A rolling deployment: the first new node migrates under the old ones. So no statement may depend on what columns a table has besides its own.</summary>
    [Fact]
    public async Task A_server_that_runs_goes_on_when_a_newer_one_adds_to_the_schema()
    {
        await using var store = await OpenEmptyAsync();
        await store.First.Database.PrepareAsync(Token);
        await StoryAsync(store, "+1"); // so that statements are prepared, and plans made

        foreach (var table in await store.ReadAsync(context => Task.FromResult(context.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct().ToList())))
        {
            await store.ReadAsync(context => ExecuteAsync(context, $"ALTER TABLE \"{table}\" ADD COLUMN \"A\" BIGINT NULL"));
            await store.ReadAsync(context => ExecuteAsync(context, $"ALTER TABLE \"{table}\" ADD COLUMN \"B\" BIGINT NOT NULL DEFAULT 0"));
        }

        await store.ReadAsync(context => ExecuteAsync(context, "CREATE TABLE new_things (\"Id\" BIGINT PRIMARY KEY)"));
        await store.ReadAsync(context => ExecuteAsync(context, NewerHistory));

        await StoryAsync(store, "+1");
        await StoryAsync(store, "+2");
        (await store.First.Health.ReadAsync(Token)).ShouldBe(StoreState.Up);
    }

    protected static string NewerHistory => $"INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ('{Newer}', '99.0.0')";

    protected static Task<int> ExecuteAsync(HelplineDbContext context, string sql)
    {
        ArgumentNullException.ThrowIfNull(context);
#pragma warning disable EF1002 // SQL from a test
        return context.Database.ExecuteSqlRawAsync(sql, Token);
#pragma warning restore EF1002
    }

    /// <summary>As a server starts. What kept it from it, or null.</summary>
    private static async Task<string?> StartAsync(TestStore.Node server)
    {
        while (true)
        {
            try
            {
                _ = server.DirectoryLock;
                await server.Database.PrepareAsync(Token);
                return null;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // On a slow machine the others take longer than a node waits for a lock; the server tries again.
            }
            catch (Exception error)
            {
                return error.ToString();
            }
        }
    }

    private static async Task UpgradeAsync(TestStore store)
    {
        await store.First.Database.PrepareAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Token); // an abandoned lock would be waited for without an end
        await IsUpToDateAsync(store);
    }

    private static async Task IsUpToDateAsync(TestStore store) =>
        (await store.ReadAsync(context => context.Database.GetAppliedMigrationsAsync(Token))).ShouldBe(await store.ReadAsync(context => Task.FromResult(context.Database.GetMigrations())));

    /// <summary>Sends what the contact has due; the words, in the order in which they left.</summary>
    private static async Task<List<string>> SendAsync(TestStore store, ContactId contact)
    {
        var left = new List<string>();
        while (await store.ClaimNextAsync(contact) is { } claimed)
        {
            left.Add(claimed.Message.Text);
            await store.Outbox.RecordAsync(new DeliveryRecord(claimed, new DeliveryDecision(DeliveryStatus.Sent), $"provider-{claimed.Message.Id}"));
        }

        return left;
    }

    /// <summary>Everything that a server does with its store, once.</summary>
    private static async Task StoryAsync(TestStore store, string from)
    {
        await store.TalkAsync("hello", from);
        var id = (await store.TalkAsync("i want to die", from)).Id;
        var contact = await store.ContactAsync(from);
        (await store.First.Console.WaitingAsync(Token)).ShouldHaveSingleItem().Conversation.ShouldBe(id);
        (await store.Desk.TakeAsync(id, TestStore.Ayesha, Token)).ShouldBeNull();
        (await store.Desk.ReplyAsync(id, TestStore.Ayesha, "I am here", Token)).ShouldBeNull();
        (await store.DueAsync()).ShouldContain(contact);
        var dead = (await store.ClaimNextAsync(contact)).ShouldNotBeNull();
        store.Time.Advance(Outbox.LongestSend);
        (await store.Outbox.RecoverAsync(Token)).ShouldBe(1);
        (await store.Outbox.ClaimUnsettledAsync("simulator", 10, Token)).ShouldHaveSingleItem().Message.Id.ShouldBe(dead.Message.Id);
        (await store.Inbox.AcceptAsync(new DeliveryReceipt("simulator", dead.Message.Id, $"provider-{dead.Message.Id}", DeliveryStatus.Delivered), Token)).ShouldBe(Acceptance.Accepted);
        (await SendAsync(store, contact)).ShouldContain("I am here");
        (await store.Desk.SetLevelAsync(id, TestStore.Ayesha, RiskLevel.Imminent, RiskLevel.Low, "a song", Token)).ShouldBeNull();
        (await store.Desk.CloseAsync(id, TestStore.Ayesha, HandoffOutcome.Referred, RiskLevel.Low, "note", Token)).ShouldBeNull();
        (await store.First.Console.ConversationAsync(id, TestStore.Ayesha, false, Token)).ShouldNotBeNull().Handoff!.Note.ShouldBe("note");
        await store.First.Operations.ReadAsync(["simulator"], Token);
        (await store.First.Operations.TriageRecordAsync(Token)).Counts.ShouldNotBeEmpty();
        await store.Conversations.MarkFailedAsync(new TurnFailure(await store.AcceptAsync("again", from), "Test"), Token);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        var session = (await store.Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        (await store.CommitAsync(session, store.Run(session), Token)).ShouldBeTrue();
        await SendAsync(store, contact);
    }
}

public sealed class SqliteUpgradeTests(SharedRedis redis) : UpgradeContract
{
    protected override int MostServers => 1;

    protected override Task<TestStore> OpenEmptyAsync()
    {
        var store = new SqliteStore(redis);
        store.NewNode();
        return Task.FromResult<TestStore>(store);
    }

    /// <summary>A killed process leaves its files as they are: they are copied while the migration's transaction is open and partly in the WAL.</summary>
    protected override async Task<TestStore> KillInMigrationAsync(TestStore store)
    {
        var killed = (SqliteStore)store;
        var left = new SqliteStore(redis);
        await using var context = await killed.First.Database.OpenAsync(Token);
        await context.GetService<IHistoryRepository>().AcquireDatabaseLockAsync(Token); // never given back
        await context.Database.OpenConnectionAsync(Token);
        await ExecuteAsync(context, "PRAGMA cache_size = 1");
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        var statements = context.GetService<IMigrator>().GenerateScript("Initial", null, MigrationsSqlGenerationOptions.NoTransactions).Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var statement in statements.Take(statements.Length / 2))
            await ExecuteAsync(context, statement);
        new FileInfo(killed.File + "-wal").Length.ShouldBeGreaterThan(0);
        foreach (var file in Directory.GetFiles(killed.DataDirectory, "helpline.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            await using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var to = File.Create(Path.Combine(left.DataDirectory, Path.GetFileName(file)));
            await from.CopyToAsync(to, Token);
        }

        left.NewNode();
        return left;
    }
}

public sealed class PostgresUpgradeTests(SharedPostgres postgres, SharedRedis redis) : UpgradeContract
{
    protected override int MostServers => int.MaxValue;

    protected override async Task<TestStore> OpenEmptyAsync()
    {
        var store = new PostgresStore(await postgres.NewEmptyDatabaseAsync(), redis);
        store.NewNode();
        return store;
    }

    /// <summary>The migration has changed the outbox and waits for a lock on the inbox when its connection is cut.</summary>
    protected override async Task<TestStore> KillInMigrationAsync(TestStore store)
    {
        await using var other = await ConnectAsync(store);
        await using (var reading = await other.BeginTransactionAsync(Token))
        {
            await RunAsync(other, "LOCK TABLE inbox IN ACCESS SHARE MODE");
            var migrating = store.First.Database.PrepareAsync(Token);
            await WaitForLockAsync(store);
            await RunAsync(other, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
            await Should.ThrowAsync<Exception>(() => migrating);
        }

        var left = new PostgresStore(((PostgresStore)store).ConnectionString, redis);
        left.NewNode();
        return left;
    }

    [Fact]
    public async Task A_server_that_waited_while_a_newer_one_migrated_is_refused_too()
    {
        await using var store = await OpenEmptyAsync();
        await store.First.Database.PrepareAsync(Token);
        await using var newer = await ConnectAsync(store);
        await RunAsync(newer, $"SELECT pg_advisory_lock({Database.PreparationLock})");
        var late = store.NewNode().Database.PrepareAsync(Token);
        await WaitForLockAsync(store);
        await RunAsync(newer, NewerHistory);
        await RunAsync(newer, $"SELECT pg_advisory_unlock({Database.PreparationLock})");

        (await Should.ThrowAsync<StoreUnusableException>(() => late)).Message.ShouldContain("newer version");
    }

    private static async Task<NpgsqlConnection> ConnectAsync(TestStore store)
    {
        var connection = new NpgsqlConnection(((PostgresStore)store).ConnectionString);
        await connection.OpenAsync(Token);
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task WaitForLockAsync(TestStore store)
    {
        await using var connection = await ConnectAsync(store);
        await using var command = new NpgsqlCommand("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", connection);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        while (await command.ExecuteScalarAsync(Token) is 0L)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
    }
}
