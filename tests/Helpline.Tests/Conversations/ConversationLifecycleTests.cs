using CsCheck;
using Helpline.Conversations;

namespace Helpline.Tests.Conversations;

public class ConversationLifecycleTests
{
    private static readonly Gen<LifecycleTrigger[]> Triggers = Gen.Enum<LifecycleTrigger>().Array[0, 30];

    private static IEnumerable<LifecycleState> Walk(LifecycleTrigger[] triggers)
    {
        var state = LifecycleState.Automated;
        yield return state;
        foreach (var trigger in triggers.Where(trigger => ConversationLifecycle.Allows(state, trigger)))
            yield return state = ConversationLifecycle.Next(state, trigger);
    }

    [Fact]
    public void Nobody_takes_what_does_not_wait_and_nobody_closes_what_is_not_held() => Triggers.Sample(triggers =>
        Walk(triggers).Zip(Walk(triggers).Skip(1)).All(step => step switch
        {
            (not LifecycleState.Waiting, LifecycleState.WithCounsellor) => false,
            (not LifecycleState.WithCounsellor, LifecycleState.Closed) => false,
            (LifecycleState.Closed, _) => false,
            _ => true,
        }));

    [Fact]
    public void From_everywhere_but_the_end_a_counsellor_can_be_reached() => Triggers.Sample(triggers =>
    {
        var state = Walk(triggers).Last();
        return state is LifecycleState.Closed or LifecycleState.Waiting or LifecycleState.WithCounsellor || ConversationLifecycle.Allows(state, LifecycleTrigger.CallHuman);
    });

    [Fact]
    public void The_bot_speaks_only_while_nobody_is_called() => Triggers.Sample(triggers =>
        Walk(triggers).All(state => ConversationLifecycle.BotMaySpeak(state) == (state == LifecycleState.Automated)));

    [Fact]
    public void A_trigger_that_is_not_possible_is_refused() => Gen.Enum<LifecycleState>().Select(Gen.Enum<LifecycleTrigger>()).Sample((state, trigger) =>
    {
        if (ConversationLifecycle.Allows(state, trigger))
            ConversationLifecycle.Next(state, trigger);
        else
            Should.Throw<InvalidOperationException>(() => ConversationLifecycle.Next(state, trigger));
    });
}
