using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Tests.Conversations;

public class TurnTests
{
    private const string Deadly = "i want to die";
    private const string Threat = "he threatens to share my pictures";

    [Theory]
    [InlineData(LifecycleState.Automated)]
    [InlineData(LifecycleState.Waiting)]
    [InlineData(LifecycleState.WithCounsellor)]
    [InlineData(LifecycleState.Closed)]
    public void Triage_sees_every_message_whoever_holds_the_conversation(LifecycleState state)
    {
        var talk = InState(state);

        talk.HearsTogether("hello", "i cut", Deadly);

        talk.Outcome!.Received.Select(received => received.Assessment.Level).ShouldBe([RiskLevel.None, RiskLevel.Medium, RiskLevel.Imminent]);
        talk.Conversation.Risk.ShouldBe(RiskLevel.Imminent);
        talk.Outcome.Received[2].Assessment.Evidence.ShouldHaveSingleItem().Rule.ShouldBe("en.suicide");
    }

    [Fact]
    public void The_level_never_falls_by_itself()
    {
        var talk = Talk.At("menu.start");

        talk.Hears("i cut");
        talk.Conversation.Risk.ShouldBe(RiskLevel.Medium);
        talk.Hears("they laugh");
        talk.Hears("hello");
        talk.Hears("menu");
        talk.Conversation.Risk.ShouldBe(RiskLevel.Medium);
    }

    [Fact]
    public void High_risk_says_the_safe_message_calls_a_counsellor_and_mutes_in_one_outcome()
    {
        var talk = Talk.At("pictures.start");

        talk.Hears(Threat).ShouldBe(["en safety.sexual_exploitation", "en system.holding"]);

        talk.Outcome!.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        talk.Outcome.Conversation.Risk.ShouldBe(RiskLevel.High);
        talk.Outcome.Conversation.Handoff.ShouldBe(new Handoff(1, HandoffState.Waiting, "triage", Danger.SexualExploitation, RiskLevel.High, talk.Now));
    }

    [Fact]
    public void High_risk_in_the_very_first_message_calls_a_counsellor_in_the_childs_language()
    {
        var talk = new Talk();

        talk.Hears("main marna chahti hun").ShouldBe(["ur-Latn safety.suicide", "ur-Latn system.holding"]);
        talk.Conversation.Handoff!.Level.ShouldBe(RiskLevel.Imminent);
    }

    [Fact]
    public void An_answer_that_is_also_dangerous_goes_to_a_counsellor() =>
        Talk.At("menu.start").Hears("1 i want to die").ShouldContain("en safety.suicide");

    [Theory]
    [InlineData("i cut")]
    [InlineData("they laugh")]
    public void Below_high_the_dialog_goes_on(string text)
    {
        var talk = Talk.At("menu.start");

        talk.Hears(text);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
        talk.Conversation.Handoff.ShouldBeNull();
    }

    [Fact]
    public void A_call_by_the_dialog_carries_the_level_that_triage_has_found_so_far()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("i cut");

        talk.Hears("human");

