using System.Globalization;
using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Encryption;
using Helpline.Storage.Reading;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;
using Helpline.Storage.Work;
using Helpline.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Helpline.Storage.Tests;

/// <summary>
/// A store of one test's own, as one or more server nodes see it, with a clock that stands still. The contract suites know this class only;
/// another database is another subclass and one more class per suite.
/// </summary>
public abstract class TestStore : IAsyncDisposable
{
    public const string Child = "+923001234567";
    public static readonly CounsellorId Ayesha = new("ayesha");
    public static readonly CounsellorId Bilal = new("bilal");

    private readonly List<Node> _nodes = [];
    private int _providerIds;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The first node; the others are for what only two can do.</summary>
    public Node First => _nodes[0];

    public IInbox Inbox => First.Inbox;

    public ConversationStore Conversations => First.Conversations;

    public Outbox Outbox => First.Outbox;

    public CounsellorDesk Desk => First.Desk;

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Another server on the same store, with connections, gates and clocks' users of its own.</summary>
    public async Task<Node> AddNodeAsync(string? key = null)
    {
        var node = NewNode(key);
        await node.Database.PrepareAsync(Token);
        return node;
    }

    /// <summary>A server that has not looked at its store yet.</summary>
    public Node NewNode(string? key = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.Configure<EncryptionOptions>(options => options.Key = key ?? Convert.ToBase64String(new byte[32]));
        services.AddSingleton(new LiveDialogs(TestLibrary.Engine, TestLibrary.Triage));
        Register(services);
        var node = new Node(services.BuildServiceProvider());
        _nodes.Add(node);
        return node;
    }

    public InboundMessage Message(string text, string from = Child, string? id = null, int attachments = 0, string channel = ChannelNames.Simulator) => new(
        new Address(channel, from),
        new Address(channel, "1234"),
        id ?? $"SM{Interlocked.Increment(ref _providerIds).ToString(CultureInfo.InvariantCulture)}",
        text,
        attachments);

    /// <summary>The child writes, and it is stored.</summary>
    public async Task<ContactId> AcceptAsync(string text, string from = Child, string channel = ChannelNames.Simulator)
    {
        (await Inbox.AcceptAsync(Message(text, from, channel: channel), Token)).ShouldBe(Acceptance.Accepted);
        return await ContactAsync(from, channel);
    }

    public async Task<ContactId> ContactAsync(string from = Child, string channel = ChannelNames.Simulator)
    {
        var hash = First.Database.HashOf(new Address(channel, from));
        return await ReadAsync(async context => new ContactId((await context.Contacts.SingleAsync(row => row.AddressHash == hash, Token)).Id));
    }

