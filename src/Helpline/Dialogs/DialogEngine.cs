using System.Collections.Concurrent;

namespace Helpline.Dialogs;

/// <summary>The library at work: understands a message at a position and says what follows. Thread-safe.</summary>
public sealed class DialogEngine
{
    private readonly ConcurrentBag<DialogMachine> _machines = [];

    public DialogEngine(DialogLibrary library)
    {
        Library = library;
        _machines.Add(new DialogMachine(library)); // a library that Stateless refuses fails at start-up, not at a child's message
    }

    public DialogLibrary Library { get; }

    public Phrasebook Phrases => Library.Phrases;

    /// <summary>The question that waits at the position, or null.</summary>
    public Ending.Ask? OpenQuestion(DialogPosition position) =>
        position.State is { } state && Library.States.TryGetValue(state, out var known) ? known.Ending as Ending.Ask : null;

    internal (DialogPosition Position, IReadOnlyList<DialogEffect> Effects) Step(DialogPosition from, DialogTrigger trigger, IReadOnlyDictionary<string, string> facts)
    {
        var machine = _machines.TryTake(out var idle) ? idle : new DialogMachine(Library);
        var step = machine.Step(from, trigger, facts);
        _machines.Add(machine); // not after a throw: that machine's state is unknown
        return step;
    }
}
