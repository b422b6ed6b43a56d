using CsCheck;
using Helpline.Conversations;
using Helpline.Conversations.Pacing;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Tests.Conversations.Pacing;

/// <summary>Robots are told from children, and children are never taken for robots.</summary>
public class LoopTests
{
    private const string OutOfOffice = "Automatic reply: I am out of office until Monday.";

    [Theory]
    [InlineData(LoopKind.AutomaticReply, OutOfOffice)]
    [InlineData(LoopKind.AutomaticReply, "Message {0} could not be delivered to the handset")]
    [InlineData(LoopKind.AutomaticReply, "یہ ایک خودکار جواب ہے")]
    [InlineData(LoopKind.Pattern, "Your complaint number {0} was registered at 10:0{0}")]
    [InlineData(LoopKind.Pattern, "Dear customer your balance is Rs {0}")]
    public void A_robot_gets_no_more_than_three_answers(LoopKind kind, string says)
    {
        var exchange = new Exchange();
        for (var i = 0; i < 20; i++)
            exchange.Hears(3, string.Format(System.Globalization.CultureInfo.InvariantCulture, says, i));

        exchange.Answers.ShouldBeLessThanOrEqualTo(4);
        exchange.IsSilent.ShouldBeTrue();
        exchange.Pace.Silence!.Kind.ShouldBe(kind);
        exchange.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
        exchange.Talk.Outcome!.Received.ShouldHaveSingleItem("it is still triaged and shown");
    }

    [Fact]
    public void Our_own_words_that_come_back_are_a_robots()
    {
        var exchange = new Exchange(library: new TestLibrary().Replace("phrases/en/pictures.yaml", "\"en pictures.paid\"", "\"Did somebody ask for money, or for more of that kind?\""));
        var said = exchange.Hears(3, "pictures");
        for (var i = 0; i < 10 && said.Length > 0; i++)
            said = exchange.Hears(3, $"Re {string.Join(" / ", said)}");

        exchange.Answers.ShouldBeLessThanOrEqualTo(5);
        exchange.Pace.Silence!.Kind.ShouldBe(LoopKind.Echo);
    }

    [Fact]
    public void Two_numbers_of_ours_stop_talking_to_each_other()
    {
        Exchange[] both = [new(), new()];
        string[] said = ["hello"];
        var messages = 0;
        for (var turn = 0; turn < 100 && said.Length > 0; turn++, messages += said.Length)
            said = both[turn % 2].Hears(2, said);

        said.ShouldBeEmpty();
        messages.ShouldBeLessThan(30);
    }

    [Fact]
    public void A_child_who_texts_help_ten_times_gets_a_person_and_is_not_taken_for_a_robot()
    {
        var exchange = new Exchange();
        for (var i = 0; i < 10; i++)
        {
            exchange.Hears(5, "help");
            exchange.Pace.Silence.ShouldBeNull();
        }

        exchange.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        exchange.Conversation.Handoff!.Reason.ShouldBe("repeats");
        exchange.Hears(5, "are you there").ShouldNotBeEmpty("other words are answered again");
    }

    [Fact]
    public void Who_presses_the_same_number_all_along_a_quiz_gets_the_quiz()
    {
        var exchange = new Exchange();
        exchange.Hears(5, "pictures");
        exchange.Hears(5, "no");
        for (var i = 0; i < 12; i++)
            exchange.Hears(5, "1").ShouldNotBeEmpty();

        exchange.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
    }

    [Fact]
    public void Who_wants_to_be_left_in_peace_gets_no_call()
    {
        var exchange = new Exchange();
        for (var i = 0; i < 12; i++)
            exchange.Hears(5, "stop");

        exchange.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
        exchange.Conversation.OptedOut.ShouldBeTrue();
        exchange.Answers.ShouldBeLessThan(8, "two machines would confirm STOP to each other for ever");
    }

    [Fact]
    public void What_goes_on_after_a_person_has_seen_it_is_a_robots()
    {
        var exchange = new Exchange();
        for (var i = 0; i < 10; i++)
            exchange.Hears(5, "You have reached the office of Mister Khan");
        exchange.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
        var talk = exchange.Talk;
        talk.Do(CounsellorTurn.Take(talk.Conversation, Talk.Ayesha, talk.Phrases, talk.Now));
        talk.Do(CounsellorTurn.Close(talk.Conversation, Talk.Ayesha, HandoffOutcome.NotForThisService, RiskLevel.None, null, talk.Phrases, talk.Now));
        talk.Conversation = Talk.New() with { Pace = talk.Conversation.Pace.ForNext(), IsReturning = true };

        for (var i = 0; i < 10; i++)
            exchange.Hears(5, "You have reached the office of Mister Khan");

        exchange.Conversation.Lifecycle.ShouldBe(LifecycleState.Automated);
        exchange.Pace.Silence!.Kind.ShouldBe(LoopKind.Repeats);
    }

    [Theory]
    [InlineData("he threatens to share my pictures", LifecycleState.Waiting)]
    [InlineData("i cut", LifecycleState.Automated)]
    [InlineData("they laugh", LifecycleState.Automated)]
    [InlineData("please who is there", LifecycleState.Automated)]
    [InlineData("human", LifecycleState.Waiting)]
    [InlineData("Automatic reply: they laugh", LifecycleState.Automated)]
    public void A_person_or_danger_ends_the_silence_at_once(string text, LifecycleState lifecycle)
    {
        var exchange = Silenced();

        exchange.Hears(3, text).ShouldNotBeEmpty();

        (exchange.Conversation.Lifecycle, exchange.Pace.Silence).ShouldBe((lifecycle, null));
    }

