using System.Globalization;
using Stateless;

namespace Helpline.Dialogs;

/// <summary>
/// The library's states as one Stateless machine: state within flow within root. The root superstate owns the global words, so they work
/// in every state. Entry actions only collect effects.
/// </summary>
/// <remarks>Not thread-safe, as Stateless machines are not: <see cref="DialogEngine"/> lends one machine to one turn at a time.</remarks>
internal sealed class DialogMachine
{
    /// <summary>States from an answer to the next question. The linter proves that chains end; this holds if the proof has a hole.</summary>
    public const int MostSteps = 50;

    /// <summary>Flows within flows: those that dialogs call (<see cref="Lint.ChainChecks.MostCalls"/>), global words, and the safe word, for which room is kept.</summary>
    public const int MostCallers = 6;

    private const string Root = "root";
    private const string Next = "next";
    private const string Back = "back";
    private const string Begin = "begin";
    private const string Returning = "returning";
    private const string Lost = "lost";
    private const string Told = "told";
    private const string Silent = "silent";
    private const string Gate = "gate";

    private readonly DialogLibrary _library;
    private readonly StateMachine<string, string> _machine;
    private readonly List<DialogEffect> _effects = [];
    private readonly Stack<Frame> _callers = [];
    private readonly Dictionary<string, string?> _changes = new(StringComparer.Ordinal);

    /// <summary>The root's triggers and where they lead.</summary>
    private readonly Dictionary<string, string> _global;

    private IReadOnlyDictionary<string, string> _facts = new Dictionary<string, string>();
    private string _state = Root;
    private bool _isLocked;

    public DialogMachine(DialogLibrary library)
    {
        _library = library;
        _machine = new StateMachine<string, string>(() => _state, state => _state = state);
        _global = new Dictionary<string, string> { [Begin] = library.Root.Begin, [Returning] = library.Root.Returning, [Lost] = library.Root.Lost };
        if (library.Root.SafeWord is { } gate)
            _global.Add(Gate, gate);
        foreach (var (word, global) in library.Root.Words)
            _global.Add(Word(word), global.Target);
        foreach (var target in library.States.Values.Select(state => state.FollowUp?.Target).OfType<string>().Distinct())
            _global.Add(Later(target), target);
        var root = _machine.Configure(Root);
        foreach (var (trigger, target) in _global)
            root.Permit(trigger, target);
        foreach (var flow in library.Flows.Keys)
            _machine.Configure(flow).SubstateOf(Root);
        foreach (var state in library.States.Values)
            Configure(state);
    }

    /// <summary>One step from a position: fires the trigger and follows what goes on by itself until a state waits.</summary>
    /// <param name="from">Where the child is.</param>
    /// <param name="trigger">What moves it.</param>
    /// <param name="facts">What is remembered of the child.</param>
    /// <exception cref="InvalidOperationException">The dialogs do not come to rest, or call each other too deeply.</exception>
    public (DialogPosition Position, IReadOnlyList<DialogEffect> Effects) Step(DialogPosition from, DialogTrigger trigger, IReadOnlyDictionary<string, string> facts)
    {
        _effects.Clear();
        _changes.Clear();
        _callers.Clear();
        _facts = facts;
        _isLocked = false;
        _state = from.State is { } known && _library.States.ContainsKey(known) ? known : Root;
        foreach (var frame in from.Callers.Where(frame => frame.AsksOnly ? Waits(frame.State) : _library.States.ContainsKey(frame.State)))
            _callers.Push(frame);

        if (trigger is DialogTrigger.AskAgain)
        {
            Enter(_library.States[_state], asksOnly: true);
            return (from, [.. _effects]);
        }

        if (trigger is DialogTrigger.Enter enter)
        {
            _state = enter.State;
            Enter(_library.States[_state], asksOnly: false);
            return Rest();
        }

        if (trigger is DialogTrigger.Tell told && Question(_state)?.Free is { } free)
            Remember(free.Fact, told.Value);
        var name = Name(trigger);
        var isCall = trigger is DialogTrigger.Lost || (trigger is DialogTrigger.Word word && _library.Root.Words[word.Answer].IsCall);
        if (isCall && Waits(_state) && _state != _global[name] && _callers.Count < MostCallers - 1)
            _callers.Push(new Frame(_state, AsksOnly: true));
        Fire(name, keepsCallers: isCall);
        return Rest();
    }

    /// <summary>Follows what goes on by itself until a state waits.</summary>
    private (DialogPosition Position, IReadOnlyList<DialogEffect> Effects) Rest()
    {
        for (var step = 0; ; step++)
        {
            if (step > MostSteps)
                throw new InvalidOperationException($"The dialog did not come to rest within {MostSteps} steps, last in '{_state}'.");
            if (_isLocked)
            {
                _isLocked = false;
                Call(new Frame(_state, AsksOnly: false), Gate);
                continue;
            }

            switch (_library.States[_state].Ending)
            {
                case Ending.Go or Ending.Branch:
                    Fire(Next, keepsCallers: false);
                    break;
                case Ending.SubDialog call:
                    Call(new Frame(call.Then, AsksOnly: false), Next);
                    break;
                case Ending.GoBack when _callers.Count > 0:
                    _machine.Fire(Back);
                    break;
                case Ending.GoBack:
                    Fire(Returning, keepsCallers: false);
                    break;
                default:
                    return (new DialogPosition(_state) { Callers = [.. _callers.Reverse()] }, [.. _effects]);
            }
        }
    }

