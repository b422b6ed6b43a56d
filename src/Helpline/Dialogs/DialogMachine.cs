using Stateless;
using Stateless.Graph;

namespace Helpline.Dialogs;

/// <summary>
/// The library's states as one Stateless machine: state within flow within root. The root superstate owns the global words, so they work
/// in every state; a flow is a superstate so that pictures of it group well. Entry actions only collect effects.
/// </summary>
/// <remarks>Not thread-safe, as Stateless machines are not: <see cref="DialogEngine"/> lends one machine to one turn at a time.</remarks>
internal sealed class DialogMachine
{
    private const string Root = "root";
    private const string Next = "next";
    private const string Back = "back";
    private const string Begin = "begin";
    private const string Returning = "returning";
    private const string Lost = "lost";

    /// <summary>The linter proves that chains end; this holds if the proof has a hole.</summary>
    private const int MostSteps = 50;

    private readonly DialogLibrary _library;
    private readonly StateMachine<string, string> _machine;
    private readonly List<DialogEffect> _effects = [];

    /// <summary>The root's triggers and where they lead.</summary>
    private readonly Dictionary<string, string> _global;

    private string _state = Root;
    private string? _caller;

    public DialogMachine(DialogLibrary library)
    {
        _library = library;
        _machine = new StateMachine<string, string>(() => _state, state => _state = state);
        _global = new Dictionary<string, string> { [Begin] = library.Root.Begin, [Returning] = library.Root.Returning, [Lost] = library.Root.Lost };
        foreach (var (word, global) in library.Root.Words)
            _global.Add(Word(word), global.Target);
        var root = _machine.Configure(Root);
        foreach (var (trigger, target) in _global)
            root.Permit(trigger, target);
        foreach (var flow in library.FlowTitles.Keys)
            _machine.Configure(flow).SubstateOf(Root);
        foreach (var state in library.States.Values)
            Configure(state);
    }

    /// <summary>One step from a position: fires the trigger and follows go and return until a state waits.</summary>
    public (DialogPosition Position, IReadOnlyList<DialogEffect> Effects) Step(DialogPosition from, DialogTrigger trigger)
    {
        _effects.Clear();
        _state = from.State is { } known && _library.States.ContainsKey(known) ? known : Root;
        _caller = from.Caller is { } caller && Waits(caller) ? caller : null;

        if (trigger is DialogTrigger.AskAgain)
        {
            Enter(_library.States[_state], asksOnly: true);
            return (from, [.. _effects]);
        }

        var call = trigger is DialogTrigger.Lost || (trigger is DialogTrigger.Word word && _library.Root.Words[word.Answer].IsCall);
        if (call && Waits(_state) && _state != _global[Name(trigger)])
            _caller ??= _state;
        Fire(Name(trigger), keepCaller: call);

        for (var step = 0; ; step++)
        {
            if (step > MostSteps)
                throw new InvalidOperationException($"The dialog did not come to rest within {MostSteps} steps, last in '{_state}'.");
            switch (_library.States[_state].Ending)
            {
                case Ending.Go:
                    Fire(Next, keepCaller: false);
                    break;
                case Ending.GoBack when _caller is not null:
                    _machine.Fire(Back);
                    _caller = null;
                    break;
                case Ending.GoBack:
                    Fire(Returning, keepCaller: false);
                    break;
                default:
                    return (new DialogPosition(_state, _caller), [.. _effects]);
            }
        }
    }

    /// <summary>The machine as a Graphviz DOT graph, by Stateless' own export.</summary>
    public string ToDot() => UmlDotGraph.Format(_machine.GetInfo());

    private void Configure(DialogState state)
    {
        var configuration = _machine.Configure(state.Name)
            .SubstateOf(state.Flow)
            .OnEntry(transition => Enter(state, asksOnly: transition.Trigger == Back));

        // Stateless ignores a superstate's trigger that leads to the current state: STOP after STOP would be met with silence.
        foreach (var trigger in _global.Where(global => global.Value == state.Name).Select(global => global.Key))
            configuration.PermitReentry(trigger);
        switch (state.Ending)
        {
            case Ending.Ask ask:
                foreach (var option in ask.Options)
                {
                    if (option.Target == state.Name)
                        configuration.PermitReentry(Answer(option.Answer));
                    else
                        configuration.Permit(Answer(option.Answer), option.Target);
                }

                break;
            case Ending.Go go:
                configuration.Permit(Next, go.Target);
                break;
            case Ending.GoBack:
                configuration.PermitDynamic(Back, () => _caller!);
                break;
            case Ending.CallHuman or Ending.Rest:
                break;
            default:
                throw new InvalidOperationException($"Unknown ending {state.Ending}.");
        }
    }

    private void Fire(string trigger, bool keepCaller)
    {
        var flow = Flow(_state);
        _machine.Fire(trigger);
        if (!keepCaller && Flow(_state) != flow)
            _caller = null; // a flow that was left by another way will not return
    }

    private void Enter(DialogState state, bool asksOnly)
    {
        if (!asksOnly)
        {
            _effects.AddRange(state.Set.Select(fact => new DialogEffect.SetFact(fact.Key, fact.Value)));
            _effects.AddRange(state.Say.Select(phrase => new DialogEffect.Say(phrase)));
        }

        switch (state.Ending)
        {
            case Ending.Ask ask:
                _effects.Add(new DialogEffect.Ask(ask));
                break;
            case Ending.CallHuman call:
                _effects.Add(new DialogEffect.CallHuman(call.Reason, call.Level));
                break;
        }
    }

    private bool Waits(string state) => _library.States.TryGetValue(state, out var known) && known.Ending is Ending.Ask;

    private static string Flow(string state) => state.Split('.')[0];

    private static string Word(string answer) => $"word {answer}";

    private static string Answer(string answer) => $"answer {answer}";

    private static string Name(DialogTrigger trigger) => trigger switch
    {
        DialogTrigger.Begin => Begin,
        DialogTrigger.Returning => Returning,
        DialogTrigger.Lost => Lost,
        DialogTrigger.Word word => Word(word.Answer),
        DialogTrigger.Choose choice => Answer(choice.Answer),
        _ => throw new InvalidOperationException($"The trigger {trigger} does not move the machine."),
    };
}
