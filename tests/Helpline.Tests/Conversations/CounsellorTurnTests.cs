using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Tests.Conversations;

public class CounsellorTurnTests
{
    [Fact]
    public void Taking_a_waiting_conversation_tells_the_child_who_is_there_now()
    {
        var talk = Talk.Waiting();
        var opened = talk.Conversation.Handoff!;
        talk.Now += TimeSpan.FromMinutes(2);

        talk.Do(Take(talk, Talk.Ayesha)).ShouldBe(["en system.joined"]);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.WithCounsellor);
        talk.Conversation.Handoff.ShouldBe(opened with { State = HandoffState.Taken, Counsellor = Talk.Ayesha, TakenAt = talk.Now });
    }

    [Fact]
    public void Taking_what_another_holds_is_refused_with_that_reason() =>
        Reason(Take(Talk.Held(), Talk.Bilal)).ShouldBe("Another counsellor has just taken this conversation.");

    [Fact]
    public void Taking_what_does_not_wait_is_refused()
    {
        Reason(Take(Talk.At("menu.start"), Talk.Ayesha)).ShouldBe("This conversation is no longer waiting.");
        Reason(Take(Closed(), Talk.Ayesha)).ShouldBe("This conversation is no longer waiting.");
        var left = Talk.Waiting();
        left.Hears("menu");
        Reason(Take(left, Talk.Ayesha)).ShouldBe("This conversation is no longer waiting.");
    }

    [Fact]
    public void A_reply_is_said_trimmed_and_in_the_counsellors_name()
    {
        var talk = Talk.Held();

        talk.Do(Reply(talk, Talk.Ayesha, "  I am Ayesha. \n")).ShouldBe(["I am Ayesha."]);

        talk.Outcome!.Said.ShouldHaveSingleItem().Counsellor.ShouldBe(Talk.Ayesha);
        talk.Outcome.Said[0].Sequence.ShouldBe(talk.Conversation.NextSequence - 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    public void An_empty_reply_is_refused(string text) => Reason(Reply(Talk.Held(), Talk.Ayesha, text)).ShouldBe("The reply is empty.");

    [Fact]
    public void A_reply_that_is_too_long_is_refused_with_its_length()
    {
        Reason(Reply(Talk.Held(), Talk.Ayesha, new string('a', 1531))).ShouldContain("1531");
        Reply(Talk.Held(), Talk.Ayesha, new string('a', 1530)).ShouldBeOfType<CounsellorResult.Done>();
    }

    [Fact]
    public void Requeueing_keeps_the_childs_place_by_its_first_waiting_time()
    {
        var talk = Talk.Held();
        var opened = talk.Conversation.Handoff!.OpenedAt;
        talk.Now += TimeSpan.FromMinutes(10);

        talk.Do(CounsellorTurn.Requeue(talk.Conversation, Talk.Ayesha, talk.Phrases, talk.Now)).ShouldBe(["en system.requeued"]);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        var handoff = talk.Conversation.Handoff!;
        (handoff.State, handoff.OpenedAt, handoff.Counsellor, handoff.TakenAt).ShouldBe((HandoffState.Waiting, opened, null, null));
        talk.Do(Take(talk, Talk.Bilal));
        Reason(Reply(talk, Talk.Ayesha, "still me")).ShouldContain("do not hold");
    }

    [Fact]
    public void Closing_ends_the_conversation_and_keeps_the_outcome()
    {
        var talk = Talk.Held();

        talk.Do(CounsellorTurn.Close(talk.Conversation, Talk.Ayesha, HandoffOutcome.SafetyPlanMade, RiskLevel.Low, "  agreed on a plan ", talk.Phrases, talk.Now)).ShouldBe(["en system.closed"]);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Closed);
        var handoff = talk.Conversation.Handoff!;
        (handoff.State, handoff.Outcome, handoff.ClosingLevel, handoff.Note, handoff.EndedAt).ShouldBe((HandoffState.Closed, HandoffOutcome.SafetyPlanMade, RiskLevel.Low, "agreed on a plan", talk.Now));
    }

    [Fact]
    public void The_closing_level_is_a_judgement_after_the_fact_and_moves_no_running_level()
    {
        var talk = Talk.Held("i want to die");

        talk.Do(CounsellorTurn.Close(talk.Conversation, Talk.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.None, null, talk.Phrases, talk.Now));

        (talk.Conversation.Risk, talk.Conversation.Handoff!.Level, talk.Conversation.Handoff.ClosingLevel, talk.Outcome!.LevelChange).ShouldBe((RiskLevel.Imminent, RiskLevel.Imminent, RiskLevel.None, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void An_empty_note_is_no_note(string? note)
    {
        var talk = Talk.Held();

        talk.Do(CounsellorTurn.Close(talk.Conversation, Talk.Ayesha, HandoffOutcome.Referred, RiskLevel.Low, note, talk.Phrases, talk.Now));

        talk.Conversation.Handoff!.Note.ShouldBeNull();
    }

    [Theory]
    [InlineData(RiskLevel.None)]
    [InlineData(RiskLevel.Medium)]
    [InlineData(RiskLevel.Imminent)]
    public void A_counsellor_sets_the_level_down_or_up_and_the_reason_is_kept(RiskLevel level)
    {
        var talk = Talk.Held("he threatens to share my pictures");
        var before = talk.Conversation;
        talk.Now += TimeSpan.FromMinutes(3);

        talk.Do(SetLevel(talk, Talk.Ayesha, RiskLevel.High, level, "  her brother's joke \n")).ShouldBeEmpty("the child is told nothing");

        talk.Conversation.ShouldBe(before with { Risk = level, Handoff = before.Handoff! with { Level = level } });
        talk.Outcome!.LevelChange.ShouldBe(new LevelChange(Talk.Ayesha, talk.Now, RiskLevel.High, level, "her brother's joke"));
        talk.Outcome.Received.ShouldBeEmpty();
        talk.Outcome.Timers.ShouldBeEmpty();
    }

    [Fact]
    public void After_a_counsellor_lowered_the_level_triage_raises_it_again_and_never_lowers_it()
    {
        var talk = Talk.Held("i want to die");
        talk.Do(SetLevel(talk, Talk.Ayesha, RiskLevel.Imminent, RiskLevel.Low, "a line of a song"));

        talk.Hears("it is from a song");
        (talk.Conversation.Risk, talk.Conversation.Handoff!.Level).ShouldBe((RiskLevel.Low, RiskLevel.Low));
        talk.Hears("i cut");
        (talk.Conversation.Risk, talk.Conversation.Handoff!.Level).ShouldBe((RiskLevel.Medium, RiskLevel.Medium));
        talk.Hears("they laugh");
        (talk.Conversation.Risk, talk.Conversation.Handoff!.Level).ShouldBe((RiskLevel.Medium, RiskLevel.Medium));
    }

    [Fact]
    public void What_the_child_has_said_on_the_ladder_stays_said_when_the_level_is_lowered()
    {
        var talk = Talk.Held();
        talk.Conversation = talk.Conversation with { Steps = RiskSteps.Means };

        talk.Do(SetLevel(talk, Talk.Ayesha, talk.Conversation.Risk, RiskLevel.None, "they are for her asthma"));

        talk.Conversation.Steps.ShouldBe(RiskSteps.Means);
    }

    [Fact]
    public void A_child_whose_level_was_lowered_may_leave_the_queue()
    {
        var talk = Talk.Held("i want to die");
        talk.Do(SetLevel(talk, Talk.Ayesha, RiskLevel.Imminent, RiskLevel.Low, "a line of a song"));
        talk.Do(CounsellorTurn.Requeue(talk.Conversation, Talk.Ayesha, talk.Phrases, talk.Now));

        talk.Hears("menu");

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public void A_level_without_a_reason_is_refused(string reason) =>
        Reason(SetLevel(Talk.Held("i want to die"), Talk.Ayesha, RiskLevel.Imminent, RiskLevel.Low, reason)).ShouldContain("why");

    [Fact]
    public void A_reason_that_is_too_long_is_refused_with_its_length()
    {
        var talk = Talk.Held("i want to die");

        Reason(SetLevel(talk, Talk.Ayesha, RiskLevel.Imminent, RiskLevel.Low, new string('a', 501))).ShouldBe("The reason has 501 characters; 500 is the most.");
        SetLevel(talk, Talk.Ayesha, RiskLevel.Imminent, RiskLevel.Low, new string('a', 500) + " ").ShouldBeOfType<CounsellorResult.Done>();
    }

    [Fact]
    public void The_level_that_it_has_is_refused() =>
        Reason(SetLevel(Talk.Held("i want to die"), Talk.Ayesha, RiskLevel.Imminent, RiskLevel.Imminent, "still")).ShouldBe("The conversation has this level already.");

    [Fact]
    public void A_rise_that_the_counsellor_has_not_seen_is_not_undone()
    {
        var talk = Talk.Held("he threatens to share my pictures");
        talk.Hears("i want to die");

        Reason(SetLevel(talk, Talk.Ayesha, RiskLevel.High, RiskLevel.Low, "only a joke")).ShouldStartWith("The level has changed in the meantime.");
    }

    [Fact]
    public void A_level_that_does_not_exist_is_a_bug() =>
        Should.Throw<ArgumentOutOfRangeException>(() => SetLevel(Talk.Held("i want to die"), Talk.Ayesha, RiskLevel.Imminent, (RiskLevel)5, "why"));

    [Theory]
    [InlineData("reply")]
    [InlineData("requeue")]
    [InlineData("level")]
    [InlineData("close")]
    public void Only_the_holder_may_act(string action)
    {
        foreach (var (talk, who) in new[] { (Talk.Held(), Talk.Bilal), (Talk.Waiting(), Talk.Ayesha), (Talk.At("menu.start"), Talk.Ayesha), (Closed(), Talk.Ayesha) })
        {
            var result = action switch
            {
                "reply" => Reply(talk, who, "hello"),
                "level" => SetLevel(talk, who, talk.Conversation.Risk, RiskLevel.Medium, "because"),
                "requeue" => CounsellorTurn.Requeue(talk.Conversation, who, talk.Phrases, talk.Now),
                _ => CounsellorTurn.Close(talk.Conversation, who, HandoffOutcome.AdviceGiven, RiskLevel.Low, null, talk.Phrases, talk.Now),
            };

            Reason(result).ShouldBe("You do not hold this conversation any more.");
        }
    }

    [Fact]
    public void A_discreet_child_is_told_nothing_that_names_the_service()
    {
        var talk = Talk.Waiting();
        talk.Hears("hide");

        talk.Do(Take(talk, Talk.Ayesha)).ShouldBe(["en system.holding_neutral"]);
        talk.Do(CounsellorTurn.Requeue(talk.Conversation, Talk.Ayesha, talk.Phrases, talk.Now)).ShouldBe(["en system.holding_neutral"]);
        talk.Do(Take(talk, Talk.Bilal));
        talk.Do(CounsellorTurn.Close(talk.Conversation, Talk.Bilal, HandoffOutcome.AdviceGiven, RiskLevel.Low, null, talk.Phrases, talk.Now)).ShouldBeEmpty();
    }

    [Fact]
    public void The_queue_is_ordered_by_risk_and_then_by_waiting_time()
    {
        var noon = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        (string Name, RiskLevel Level, int Minute)[] waiting = [("a", RiskLevel.Low, 0), ("b", RiskLevel.Imminent, 9), ("c", RiskLevel.High, 1), ("d", RiskLevel.Imminent, 5)];

        HandoffPolicy.InOrder(waiting, child => child.Level, child => noon.AddMinutes(child.Minute)).Select(child => child.Name).ShouldBe(["d", "b", "c", "a"]);
    }

    private static CounsellorResult Take(Talk talk, CounsellorId who) => CounsellorTurn.Take(talk.Conversation, who, talk.Phrases, talk.Now);

    private static CounsellorResult Reply(Talk talk, CounsellorId who, string text) => CounsellorTurn.Reply(talk.Conversation, who, text, talk.Phrases, talk.Now);

    private static CounsellorResult SetLevel(Talk talk, CounsellorId who, RiskLevel seen, RiskLevel level, string reason) =>
        CounsellorTurn.SetLevel(talk.Conversation, who, seen, level, reason, talk.Now);

    private static string Reason(CounsellorResult result) => result.ShouldBeOfType<CounsellorResult.Refused>().Reason;

    private static Talk Closed()
    {
        var talk = Talk.Held();
        talk.Do(CounsellorTurn.Close(talk.Conversation, Talk.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.Low, null, talk.Phrases, talk.Now));
        return talk;
    }
}