    [Fact]
    public void Danger_in_a_robots_own_words_goes_to_a_person()
    {
        var exchange = new Exchange();
        for (var i = 0; i < 10; i++)
        {
            exchange.Hears(3, "Automatic reply: i cut");
            exchange.Pace.Silence.ShouldBeNull();
        }

        exchange.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
    }

    [Fact]
    public void Danger_in_a_robots_own_words_calls_a_person_as_danger_does()
    {
        var exchange = new Exchange();
        exchange.Hears(3, "hello");
        exchange.Hears(3, "Automatic reply: gone");
        exchange.Hears(3, "Automatic reply: away");

        exchange.Hears(3, "Automatic reply: he threatens to share my pictures").ShouldContain("en safety.sexual_exploitation");

        (exchange.Conversation.Handoff!.Reason, exchange.Conversation.Handoff.Level).ShouldBe(("triage", RiskLevel.High));
    }

    [Fact]
    public void What_a_person_writes_in_between_speaks_against_a_robot()
    {
        var exchange = new Exchange();
        for (var i = 0; i < 10; i++)
        {
            exchange.Hears(3, OutOfOffice).ShouldNotBeEmpty();
            exchange.Hears(3, $"sorry that was my phone {(i % 2 == 0 ? "again" : "this time too")}");
            exchange.Pace.Silence.ShouldBeNull();
        }
    }

    [Fact]
    public void What_was_owed_to_a_robot_is_not_paid()
    {
        var exchange = new Exchange(new PaceLimits { AnswersAtOnce = 5 });
        for (var i = 0; i < 5; i++)
            exchange.Hears(0.1, i % 2 == 0 ? "menu" : "start");
        for (var i = 0; i < 3; i++)
            exchange.Hears(1, OutOfOffice).ShouldBeEmpty();
        exchange.IsSilent.ShouldBeTrue();
        exchange.Due.ShouldNotBeNull();

        exchange.Passes(TimeSpan.FromMinutes(5)).ShouldBeEmpty();
    }

    [Fact]
    public void A_silence_ends_by_itself_and_is_longer_for_a_robot_that_goes_on()
    {
        var exchange = Silenced();
        var since = exchange.Pace.Silence!.Since;
        exchange.Hears(3599, OutOfOffice).ShouldBeEmpty();

        exchange.Hears(3600, OutOfOffice).ShouldNotBeEmpty();
        exchange.Hears(3, OutOfOffice).ShouldBeEmpty();

        exchange.Pace.Silence!.Since.ShouldBe(since, "it is the same robot, and the same notice");
        (exchange.Pace.Silence.Until - exchange.Talk.Now).ShouldBe(TimeSpan.FromHours(2));
    }

    [Fact]
    public void An_operator_ends_a_silence()
    {
        var exchange = Silenced();

        exchange.Talk.Conversation = SilenceLift.Decide(exchange.Conversation)!.Conversation;

        exchange.Hears(3, OutOfOffice).ShouldNotBeEmpty();
        SilenceLift.Decide(exchange.Conversation).ShouldBeNull();
    }

    [Fact]
    public void No_child_is_ever_taken_for_a_robot()
    {
        string[] words = ["help", "help me", "please help me he is coming", "hello", "hello??", "1", "2", "yes", "menu", "kya koi hai", "meri madad karo please jaldi", "مدد", "i am 12", "i am 13", "hide", "", "are you there are you there are you there"];
        Gen.Select(Any.Of(words), Any.Of(0.5, 2, 6, 19, 45, 400), Gen.Int[1, 4]).List[1, 30].Holds(messages =>
        {
            var exchange = new Exchange();
            foreach (var (text, after, times) in messages)
            {
                for (var i = 0; i < times; i++)
                    exchange.Hears(after, text);
                exchange.Pace.Silence.ShouldBeNull();
            }
        });
    }

    [Fact]
    public void Danger_calls_a_person_whatever_came_before() =>
        Gen.Select(Any.Of(OutOfOffice, "help", "1", "Dear customer your balance is Rs 1", "Dear customer your balance is Rs 2", "hello there"), Any.Of(0.1, 2, 300, 4000)).List[0, 40].Holds(messages =>
        {
            var exchange = new Exchange(new PaceLimits { Rush = TimeSpan.FromSeconds(30) });
            foreach (var (text, after) in messages)
                exchange.Hears(after, text);
            var isMuted = exchange.Conversation.Lifecycle != LifecycleState.Automated;

            var said = exchange.Hears(0.1, "he threatens to share my pictures");

            exchange.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
            exchange.Conversation.Handoff!.Level.ShouldBe(RiskLevel.High);
            said.ShouldContain("en safety.sexual_exploitation");
            exchange.Due.ShouldBeNull("nothing is owed to who waits for a person");
            (isMuted || said.Contains("en system.holding")).ShouldBeTrue();
        });

    private static Exchange Silenced()
    {
        var exchange = new Exchange();
        for (var i = 0; i < 3; i++)
            exchange.Hears(3, OutOfOffice);
        exchange.IsSilent.ShouldBeTrue();
        return exchange;
    }
}