    private void Configure(DialogState state)
    {
        var configuration = _machine.Configure(state.Name)
            .SubstateOf(state.Flow)
            .OnEntry(transition => Enter(state, asksOnly: transition.Trigger == Back && _callers.Pop().AsksOnly));

        // Stateless ignores a superstate's trigger that leads to the current state: STOP after STOP would be met with silence.
        foreach (var trigger in _global.Where(global => global.Value == state.Name).Select(global => global.Key))
            configuration.PermitReentry(trigger);
        switch (state.Ending)
        {
            case Ending.Ask ask:
                foreach (var option in ask.Options)
                    Permit(configuration, state, Answer(option.Answer), option.Target);
                if (ask.Free is { } free)
                    Permit(configuration, state, Told, free.Target);
                if (ask.Silence is [.., { Target: { } otherwise }])
                    Permit(configuration, state, Silent, otherwise);
                break;
            case Ending.Go go:
                configuration.Permit(Next, go.Target);
                break;
            case Ending.Branch branch:
                configuration.PermitDynamic(Next, () => Choose(branch));
                break;
            case Ending.SubDialog call:
                configuration.Permit(Next, call.Target);
                break;
            case Ending.GoBack:
                configuration.PermitDynamic(Back, () => _callers.Peek().State);
                break;
            case Ending.CallHuman or Ending.Finish:
                break;
            default:
                throw new InvalidOperationException($"Unknown ending {state.Ending}.");
        }
    }

    private static void Permit(StateMachine<string, string>.StateConfiguration configuration, DialogState state, string trigger, string target)
    {
        if (target == state.Name)
            configuration.PermitReentry(trigger);
        else
            configuration.Permit(trigger, target);
    }

    private string Choose(Ending.Branch branch)
    {
        foreach (var way in branch.Ways)
        {
            if (way.Conditions.All(condition => condition.Value.Holds(Fact(condition.Key), Fact)))
                return way.Target;
        }

        throw new InvalidOperationException($"No way of the branch in '{_state}' fits.");
    }

    private void Call(Frame frame, string trigger)
    {
        if (_callers.Count >= MostCallers)
            throw new InvalidOperationException($"The dialogs call each other more than {MostCallers} deep, last in '{_state}'.");
        _callers.Push(frame);
        Fire(trigger, keepsCallers: true);
    }

    private void Fire(string trigger, bool keepsCallers)
    {
        var flow = Flow(_state);
        _machine.Fire(trigger);
        if (!keepsCallers && Flow(_state) != flow)
            _callers.Clear(); // a flow that was left by another way will not return
    }

    private void Enter(DialogState state, bool asksOnly)
    {
        if (_library.Flows[state.Flow].IsSensitive && IsLocked())
        {
            _isLocked = true;
            return;
        }

        _effects.Add(new DialogEffect.Entered(state.Name));
        if (!asksOnly)
            Act(state);
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

    private void Act(DialogState state)
    {
        foreach (var (fact, value) in state.Set)
            Remember(fact, value is "+1" ? Count(fact) : value);
        foreach (var phrase in state.Say)
            _effects.Add(new DialogEffect.Say(phrase));
        if (state.Refer is { } referral)
            _effects.Add(new DialogEffect.Refer(referral));
        if (state.FollowUp is { } followUp)
            _effects.Add(new DialogEffect.FollowUpLater(followUp));
        foreach (var fact in state.Forget)
            Remember(fact, null);
    }

    /// <summary>Somebody else may hold the phone: a safe word is set, and has not been given lately.</summary>
    private bool IsLocked() => _library.Root.SafeWord is not null && Fact(FactNames.SafeWord) is not null && Fact(FactNames.Unlocked) is null;

    private string Count(string fact) =>
        ((int.TryParse(Fact(fact), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0) + 1).ToString(CultureInfo.InvariantCulture);

    private string? Fact(string name) => _changes.TryGetValue(name, out var changed) ? changed : _facts.GetValueOrDefault(name);

    private void Remember(string fact, string? value)
    {
        _changes[fact] = value;
        _effects.Add(new DialogEffect.SetFact(fact, value));
    }

    private Ending.Ask? Question(string state) => _library.States.TryGetValue(state, out var known) ? known.Ending as Ending.Ask : null;

    private bool Waits(string state) => Question(state) is not null;

    private static string Flow(string state) => state.Split('.')[0];

    private static string Word(string answer) => $"word {answer}";

    private static string Answer(string answer) => $"answer {answer}";

    private static string Later(string target) => $"follow up {target}";

    private static string Name(DialogTrigger trigger) => trigger switch
    {
        DialogTrigger.Begin => Begin,
        DialogTrigger.Returning => Returning,
        DialogTrigger.Lost => Lost,
        DialogTrigger.Word word => Word(word.Answer),
        DialogTrigger.Choose choice => Answer(choice.Answer),
        DialogTrigger.Tell => Told,
        DialogTrigger.Silence => Silent,
        DialogTrigger.FollowUp followUp => Later(followUp.Target),
        _ => throw new InvalidOperationException($"The trigger {trigger} does not move the machine."),
    };
}
