using BenchmarkDotNet.Attributes;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage;
using Helpline.Storage.Encryption;
using Helpline.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Benchmarks;

/// <summary>What one message costs the disk, on SQLite with full durability.</summary>
public class StoreBenchmarks
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-bench-").FullName;
    private ServiceProvider _services = null!;
    private IInbox _inbox = null!;
    private DialogEngine _dialogs = null!;
    private Triage _triage = null!;
    private int _number;

    [GlobalSetup]
    public async Task SetUp()
    {
        _dialogs = new DialogEngine(Shipped.Library());
        _triage = new Triage(_dialogs.Library.Lexicons);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(new LiveDialogs(_dialogs, _triage));
        services.Configure<EncryptionOptions>(options => options.Key = Convert.ToBase64String(new byte[32]));
        services.AddHelplineStorage(new StorageOptions { DataDirectory = _directory });
        _services = services.BuildServiceProvider();
        await _services.GetRequiredService<Database>().PrepareAsync(CancellationToken.None);
        _inbox = _services.GetRequiredService<IInbox>();
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>From the webhook's verified message to its commit.</summary>
    [Benchmark]
    public Task<Acceptance> Accept() => _inbox.AcceptAsync(Message(), CancellationToken.None);

    /// <summary>Accept, then load, run and commit its turn.</summary>
    [Benchmark]
    public async Task<bool> AcceptAndTurn()
    {
        await _inbox.AcceptAsync(Message(), CancellationToken.None);
        var store = _services.GetRequiredService<ConversationStore>();
        var (contact, _) = (await store.PendingContactsAsync(1, CancellationToken.None))[0];
        var session = (await store.OpenForTurnAsync(contact, CancellationToken.None))!;
        return await _services.GetRequiredService<TurnCommit>().CommitAsync(session, Turn.Run(session.Conversation, session.Pending, session.Timers, _dialogs, _triage, TimeProvider.System.GetUtcNow()), CancellationToken.None);
    }

    private InboundMessage Message()
    {
        var number = Interlocked.Increment(ref _number);
        return new InboundMessage(new Address("bench", $"+92300{number % 500:d7}"), new Address("bench", "1"), $"m{number}", "hello there");
    }
}
