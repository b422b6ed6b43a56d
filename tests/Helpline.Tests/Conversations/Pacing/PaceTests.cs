using CsCheck;
using Helpline.Conversations;
using Helpline.Conversations.Pacing;
using Helpline.Risk;

namespace Helpline.Tests.Conversations.Pacing;

/// <summary>Floods slow the bot down; nothing is lost.</summary>
public class PaceTests
{
    private static readonly string[] Nonsense = ["lol", "boo", "prank", "joke", "lalala"];

    private static readonly PaceLimits Few = new() { AnswersAtOnce = 5 };

    [Fact]
    public void Five_hundred_messages_get_few_answers_and_the_danger_among_them_a_person()
    {
        var exchange = new Exchange(new PaceLimits());
        for (var i = 0; i < 250; i++)
            exchange.Hears(0.05, $"haha {i} {Nonsense[i % Nonsense.Length]}");
        exchange.Answers.ShouldBeLessThanOrEqualTo(32);

        exchange.Hears(0.05, "i want to die").ShouldContain("en safety.suicide");

        exchange.Conversation.Handoff!.Level.ShouldBe(RiskLevel.Imminent);
        exchange.Talk.Outcome!.Timers[TimerKind.OwedAnswer].ShouldBeNull();
        for (var i = 0; i < 249; i++)
            exchange.Hears(0.05, $"haha {i} {Nonsense[i % Nonsense.Length]}");
        exchange.Answers.ShouldBeLessThanOrEqualTo(35);
    }

    [Fact]
    public void Several_messages_are_answered_by_one_answer_to_what_is_an_answer()
    {
        var exchange = Hurried();
        exchange.Hears(0.1, "pictures").ShouldBeEmpty();
        exchange.Hears(0.1, "hello?").ShouldBeEmpty();
        exchange.Hears(0.1, "").ShouldBeEmpty();

        exchange.Passes(TimeSpan.FromMinutes(1)).ShouldContain("en pictures.not_your_fault");

        exchange.Pace.Owed.ShouldBeNull();
        exchange.Passes(TimeSpan.FromMinutes(10)).ShouldBeEmpty();
    }

    [Fact]
    public void Waits_grow_and_shrink_again_once_there_is_peace()
    {
        var exchange = Hurried();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            exchange.Hears(0.1, "hello?");
            var due = exchange.Due.ShouldNotBeNull();
            waits.Add(due - exchange.Talk.Now);
            exchange.Passes(due - exchange.Talk.Now);
            exchange.Talk.Conversation = exchange.Conversation with { Pace = exchange.Pace with { Used = 5 } };
        }

        waits.Select(wait => (int)Math.Round(wait.TotalSeconds)).ShouldBe([10, 20, 40, 80]);
        exchange.Hears(600, "hello").ShouldNotBeEmpty();
        exchange.Pace.Delays.ShouldBe(0);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("hide")]
    [InlineData("human")]
    [InlineData("i cut")]
    [InlineData("i want to die")]
    public void What_must_work_at_once_does(string text)
    {
        var exchange = Hurried();
        exchange.Hears(0.1, "hello?").ShouldBeEmpty();

        exchange.Hears(0.1, text).ShouldNotBeEmpty();

        exchange.Talk.Outcome!.Timers[TimerKind.OwedAnswer].ShouldBeNull();
        exchange.Talk.Fires(TimerKind.OwedAnswer).ShouldBeEmpty();
    }

    [Fact]
    public void In_a_rush_the_first_answer_comes_at_once_and_the_next_ones_wait_unless_there_is_risk()
    {
        var rush = new PaceLimits { Rush = TimeSpan.FromSeconds(30) };
        var exchange = new Exchange(rush);
        exchange.Hears(1, "hello").ShouldNotBeEmpty();
        exchange.Hears(2, "pictures").ShouldBeEmpty();
        exchange.Due.ShouldBe(exchange.Talk.Now + TimeSpan.FromSeconds(28));
        exchange.Passes(TimeSpan.FromSeconds(28)).ShouldNotBeEmpty();

        var atRisk = new Exchange(rush);
        atRisk.Hears(1, "i cut");
        atRisk.Hears(2, "no").ShouldNotBeEmpty();
    }

    [Fact]
    public void A_person_who_reads_is_never_slowed()
    {
        var exchange = new Exchange();
        for (var i = 0; i < 60; i++)
            exchange.Hears(8, i % 2 == 0 ? "menu" : "pictures").ShouldNotBeEmpty();
    }

    [Fact]
    public void A_turn_that_died_owes_nothing_but_a_person()
    {
        var exchange = Hurried();
        exchange.Hears(0.1, "hello?");

        exchange.Talk.Fails("x");

        exchange.Pace.Owed.ShouldBeNull();
        exchange.Talk.Fires(TimerKind.OwedAnswer).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_lost_and_no_address_gets_more_than_its_share() =>
        Gen.Select(Any.Of("hello", "pictures", "1", "menu", "yes", "what", "kya", "they laugh", ""), Any.Of(0.01, 0.3, 1, 4, 30)).List[1, 80].Holds(messages =>
        {
            var exchange = new Exchange(Few);
            var begun = exchange.Talk.Now;
            foreach (var (text, after) in messages)
            {
                var said = exchange.Hears(after, text);
                if (exchange.Conversation.Lifecycle != LifecycleState.Automated)
                    return; // a person has it
                (said.Length > 0 || (exchange.Pace.Owed is not null && exchange.Due > exchange.Talk.Now)).ShouldBeTrue("neither answered nor owed");
                var most = Few.AnswersAtOnce + ((exchange.Talk.Now - begun) / Few.PerAnswer) + 1;
                ((double)exchange.Answers).ShouldBeLessThanOrEqualTo(most);
            }

            exchange.Passes(Few.LongestWait);
            exchange.Pace.Owed.ShouldBeNull();
        });

    /// <summary>Somebody who has used up what is answered at once.</summary>
    private static Exchange Hurried()
    {
        var exchange = new Exchange(Few);
        for (var i = 0; i < Few.AnswersAtOnce; i++)
            exchange.Hears(0.1, i % 2 == 0 ? "menu" : "start").ShouldNotBeEmpty();
        return exchange;
    }
}
