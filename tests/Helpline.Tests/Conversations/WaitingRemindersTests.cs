using Helpline.Conversations;
using Helpline.Handoffs;

namespace Helpline.Tests.Conversations;

/// <summary>A child who waits for a counsellor hears from us, twice, and not after the wait is over.</summary>
public class WaitingRemindersTests
{
    private static readonly CounsellorId Ayesha = new("ayesha");

    private static Talk Waiting(string with = "i want to die")
    {
        var talk = new Talk();
        talk.Hears("hello");
        talk.Hears("1");
        talk.Hears(with);
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        return talk;
    }

    [Fact]
    public void A_waiting_child_is_told_twice_that_it_takes_longer()
    {
        var talk = Waiting();
        var began = talk.Now;

        talk.Waits(TimerKind.WaitingReminder).ShouldBe(["en system.still_waiting"]);
        talk.Now.ShouldBe(began.AddMinutes(5));
        talk.Waits(TimerKind.WaitingReminder).ShouldBe(["en system.still_waiting"]);
        talk.Now.ShouldBe(began.AddMinutes(25));

        talk.Outcome!.Timers[TimerKind.WaitingReminder].ShouldBeNull("then it is left in peace");
    }

    [Fact]
    public void A_phone_that_should_look_neutral_gets_neutral_words()
    {
        var talk = Waiting();
        talk.Hears("hide");

        talk.Do(CounsellorTurn.Take(talk.Conversation, Ayesha, talk.Phrases, talk.Now));
        talk.Do(CounsellorTurn.Requeue(talk.Conversation, Ayesha, talk.Phrases, talk.Now));

        talk.Waits(TimerKind.WaitingReminder).ShouldBe(["en system.holding_neutral"]);
    }

    [Fact]
    public void Who_was_taken_or_has_left_is_not_reminded()
    {
        var taken = Waiting();
        taken.Do(CounsellorTurn.Take(taken.Conversation, Ayesha, taken.Phrases, taken.Now));
        taken.Outcome!.Timers[TimerKind.WaitingReminder].ShouldBeNull();

        var left = Waiting(with: "human");
        left.Hears("menu");
        left.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
        left.Outcome!.Timers[TimerKind.WaitingReminder].ShouldBeNull();
    }

    [Fact]
    public void After_STOP_nothing_is_sent()
    {
        var talk = Waiting();
        var due = talk.Outcome!;
        talk.Hears("stop");

        Turn.Run(talk.Conversation, [], [TimerKind.WaitingReminder], TestLibrary.Engine, TestLibrary.Triage, due.Timers[TimerKind.WaitingReminder]!.Value).Said.ShouldBeEmpty();
    }

    [Fact]
    public void A_turn_that_dies_ends_its_timers() =>
        Turn.Failed(Waiting().Conversation, [], [TimerKind.WaitingReminder], TestLibrary.Engine, TestLibrary.Triage, default).Timers[TimerKind.WaitingReminder].ShouldBeNull();
}
