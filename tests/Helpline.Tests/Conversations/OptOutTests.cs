using Helpline.Conversations;
using Helpline.Conversations.Pacing;
using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Tests.Conversations;

public class OptOutTests
{
    private const string Threat = "he threatens to share my pictures";
    private const string Worry = "i cut";

    [Theory]
    [InlineData("ok")]
    [InlineData("1")]
    [InlineData("photos")]
    [InlineData("are you there")]
    public void After_STOP_no_dialog_answers_small_talk_and_how_to_come_back_is_told_once(string text)
    {
        var talk = Stopped();

        talk.Hears(text).ShouldBe(["en system.stopped"]);
        talk.Hears(text).ShouldBeEmpty();

        talk.Conversation.OptedOut.ShouldBeTrue();
        talk.State.ShouldBe("stop.start");
        talk.Outcome!.Received.ShouldHaveSingleItem("triage reads on");
    }

    [Theory]
    [InlineData("start")]
    [InlineData("menu")]
    [InlineData("language")]
    [InlineData("human")]
    public void A_word_that_wants_something_lifts_STOP(string word)
    {
        var talk = Stopped();

        talk.Hears(word).ShouldNotBeEmpty();

        talk.Conversation.OptedOut.ShouldBeFalse();
    }

    [Fact]
    public void The_same_small_talk_again_and_again_after_STOP_owes_no_answer_and_calls_nobody_and_danger_does_at_once()
    {
        var talk = Stopped();
        talk.Limits = new PaceLimits { AnswersAtOnce = 1 };
        for (var i = 0; i < 12; i++)
        {
            talk.Now += TimeSpan.FromSeconds(2);
            talk.Hears("ok");
            talk.Outcome!.Timers.ShouldNotContainKey(TimerKind.OwedAnswer);
        }

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
        talk.Hears("i want to kill myself").ShouldNotBeEmpty();
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
    }

    [Fact]
    public void Who_cannot_be_answered_is_owed_nothing_and_danger_is_shown_to_a_person()
    {
        var talk = Talk.At("menu.start");
        talk.Limits = new PaceLimits { AnswersAtOnce = 1 };
        talk.Conversation = talk.Conversation with { CanBeAnswered = false };
        for (var i = 0; i < 12; i++)
        {
            talk.Now += TimeSpan.FromSeconds(2);
            talk.Hears("hello").ShouldBeEmpty();
            talk.Outcome!.Timers.ShouldNotContainKey(TimerKind.OwedAnswer);
        }

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
        talk.Hears("i want to kill myself").ShouldBeEmpty();
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
    }

    [Fact]
    public void How_to_come_back_is_told_again_after_another_STOP()
    {
        var talk = Stopped();
        talk.Hears("ok");
        talk.Hears("start");
        talk.Hears("stop");

        talk.Hears("ok").ShouldBe(["en system.stopped"]);
    }

    [Theory]
    [InlineData("help", "en help.words")]
    [InlineData("hide", "en hide.ok")]
    [InlineData("stop", "en stop.stopped")]
    public void HELP_HIDE_and_STOP_are_answered_and_do_not_lift_it(string word, string answer)
    {
        var talk = Stopped();

        talk.Hears(word).ShouldBe([answer]);

        talk.Conversation.OptedOut.ShouldBeTrue();
    }

    [Fact]
    public void Danger_after_STOP_calls_a_person_and_the_child_is_told_so()
    {
        var talk = Stopped();

        talk.Hears(Threat).ShouldBe(["en safety.sexual_exploitation", "en system.holding"]);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        talk.Conversation.OptedOut.ShouldBeFalse();
    }

    [Fact]
    public void Worry_after_STOP_is_answered()
    {
        var talk = Stopped();
        talk.Hears(Worry).ShouldNotBeEmpty();
        talk.Outcome!.Received[0].Assessment.Level.ShouldBe(RiskLevel.Medium);
        talk.Conversation.OptedOut.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pictures_after_STOP_are_not_answered_nor_is_a_phone_that_should_look_neutral(bool discreet)
    {
        var talk = Stopped();
        talk.Hears("ok");
        if (discreet)
            talk.Hears("hide");

        talk.Hears("", attachments: 2).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(TimerKind.WaitingReminder)]
    [InlineData(TimerKind.Silence)]
    [InlineData(TimerKind.FollowUp)]
    public void No_timer_speaks_after_STOP(TimerKind timer)
    {
        var talk = timer == TimerKind.WaitingReminder ? Talk.Waiting() : Talk.At("menu.start");
        talk.Knows(FactNames.OptedOut, "true");

        talk.Fires(timer).ShouldBeEmpty();
    }

    [Fact]
    public void A_turn_that_died_says_nothing_after_STOP_unless_there_is_worry()
    {
        var calm = Stopped();
        calm.Fails("ok").ShouldBeEmpty();
        calm.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting, "a person looks at it all the same");

        Stopped().Fails(Threat).ShouldContain("en system.failure");
    }

    [Fact]
    public void What_a_carrier_refuses_after_its_own_STOP_is_remembered()
    {
        var talk = Talk.At("menu.start");

        talk.Fires(TimerKind.CarrierStop).ShouldBeEmpty();

        talk.Conversation.OptedOut.ShouldBeTrue();
        talk.Hears("ok").ShouldBeEmpty("it would not arrive");
        talk.Hears("start").ShouldNotBeEmpty();
        talk.Conversation.OptedOut.ShouldBeFalse();
    }

    [Fact]
    public void START_counts_more_than_a_refusal_before_it()
    {
        var talk = Talk.At("menu.start");

        talk.Hears([TimerKind.CarrierStop], "start").ShouldNotBeEmpty();

        talk.Conversation.OptedOut.ShouldBeFalse();
        talk.Outcome!.Timers[TimerKind.CarrierStop].ShouldBeNull();
    }

    [Fact]
    public void A_START_of_the_carriers_own_that_we_do_not_know_lifts_STOP()
    {
        var talk = Stopped();

        talk.Hears("yes", answeredByCarrier: true).ShouldBeEmpty("the carrier has answered");

        talk.Conversation.OptedOut.ShouldBeFalse();
    }

    [Fact]
    public void A_carrier_that_takes_YES_for_START_does_not_silence_the_dialog_that_has_asked()
    {
        var talk = Talk.At("pictures.start");

        talk.Hears("yes", answeredByCarrier: true).ShouldContain("en pictures.paid_yes");
    }

    private static Talk Stopped()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("stop").ShouldBe(["en stop.stopped"]);
        return talk;
    }
}
