using Helpline.Conversations;
using Helpline.Dialogs;

namespace Helpline.Tests.Dialogs;

/// <summary>Dialogs as a child meets them: through turns, over the test library.</summary>
public class DialogMachineTests
{
    public static TheoryData<string> States => [.. TestLibrary.Engine.Library.States.Keys];

    public static TheoryData<string, string> GlobalWordsInStates
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var state in TestLibrary.Engine.Library.States.Keys)
                foreach (var word in TestLibrary.Engine.Library.Root.Words.Keys)
                    data.Add(state, word);
            return data;
        }
    }

    [Fact]
    public void A_new_contact_is_welcomed_and_chooses_a_language()
    {
        var talk = new Talk();

        talk.Hears("hello").ShouldBe(["en welcome.hello", "en language.which\n1 English\n2 Urdu\n3 Roman Urdu"]);
        talk.Hears("2").ShouldBe(["ur menu.welcome_back", talk.Question("menu.start", Languages.Urdu)]);
        talk.Conversation.Language.ShouldBe(Languages.Urdu);
        talk.State.ShouldBe("menu.start");
    }

    [Theory]
    [InlineData("salam mujhe madad chahiye", Languages.RomanUrdu)]
    [InlineData("مجھے مدد چاہیے", Languages.Urdu)]
    [InlineData("i need advice", Languages.English)]
    [InlineData("", Languages.English)]
    public void The_first_message_decides_the_language_of_the_welcome(string text, string language) =>
        new Talk().Hears(text)[0].ShouldBe($"{language} welcome.hello");

    [Theory]
    [InlineData("help")]
    [InlineData("menu")]
    [InlineData("start")]
    [InlineData("language")]
    [InlineData("madad")]
    public void The_welcome_answers_a_first_message_that_asks_for_it(string text) =>
        new Talk().Hears(text)[0].ShouldEndWith("welcome.hello");

    [Theory]
    [InlineData("human", "en system.holding")]
    [InlineData("stop", "en stop.stopped")]
    [InlineData("hide", "en hide.ok")]
    public void A_first_message_that_must_work_at_once_works_at_once(string text, string said) =>
        new Talk().Hears(text).ShouldHaveSingleItem().ShouldBe(said);

    [Fact]
    public void A_known_contact_is_not_welcomed_again()
    {
        var talk = new Talk();
        talk.Conversation = talk.Conversation with { IsReturning = true };

        talk.Hears("hello").ShouldBe(["en menu.welcome_back", talk.Question("menu.start")]);
    }

    [Fact]
    public void A_dialog_says_in_order_sets_facts_and_goes_on()
    {
        var talk = Talk.At("menu.start");

        talk.Hears("1").ShouldBe(["en pictures.not_your_fault", "en pictures.do_not_pay", "en pictures.paid\n1 Yes\n2 No"]);
        talk.Hears("yes").ShouldBe(["en pictures.paid_yes", "en pictures.keep", "en pictures.more\n1 Again\n2 A person\n3 Enough"]);
        talk.Conversation.Facts["paid"].ShouldBe("true");
        talk.State.ShouldBe("pictures.evidence");
    }

    [Fact]
    public void An_option_may_lead_to_its_own_state() =>
        Talk.At("pictures.evidence").Hears("again").ShouldBe(["en pictures.keep", "en pictures.more\n1 Again\n2 A person\n3 Enough"]);

    [Fact]
    public void A_dialog_that_rests_begins_again_as_returning()
    {
        var talk = Talk.At("pictures.evidence");

        talk.Hears("done").ShouldBe(["en pictures.bye"]);
        talk.State.ShouldBe("pictures.rest");
        talk.Hears("are you there").ShouldBe(["en menu.welcome_back", talk.Question("menu.start")]);
    }

    [Theory]
    [MemberData(nameof(GlobalWordsInStates))]
    public void A_global_word_works_in_every_state(string state, string word)
    {
        var talk = Talk.At(state);

        var said = talk.Hears(word);

        said.ShouldNotBeEmpty("silence looks like a failure to a child");
        var (expected, at, lifecycle) = word switch
        {
            "stop" => ("en stop.stopped", "stop.start", LifecycleState.Automated),
            "help" => ("en help.words", null, LifecycleState.Automated),
            "human" => ("en system.holding", "person.start", LifecycleState.Waiting),
            "language" => (talk.Question("language.start"), "language.start", LifecycleState.Automated),
            "hide" => ("en hide.ok", "hide.start", LifecycleState.Automated),
            "start" or "menu" => (talk.Question("menu.start"), "menu.start", LifecycleState.Automated),
            _ => throw new ArgumentOutOfRangeException(nameof(word), word, "Not in the test library."),
        };
        said[0].ShouldBe(expected);
        talk.Conversation.Lifecycle.ShouldBe(lifecycle);
        if (at is not null)
            talk.State.ShouldBe(at);
    }

    [Theory]
    [MemberData(nameof(GlobalWordsInStates))]
    public void A_global_word_works_in_every_state_of_a_returning_child(string state, string word)
    {
        var talk = Talk.At(state);
        talk.Conversation = talk.Conversation with { IsReturning = true };
        talk.Now += TimeSpan.FromDays(30);

        talk.Hears(word).ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Something_is_said_after_a_long_silence_in_every_state(string state)
    {
        var talk = Talk.At(state);
        talk.Now += TimeSpan.FromHours(13);

        talk.Hears("hello").ShouldBe(["en menu.welcome_back", talk.Question("menu.start")]);
    }

    [Fact]
    public void Something_is_said_when_the_returning_state_itself_waits()
    {
        var library = new TestLibrary()
            .Replace("flows/root.yaml", "returning: menu.back", "returning: menu.start")
            .Replace("flows/help.yaml", "return: true", "go: menu.back");
        var talk = Talk.At("menu.start", library);
        talk.Now += TimeSpan.FromHours(13);

        talk.Hears("hello").ShouldBe([talk.Question("menu.start")]);
    }

    [Fact]
    public void Stop_twice_is_answered_twice()
    {
        var talk = Talk.At("menu.start");

        talk.Hears("stop").ShouldBe(["en stop.stopped"]);
        talk.Hears("stop").ShouldBe(["en stop.stopped"]);
    }

    [Theory]
    [InlineData("menu.start")]
    [InlineData("pictures.start")]
    [InlineData("pictures.evidence")]
    [InlineData("person.offer")]
    [InlineData("language.start")]
    public void Help_returns_to_the_question_that_was_open(string state)
    {
        var talk = Talk.At(state);

        talk.Hears("help").ShouldBe(["en help.words", talk.Question(state)]);
        talk.State.ShouldBe(state);
        talk.Conversation.Position.Callers.ShouldBeEmpty();
    }

    [Fact]
    public void A_question_that_is_asked_again_says_and_sets_nothing_else()
    {
        var talk = Talk.At("pictures.evidence");

        talk.Hears("help").ShouldNotContain("en pictures.keep");
    }

    [Theory]
    [InlineData("2", Languages.Urdu)]
    [InlineData("roman", Languages.RomanUrdu)]
    [InlineData("english", Languages.English)]
    public void A_new_language_asks_the_open_question_again_in_that_language(string answer, string language)
    {
        var talk = Talk.At("pictures.start");

        talk.Hears("language").ShouldBe([talk.Question("language.start")]);
        talk.Hears(answer).ShouldBe([talk.Question("pictures.start", language)]);
        talk.State.ShouldBe("pictures.start");
        talk.Conversation.Language.ShouldBe(language);
    }

    [Fact]
    public void A_call_within_a_call_returns_to_one_question_after_the_other()
    {
        var talk = Talk.At("pictures.start");

        talk.Hears("language");
        talk.Hears("help").ShouldBe(["en help.words", talk.Question("language.start")]);
        talk.Hears("2").ShouldBe([talk.Question("pictures.start", Languages.Urdu)]);
        talk.State.ShouldBe("pictures.start");
    }

    [Fact]
    public void Calling_the_same_flow_twice_asks_twice()
    {
        var talk = Talk.At("pictures.start");

        talk.Hears("language");
        talk.Hears("language").ShouldBe([talk.Question("language.start")]);
        talk.Hears("2").ShouldBe([talk.Question("pictures.start", Languages.Urdu)]);
    }

    [Fact]
    public void A_flow_does_not_return_to_itself()
    {
        var talk = Talk.At("language.start");

        talk.Hears("language");
        talk.Hears("2").ShouldBe(["ur menu.welcome_back", talk.Question("menu.start", Languages.Urdu)]);
    }

    [Fact]
    public void A_called_flow_that_is_left_another_way_does_not_return()
    {
        var talk = Talk.At("pictures.start");

        talk.Hears("language");
        talk.Hears("menu");
        talk.Conversation.Position.Callers.ShouldBeEmpty();
    }

    [Fact]
    public void Help_with_no_open_question_leads_to_the_menu() =>
        Talk.At("pictures.rest").Hears("help").ShouldBe(["en help.words", "en menu.welcome_back", "en menu.what\n1 Pictures\n2 Bullying\n3 A person"]);

    [Theory]
    [InlineData("gone.start")]
    [InlineData("menu.gone")]
    [InlineData("")]
    [InlineData("menu")]
    [InlineData("root")]
    public void A_stored_state_that_the_library_no_longer_has_begins_again(string state)
    {
        var talk = Talk.At(state);

        talk.Hears("1").ShouldBe(["en menu.welcome_back", talk.Question("menu.start")]);
    }

    [Fact]
    public void A_stored_caller_that_the_library_no_longer_has_is_forgotten()
    {
        var talk = Talk.At("language.start");
        talk.Conversation = talk.Conversation with { Position = new DialogPosition("language.start") { Callers = [new Frame("gone.start", AsksOnly: true)] } };

        talk.Hears("2").ShouldBe(["ur menu.welcome_back", talk.Question("menu.start", Languages.Urdu)]);
    }

    [Fact]
    public void What_is_not_understood_is_asked_again_then_more_simply_then_a_person_is_offered()
    {
        var talk = Talk.At("menu.start");

        talk.Hears("purple").ShouldBe(["en system.not_understood", talk.Question("menu.start")]);
        talk.Hears("green").ShouldBe(["en system.simpler\n1 Pictures\n2 Bullying\n3 A person"]);
        talk.Hears("blue").ShouldBe([talk.Question("person.offer")]);
        talk.Hears("no").ShouldBe([talk.Question("menu.start")]);
        talk.State.ShouldBe("menu.start");
    }

    [Fact]
    public void An_answer_that_is_understood_begins_the_count_anew()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("purple");
        talk.Hears("green");
        talk.Hears("1");

        talk.Hears("purple").ShouldBe(["en system.not_understood", talk.Question("pictures.start")]);
    }

    [Fact]
    public void A_global_word_begins_the_count_anew()
    {
        var talk = Talk.At("menu.start");
        talk.Hears("purple");
        talk.Hears("green");
        talk.Hears("help");

        talk.Hears("purple").ShouldBe(["en system.not_understood", talk.Question("menu.start")]);
    }

    [Fact]
    public void Someone_who_is_lost_at_the_offer_of_a_person_is_still_answered()
    {
        var talk = Talk.At("person.offer");
        talk.Hears("purple");
        talk.Hears("green");

        talk.Hears("blue").ShouldBe([talk.Question("person.offer")]);
    }

    [Fact]
    public void A_worrying_message_that_is_no_answer_offers_a_person_at_once() =>
        Talk.At("pictures.start").Hears("i cut").ShouldBe(["en person.want\n1 Yes\n2 No"]);

    [Fact]
    public void Rest_and_handoff_collect_no_question()
    {
        var talk = Talk.At("menu.start");

        talk.Hears("2").ShouldBe(["en bullying.sorry", "en system.holding"]);
        talk.Conversation.Handoff!.Reason.ShouldBe("bullying");
    }

    [Fact]
    public void One_engine_serves_many_turns_at_once()
    {
        var engine = TestLibrary.Engine;
        Parallel.For(0, 2_000, i =>
        {
            var talk = Talk.At(i % 2 == 0 ? "menu.start" : "pictures.start");
            talk.Hears("1")[0].ShouldBe(i % 2 == 0 ? "en pictures.not_your_fault" : "en pictures.paid_yes");
        });
        engine.Library.States.ShouldNotBeEmpty();
    }
}