    /// <summary>The child writes and the turn is run and committed.</summary>
    public async Task<Conversation> TalkAsync(string text, string from = Child, string channel = ChannelNames.Simulator)
    {
        var contact = await AcceptAsync(text, from, channel);
        var session = (await Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        var outcome = Run(session);
        (await CommitAsync(session, outcome, Token)).ShouldBeTrue();
        return outcome.Conversation;
    }

    public TurnOutcome Run(ConversationSession session) =>
        Turn.Run(session.Conversation, session.Pending, session.Timers, TestLibrary.Engine, TestLibrary.Triage, Time.GetUtcNow());

    /// <summary>Puts messages for the child into the outbox.</summary>
    public async Task<ContactId> SayAsync(string from, params string[] texts)
    {
        var contact = await AcceptAsync("hello", from);
        var session = (await Conversations.OpenForTurnAsync(contact, Token)).ShouldNotBeNull();
        var next = session.Conversation.NextSequence;
        var outcome = new TurnOutcome(
            session.Conversation with { NextSequence = next + 1 + texts.Length },
            [new ReceivedMessage(session.Pending[0].Ordinal, next, Helpline.Risk.RiskAssessment.Nothing)],
            [.. texts.Select((text, index) => new SaidMessage(next + 1 + index, text))],
            new Dictionary<TimerKind, DateTimeOffset?>());
        (await CommitAsync(session, outcome, Token)).ShouldBeTrue();
        return contact;
    }

    public async Task<List<ContactId>> PendingAsync(int most) => [.. (await Conversations.PendingContactsAsync(most, Token)).Select(waiting => waiting.Contact)];

    public async Task<List<ContactId>> DueAsync() => [.. (await Outbox.DueContactsAsync(["simulator"], 10, Token)).Select(due => due.Contact)];

    public Task<bool> CommitAsync(ConversationSession session, TurnOutcome outcome, CancellationToken cancellationToken) =>
        First.Commit.CommitAsync(session, outcome, cancellationToken);

    public Task<ClaimedMessage?> ClaimNextAsync(ContactId contact) => First.ClaimNextAsync(contact);

    public async Task<T> ReadAsync<T>(Func<HelplineDbContext, Task<T>> read)
    {
        await using var context = await First.Database.OpenAsync(Token);
        return await read(context);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes away one table, for what happens when the store fails.</summary>
    public async Task DropAsync(string table) =>
#pragma warning disable EF1002 // a name from a test
        await ReadAsync(context => context.Database.ExecuteSqlRawAsync($"DROP TABLE {table}", Token));
#pragma warning restore EF1002

    protected abstract void Register(IServiceCollection services);

    protected abstract ValueTask RemoveAsync();

    /// <summary>One server.</summary>
    public sealed class Node(ServiceProvider services) : IAsyncDisposable
    {
        public Database Database => services.GetRequiredService<Database>();

        public IInbox Inbox => services.GetRequiredService<IInbox>();

        public ConversationStore Conversations => services.GetRequiredService<ConversationStore>();

        public TurnCommit Commit => services.GetRequiredService<TurnCommit>();

        public Outbox Outbox => services.GetRequiredService<Outbox>();

        public ChildWindows Windows => services.GetRequiredService<ChildWindows>();

        public CounsellorDesk Desk => services.GetRequiredService<CounsellorDesk>();

        public LoopDesk Loops => services.GetRequiredService<LoopDesk>();

        public ConsoleQueries Console => services.GetRequiredService<ConsoleQueries>();

        public OperationsQueries Operations => services.GetRequiredService<OperationsQueries>();

        public DialogArchive Archive => services.GetRequiredService<DialogArchive>();

        public TrainingQueries Training => services.GetRequiredService<TrainingQueries>();

        public ITranscript Transcript => services.GetRequiredService<ITranscript>();

        public IChatHints ChatHints => services.GetRequiredService<IChatHints>();

        public IStandings Standings => services.GetRequiredService<IStandings>();

        public IResumeCodes Codes => services.GetRequiredService<IResumeCodes>();

        public Hints Hints => services.GetRequiredService<Hints>();

        internal SpoolMarks Marks => services.GetRequiredService<SpoolMarks>();

        internal InboxWriter Writer => services.GetRequiredService<InboxWriter>();

        public Leases Leases => services.GetRequiredService<Leases>();

        public PendingWork Work => services.GetRequiredService<PendingWork>();

        public SendingRates Rates => services.GetRequiredService<SendingRates>();

        public DataDirectoryLock DirectoryLock => services.GetRequiredService<DataDirectoryLock>();

        public StoreHealth Health => services.GetRequiredService<StoreHealth>();

        public async Task<ClaimedMessage?> ClaimNextAsync(ContactId contact) => (await Outbox.ClaimAsync([contact], Token)).SingleOrDefault();

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }
}

/// <summary>SQLite in a temporary directory, and the embedded Redis. The schema is made once and copied.</summary>
public sealed class SqliteStore(SharedRedis? redis) : TestStore
{
    private static readonly Lazy<Task<byte[]>> Template = new(MakeTemplateAsync);

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("helpline-store-").FullName;

    public string File => Path.Combine(DataDirectory, "helpline.db");

    public static async Task<TestStore> OpenAsync(SharedRedis redis) => await OpenFileAsync(redis);

    public int SpoolMegabytes { get; init; } = 1;

    public static async Task<SqliteStore> OpenFileAsync(SharedRedis redis, int spoolMegabytes = 1)
    {
        var store = new SqliteStore(redis) { SpoolMegabytes = spoolMegabytes };
        await System.IO.File.WriteAllBytesAsync(store.File, await Template.Value, Token);
        await store.AddNodeAsync();
        return store;
    }

    /// <summary>Closes the connections that are kept for reuse, as a new process would not have them.</summary>
    public void ForgetConnections()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File}");
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool(connection);
    }

    protected override void Register(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddHelplineStorage(new StorageOptions { DataDirectory = DataDirectory, SpoolMegabytes = SpoolMegabytes });
        if (redis is not null)
            services.AddSingleton(redis.Client);
    }

    protected override ValueTask RemoveAsync()
    {
        ForgetConnections();
        Directory.Delete(DataDirectory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<byte[]> MakeTemplateAsync()
    {
        await using var store = new SqliteStore(redis: null);
        await store.AddNodeAsync();
        store.ForgetConnections(); // the last connection folds the WAL into the file
        return await System.IO.File.ReadAllBytesAsync(store.File, CancellationToken.None);
    }
}
