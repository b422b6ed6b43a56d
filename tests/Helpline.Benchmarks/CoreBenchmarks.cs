using BenchmarkDotNet.Attributes;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Benchmarks;

/// <summary>What one message costs the processor.</summary>
[MemoryDiagnoser]
public class CoreBenchmarks
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private readonly DialogEngine _dialogs = new(Shipped.Library());
    private Triage _triage = null!;
    private Conversation _atMenu = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _triage = new Triage(_dialogs.Library.Lexicons);
        var fresh = new Conversation { Id = new ConversationId(Guid.Empty), Contact = new ContactId(Guid.Empty) };
        _atMenu = Run(Run(fresh, "hello").Conversation, "1").Conversation;
    }

    [Benchmark]
    public TurnOutcome TurnAtTheMenu() => Run(_atMenu, "4");

    [Benchmark]
    public DialogLibrary ReadingAndProvingTheLibrary() => Shipped.Library();

    private TurnOutcome Run(Conversation conversation, string text) =>
        Turn.Run(conversation, [new PendingMessage(1, text, 0, AnsweredByCarrier: false)], [], _dialogs, _triage, Now);
}
