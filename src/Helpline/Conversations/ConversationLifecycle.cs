using Stateless;
using Stateless.Graph;

namespace Helpline.Conversations;

/// <summary>What moves a conversation between its speakers.</summary>
public enum LifecycleTrigger
{
    /// <summary>Triage, the child or a failure calls a counsellor.</summary>
    CallHuman,

    /// <summary>A counsellor takes the conversation.</summary>
    Take,

    /// <summary>The counsellor gives it back to the queue.</summary>
    Requeue,

    /// <summary>The waiting child goes back to the dialogs.</summary>
    Leave,

    /// <summary>The counsellor ends it.</summary>
    Close,
}

/// <summary>The only place that knows who may speak to the child, and how that changes.</summary>
public static class ConversationLifecycle
{
    /// <summary>True if the dialogs may answer.</summary>
    public static bool BotMaySpeak(LifecycleState state) => state == LifecycleState.Automated;

    /// <summary>True if the trigger is possible in the state.</summary>
    public static bool Allows(LifecycleState state, LifecycleTrigger trigger) => Machine(state).CanFire(trigger);

    /// <summary>The state that follows.</summary>
    /// <exception cref="InvalidOperationException">The trigger is not possible; ask <see cref="Allows"/> first.</exception>
    public static LifecycleState Next(LifecycleState state, LifecycleTrigger trigger)
    {
        var machine = Machine(state);
        machine.Fire(trigger);
        return machine.State;
    }

    /// <summary>The machine as a Mermaid state diagram, by Stateless' own export.</summary>
    public static string ToMermaid() => MermaidGraph.Format(Machine(LifecycleState.Automated).GetInfo());

    private static StateMachine<LifecycleState, LifecycleTrigger> Machine(LifecycleState state)
    {
        var machine = new StateMachine<LifecycleState, LifecycleTrigger>(state);
        machine.Configure(LifecycleState.Automated)
            .Permit(LifecycleTrigger.CallHuman, LifecycleState.Waiting);
        machine.Configure(LifecycleState.Waiting)
            .Permit(LifecycleTrigger.Take, LifecycleState.WithCounsellor)
            .Permit(LifecycleTrigger.Leave, LifecycleState.Automated);
        machine.Configure(LifecycleState.WithCounsellor)
            .Permit(LifecycleTrigger.Requeue, LifecycleState.Waiting)
            .Permit(LifecycleTrigger.Close, LifecycleState.Closed);
        return machine;
    }
}