        talk.Conversation.Handoff!.Level.ShouldBe(RiskLevel.Medium);
    }

    [Theory]
    [MemberData(nameof(EverythingAChildWrites))]
    public void A_counsellor_who_holds_the_conversation_mutes_the_bot(string text) =>
        Talk.Held().Hears(text).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(EverythingAChildWrites))]
    public void No_dialog_text_is_said_while_a_child_waits(string text)
    {
        var talk = Talk.Waiting(Threat);

        talk.Hears(text).ShouldAllBe(said => said.StartsWith("en system.holding", StringComparison.Ordinal) || said.StartsWith("en safety.", StringComparison.Ordinal));
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        talk.State.ShouldBe("menu.start");
    }

    public static TheoryData<string> EverythingAChildWrites =>
        ["", "1", "yes", "hello", "menu", "start", "help", "human", "language", "hide", "madad", "مدد", "i cut", Threat, Deadly, "کچھ"];

    [Fact]
    public void A_waiting_child_is_told_once_how_to_leave_the_queue()
    {
        var talk = Talk.Waiting();

        talk.Hears("hello?").ShouldBe(["en system.waiting_ack"]);
        talk.Hears("anyone?").ShouldBeEmpty();
    }

    [Fact]
    public void A_child_who_waits_at_high_risk_is_answered_once_and_not_offered_to_leave()
    {
        var talk = Talk.Waiting(Threat);

        talk.Hears("are you there?").ShouldBe(["en system.holding_neutral"]);
        talk.Hears("hello?").ShouldBeEmpty();
    }

    [Fact]
    public void A_person_called_from_a_hidden_phone_is_announced_neutrally()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("hide");

        talk.Hears("human").ShouldBe(["en system.holding_neutral"]);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
    }

    [Fact]
    public void Menu_leaves_the_queue_below_high()
    {
        var talk = Talk.Waiting();
        var opened = talk.Conversation.Handoff!;
        talk.Now += TimeSpan.FromMinutes(1);

        talk.Hears("menu").ShouldBe(["en system.left", talk.Question("menu.start")]);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
        talk.Conversation.Handoff.ShouldBe(opened with { State = HandoffState.Left, EndedAt = talk.Now });
        talk.Hears("1")[0].ShouldBe("en pictures.not_your_fault");
    }

    [Theory]
    [InlineData(Threat)]
    [InlineData(Deadly)]
    public void Menu_does_not_leave_the_queue_from_high_on(string danger)
    {
        var talk = Talk.Waiting(danger);

        talk.Hears("menu").ShouldBe(["en system.holding"]);
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
    }

    [Fact]
    public void Danger_while_waiting_lifts_the_handoff_and_takes_the_way_out()
    {
        var talk = Talk.Waiting();

        talk.Hears(Deadly).ShouldBe(["en safety.suicide"]);

        talk.Conversation.Handoff!.Level.ShouldBe(RiskLevel.Imminent);
        talk.Conversation.Handoff.Danger.ShouldBe(Danger.Suicide);
        talk.Hears("menu").ShouldBe(["en system.holding"]);
    }

    [Fact]
    public void Danger_while_a_counsellor_is_there_lifts_the_handoff_silently()
    {
        var talk = Talk.Held();

        talk.Hears(Deadly).ShouldBeEmpty();
        talk.Conversation.Handoff!.Level.ShouldBe(RiskLevel.Imminent);
        talk.Conversation.Handoff.State.ShouldBe(HandoffState.Taken);
    }

    [Fact]
    public void Each_danger_gets_its_safe_message_once_while_waiting()
    {
        var talk = Talk.Waiting(Threat);

        talk.Hears(Threat).ShouldBeEmpty();
        talk.Hears(Deadly).ShouldBe(["en safety.suicide"]);
        talk.Hears(Deadly).ShouldBeEmpty();
        talk.HearsTogether("i do not eat", Threat, "i do not eat").ShouldBe(["en safety.neglect"]);
    }

    [Fact]
    public void A_new_call_says_the_safe_message_anew()
    {
        var talk = Talk.Waiting();
        talk.Hears("menu");

        talk.Hears(Deadly).ShouldBe(["en safety.suicide", "en system.holding"]);
        talk.Conversation.Handoff!.Number.ShouldBe(2);
    }

    [Fact]
    public void A_discreet_child_who_is_in_danger_gets_neutral_words_only()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("hide").ShouldBe(["en hide.ok"]);

        talk.Hears(Deadly).ShouldBe(["en system.holding_neutral"]);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        talk.Hears("hello?").ShouldBe(["en system.holding_neutral"]);
        talk.Hears("i do not eat").ShouldBeEmpty();
        talk.Hears("human").ShouldBe(["en system.holding_neutral"]);
    }

    [Fact]
    public void Hide_holds_at_once_while_waiting()
    {
        var talk = Talk.Waiting();

        talk.Hears("hide").ShouldBe(["en system.holding_neutral"]);
        talk.Conversation.Discreet.ShouldBeTrue();
    }

    [Fact]
    public void Whoever_picks_up_the_phone_of_a_hidden_child_sees_the_neutral_screen()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("hide");

        talk.Hears("who is this").ShouldBe(["en hide.ok"]);
        talk.Hears("hide").ShouldBe(["en hide.ok"]);
    }

    [Theory]
    [InlineData(LifecycleState.Waiting)]
    [InlineData(LifecycleState.WithCounsellor)]
    public void Stop_and_hide_are_remembered_while_the_bot_is_muted(LifecycleState state)
    {
        var talk = InState(state);

        talk.HearsTogether("stop", "hide");

        talk.Conversation.OptedOut.ShouldBeTrue();
        talk.Conversation.Discreet.ShouldBeTrue();
        talk.Hears("start");
    }

    [Theory]
    [InlineData(LifecycleState.Waiting)]
    [InlineData(LifecycleState.WithCounsellor)]
    public void Stop_is_confirmed_once_whoever_holds_the_conversation_and_nothing_else_follows(LifecycleState state)
    {
        var talk = InState(state);

        talk.Hears("stop").ShouldBe(["en stop.stopped"]);
        if (state == LifecycleState.Waiting)
            talk.Do(CounsellorTurn.Take(talk.Conversation, Talk.Ayesha, talk.Phrases, talk.Now)).ShouldBeEmpty();
        CounsellorTurn.Reply(talk.Conversation, Talk.Ayesha, "Hello", talk.Phrases, talk.Now).ShouldBeOfType<CounsellorResult.Refused>().Reason.ShouldContain("STOP");
        talk.Hears("please answer");
        talk.Do(CounsellorTurn.Reply(talk.Conversation, Talk.Ayesha, "Hello", talk.Phrases, talk.Now)).ShouldBe(["Hello"]);
    }

    [Fact]
    public void Attachments_are_told_while_waiting_and_with_danger_but_not_over_a_counsellor_or_on_a_hidden_phone()
    {
        Talk.Waiting().Hears("look", attachments: 1).ShouldContain("en system.media");
        Talk.At("menu.start").Hears(Threat, attachments: 1).ShouldContain("en system.media");
        Talk.Held().Hears("look", attachments: 1).ShouldBeEmpty();
        var hidden = Talk.At("menu.start");
        hidden.Hears("hide");
        hidden.Hears("look", attachments: 1).ShouldNotContain("en system.media");
    }

    [Fact]
    public void Triage_reads_the_messages_of_a_failed_turn()
    {
        var talk = Talk.At("menu.start");

        talk.Fails(Threat).ShouldBe(["en system.failure", "en safety.sexual_exploitation", "en system.holding"]);

        talk.Conversation.Handoff!.Level.ShouldBe(RiskLevel.High);
        talk.Conversation.Handoff.Danger.ShouldBe(Danger.SexualExploitation);
    }

    [Fact]
    public void A_failed_turn_on_a_hidden_phone_stays_neutral()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("hide");

        talk.Fails("hello").ShouldBe(["en system.holding_neutral"]);
    }

    [Fact]
    public void A_safe_message_that_the_carrier_kept_back_is_said_the_next_time()
    {
        var talk = Talk.At("menu.start");
        talk.Hears(Threat, answeredByCarrier: true).ShouldBeEmpty();

        talk.Hears(Threat).ShouldContain("en safety.sexual_exploitation");
    }

    [Theory]
    [InlineData("stop", "stop.start")]
    [InlineData("help", "menu.start")]
    [InlineData("start", "menu.start")]
    public void What_the_carrier_has_answered_moves_the_dialog_silently(string text, string state)
    {
        var talk = Talk.At("menu.start");

        talk.Hears(text, answeredByCarrier: true).ShouldBeEmpty();

        talk.State.ShouldBe(state);
        talk.Outcome!.Received.ShouldHaveSingleItem();
        talk.Conversation.NextSequence.ShouldBe(2);
        talk.Hears("help").ShouldNotBeEmpty("silence holds for the one message only");
    }

    [Fact]
    public void A_message_after_one_that_the_carrier_answered_is_answered_in_the_same_turn()
    {
        var talk = Talk.At("menu.start");

        talk.Hears(new PendingMessage(1, "stop", 0, AnsweredByCarrier: true), new PendingMessage(2, "start", 0, AnsweredByCarrier: false))
            .ShouldBe([talk.Question("menu.start")]);
    }

    [Theory]
    [InlineData(-1, RiskSteps.Plan)] // the check-in is what the child answers: yesterday's talk goes on
    [InlineData(-71, RiskSteps.Plan)]
    [InlineData(-73, RiskSteps.None)]
    public void What_was_said_on_the_ladder_is_remembered_as_long_as_the_talk(int beganHoursAgo, RiskSteps remembered)
    {
        var talk = Talk.At("menu.start");
        talk.Conversation = talk.Conversation with { LastHeardAt = talk.Now.AddHours(-80), BeganAt = talk.Now.AddHours(beganHoursAgo), Steps = RiskSteps.Plan };

        talk.Hears("1");

        talk.Conversation.Steps.ShouldBe(remembered);
    }

    [Fact]
    public void Attachments_are_told_and_the_question_still_stands()
    {
        var talk = Talk.At("menu.start");

        talk.Hears("", attachments: 2).ShouldBe(["en system.media", talk.Question("menu.start")]);
        talk.Hears("", attachments: 1).ShouldBe(["en system.media", talk.Question("menu.start")]);
        talk.Conversation.Misses.ShouldBe(0);
        talk.Hears("1", attachments: 1).ShouldBe(["en system.media", "en pictures.not_your_fault", "en pictures.do_not_pay", talk.Question("pictures.start")]);
    }

    [Fact]
    public void Attachments_in_the_first_message_are_told_before_the_welcome() =>
        new Talk().Hears("", attachments: 1).ShouldBe(["en system.media", "en welcome.hello", "en language.which\n1 English\n2 Urdu\n3 Roman Urdu"]);

    [Theory]
    [InlineData("pictures", "en welcome.hello|en pictures.not_your_fault|en pictures.do_not_pay|en pictures.paid", "pictures")]
    [InlineData("menu", "en welcome.hello|en language.which", "")] // the welcome says it all
    [InlineData("human", "en system.holding", "")]
    [InlineData("hide", "en hide.ok", "")]
    public void A_new_contact_that_begins_with_a_keyword_is_told_who_answers_before_its_answer(string word, string expected, string added)
    {
        var library = new TestLibrary()
            .Replace("flows/root.yaml", "lost: person.offer", "lost: person.offer\n  notice: welcome.told")
            .Replace("flows/welcome.yaml", "states:", "states:\n  told:\n    say: [hello]\n    end: true");
        if (added.Length > 0)
            library.Replace("flows/root.yaml", "words:", $"words:\n    {added}: {{go: {added}.start}}");

        var talk = new Talk(library);

        talk.Hears(word).Select(text => text.Split('\n')[0]).ShouldBe(expected.Split('|'));
        talk.Hears("hello again").ShouldNotContain("en welcome.hello");
    }

    [Theory]
    [InlineData(LifecycleState.Automated)]
    [InlineData(LifecycleState.Waiting)]
    public void A_failed_turn_is_never_silence_for_a_child_whom_nobody_has_called_for(LifecycleState state)
    {
        var talk = InState(state);

        var said = talk.Fails("hello", "are you there");

        talk.Outcome!.Received.Count.ShouldBe(2);
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        if (state == LifecycleState.Automated)
        {
            said.ShouldBe(["en system.failure", "en system.holding"]);
            talk.Conversation.Handoff!.Reason.ShouldBe("failure");
            talk.Conversation.Handoff.Level.ShouldBe(RiskLevel.Medium);
        }
    }

    [Fact]
    public void A_failed_first_turn_finds_a_language() => new Talk().Fails("mujhe madad chahiye")[0].ShouldBe("ur-Latn system.failure");

    [Fact]
    public void A_failed_turn_of_an_unreadable_text_is_still_told() => new Talk().Fails("\uD83D").ShouldBe(["en system.failure", "en system.holding"]);

    [Fact]
    public void A_failed_turn_keeps_the_level_that_was_found_before()
    {
        var talk = Talk.At("menu.start");
        talk.Conversation = talk.Conversation with { Risk = RiskLevel.High };

        talk.Fails("hello");

        talk.Conversation.Risk.ShouldBe(RiskLevel.High);
        talk.Conversation.Handoff!.Level.ShouldBe(RiskLevel.High);
    }

    [Fact]
    public void After_twelve_hours_the_dialog_begins_again()
    {
        var talk = Talk.At("pictures.start");
        talk.Now += Turn.Idle + TimeSpan.FromSeconds(1);

        talk.HearsTogether("1", "1").ShouldBe(
            ["en menu.welcome_back", talk.Question("menu.start"), "en pictures.not_your_fault", "en pictures.do_not_pay", talk.Question("pictures.start")]);
    }

    [Fact]
    public void Within_twelve_hours_the_question_is_still_open()
    {
        var talk = Talk.At("pictures.start");
        talk.Now += Turn.Idle;

        talk.Hears("2")[0].ShouldBe("en pictures.keep");
    }

    [Fact]
    public void A_global_word_after_twelve_hours_does_what_it_says()
    {
        var talk = Talk.At("pictures.start");
        talk.Now += TimeSpan.FromDays(2);

        talk.Hears("stop").ShouldBe(["en stop.stopped"]);
    }

    [Fact]
    public void Misses_are_forgotten_over_night()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("purple");
        talk.Hears("green");
        talk.Now += TimeSpan.FromDays(1);
        talk.Hears("hello");

        talk.Hears("purple")[0].ShouldBe("en system.not_understood");
    }

    [Fact]
    public void Messages_of_one_turn_are_answered_in_order_and_numbered_with_the_answers()
    {
        var talk = Talk.At("menu.start");

        talk.HearsTogether("1", "yes");

        talk.Outcome!.Received.Select(received => received.Sequence).ShouldBe([1, 5]);
        talk.Outcome.Said.Select(said => said.Sequence).ShouldBe([2, 3, 4, 6, 7, 8]);
        talk.Conversation.NextSequence.ShouldBe(9);
    }

    [Fact]
    public void A_turn_is_pure()
    {
        var talk = Talk.At("menu.start");
        var messages = new[] { new PendingMessage(1, "1", 0, false), new PendingMessage(2, Deadly, 0, false) };

        TurnOutcome Run() => Turn.Run(talk.Conversation, messages, [], TestLibrary.Engine, TestLibrary.Triage, talk.Now);

        Run().Said.ShouldBe(Run().Said);
        Run().Conversation.Handoff.ShouldBe(Run().Conversation.Handoff);
    }

    [Fact]
    public void A_turn_remembers_the_revision_and_when_the_child_wrote()
    {
        var talk = new Talk();

        talk.Hears("hello");

        talk.Conversation.Revision.ShouldBe(TestLibrary.Engine.Library.Revision);
        talk.Conversation.LastHeardAt.ShouldBe(talk.Now);
    }

    [Fact]
    public void The_longest_message_gets_an_answer() =>
        Talk.At("menu.start").Hears(new string('x', 16_000)).ShouldNotBeEmpty();

    private static Talk InState(LifecycleState state)
    {
        if (state == LifecycleState.Automated)
            return Talk.At("menu.start");
        if (state == LifecycleState.Waiting)
            return Talk.Waiting();
        var talk = Talk.Held();
        if (state == LifecycleState.Closed)
            talk.Do(CounsellorTurn.Close(talk.Conversation, Talk.Ayesha, HandoffOutcome.AdviceGiven, RiskLevel.Low, null, talk.Phrases, talk.Now));
        talk.Conversation.Lifecycle.ShouldBe(state);
        return talk;
    }
}
