using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Handoffs;

namespace Helpline.Tests.Dialogs;

/// <summary>What a flow can do beside saying and asking: answers in own words, branches, calls, silence, follow-ups, referrals, the safe word.</summary>
public class FlowFeatureTests
{


    [Theory]
    [InlineData("13", "13")]
    [InlineData("i am 13 years old", "13")]
    [InlineData("١٣ سال", "13")]
    [InlineData("twelve", null)]
    [InlineData("ten", "10")]
    [InlineData("3", null)] // too young
    [InlineData("99", null)]
    [InlineData("12 or 13", null)]
    [InlineData("no", null)]
    public void An_age_is_understood_and_remembered(string text, string? age)
    {
        var talk = At("""
              start:
                ask: q
                age: {fact: age, from: 5, to: 25, go: end}
                options: {person: person.start}
            """, "q");

        talk.Hears(text);

        talk.Conversation.Facts.GetValueOrDefault("age").ShouldBe(age);
        talk.State.ShouldBe(age is null ? "story.start" : "story.end");
    }

    [Theory]
    [InlineData("  My aunt 🙂 ", "My aunt 🙂")]
    [InlineData("my aunt, and if she is not there my teacher", "my aunt, and if she is")]
    [InlineData("sad 😔😔😔😔😔😔😔😔", "sad 😔😔😔")] // as stored a sign takes as much room as six letters of Urdu
    [InlineData("yes", "yes")] // no option has it
    public void Own_words_are_remembered_as_far_as_there_is_room(string text, string told)
    {
        var talk = At(Text, "q", "said");

        talk.Hears(text).ShouldBe([$"en story.said {told}"]);
    }

    [Theory]
    [InlineData("🙂")]
    [InlineData("...")]
    public void Signs_alone_are_no_words(string text)
    {
        var talk = At(Text, "q", "said");

        talk.Hears(text).ShouldBe(["en system.not_understood", talk.Question("story.start")]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("a person")]
    [InlineData("Somebody")]
    public void An_option_beside_own_words_is_meant_by_its_number_or_its_words_alone(string text)
    {
        var talk = At(Text, "q", "said");

        talk.Hears(text);

        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
    }

    [Fact]
    public void A_word_of_an_option_within_own_words_is_no_option()
    {
        var talk = At(Text, "q", "said");

        talk.Hears("there is somebody").ShouldBe(["en story.said there is somebody"]);
    }

    [Theory]
    [InlineData("lahore", "punjab")]
    [InlineData("I live in Punjab, near the canal", "punjab")]
    [InlineData("پنجاب", "punjab")]
    [InlineData("london", null)]
    public void A_place_is_one_of_the_directory(string text, string? place)
    {
        var talk = At("""
              start:
                ask: q
                place: {fact: place, go: end}
                options: {person: person.start}
            """, "q");

        talk.Hears(text);

        talk.Conversation.Facts.GetValueOrDefault("place").ShouldBe(place);
    }

    [Theory]
    [InlineData("9", "en story.young")]
    [InlineData("13", "en story.teen")]
    [InlineData("17", "en story.teen")]
    [InlineData("18", "en story.old")]
    public void A_branch_takes_the_first_way_that_fits(string age, string said)
    {
        var talk = At("""
              start:
                ask: q
                age: {fact: age, go: which}
                options: {person: person.start}
              which:
                branch:
                  - {if: {age: <13}, go: young}
                  - {if: {age: <=17, language: en}, go: teen}
                  - {go: old}
              young: {say: [young], end: true}
              teen: {say: [teen], end: true}
              old: {say: [old], end: true}
            """, "q", "young", "teen", "old");

        talk.Hears(age).ShouldBe([said]);
    }

    [Fact]
    public void A_fact_is_counted_tested_and_forgotten()
    {
        var talk = At("""
              start:
                set: {points: +1}
                branch:
                  - {if: {points: ">=3"}, go: enough}
                  - {go: ask}
              ask:
                ask: q
                options:
                  again: start
                  person: person.start
              enough:
                say: [enough]
                forget: [points]
                end: true
            """, "q", "enough");

        talk.Hears("1");
        talk.Conversation.Facts["points"].ShouldBe("2");
        talk.Hears("1").ShouldBe(["en story.enough 3"]);
        talk.Conversation.Facts.ShouldNotContainKey("points");
    }

    [Fact]
    public void A_called_flow_comes_back_to_the_state_that_follows()
    {
        var talk = At("""
              start:
                say: [before]
                call: extra.start
                then: after
              after: {say: [after], end: true}
            """, new Dictionary<string, string> { ["extra"] = """
              start:
                ask: q
                options:
                  yes: back
                  person: person.start
              back: {return: true}
            """ }, "before", "after");

        talk.Hears("help").ShouldBe(["en help.words", talk.Question("extra.start")]); // a global word comes back to the called flow's question
        talk.Hears("yes").ShouldBe(["en story.after"]);
        talk.Conversation.Position.Callers.ShouldBeEmpty();
    }

    [Fact]
    public void Silence_is_met_with_a_reminder_and_then_with_another_way()
    {
        var talk = At(Quiet, "q", "still_there", "later");

        talk.Hears("again");
        talk.Outcome!.Timers[TimerKind.Silence].ShouldBe(talk.Now.AddMinutes(10));
        talk.Waits(TimerKind.Silence).ShouldBe(["en story.still_there"]);
        talk.Outcome.Timers[TimerKind.Silence].ShouldBe(talk.Now.AddMinutes(50));
        talk.Waits(TimerKind.Silence).ShouldBe(["en story.later"]);
        talk.State.ShouldBe("story.later");
        talk.Outcome.Timers[TimerKind.Silence].ShouldBeNull();
    }

    [Fact]
    public void An_answer_ends_the_wait()
    {
        var talk = At(Quiet, "q", "still_there", "later");

        talk.Hears("again");
        talk.Hears("done");

        talk.Outcome!.Timers[TimerKind.Silence].ShouldBeNull();
    }

    [Theory]
    [InlineData("hide")]
    [InlineData("stop")]
    [InlineData("human")]
    public void Nothing_is_said_into_a_silence_that_the_child_wants_or_a_person_answers(string word)
    {
        var talk = At(Quiet, "q", "still_there", "later");
        talk.Hears("again");
        var position = talk.Conversation.Position;
        talk.Hears(word);
        talk.Conversation = talk.Conversation with { Position = position };

        talk.Fires(TimerKind.Silence).ShouldBeEmpty();
    }

    [Fact]
    public void A_follow_up_comes_at_the_hour_that_the_child_chose()
    {
        var talk = At(Later, "q", "hello");
        talk.Knows(FactNames.SafeToText, "yes");
        talk.Knows(FactNames.SafeHour, "16");

        talk.Hears("done"); // 12:00 UTC is 17:00 in Pakistan: 16:00 is tomorrow, and after 20 hours
        talk.Outcome!.Timers[TimerKind.FollowUp].ShouldBe(new DateTimeOffset(2026, 2, 1, 11, 0, 0, TimeSpan.Zero));
        talk.Waits(TimerKind.FollowUp).ShouldBe(["en story.hello\n1 Enough\n2 A person"]);
        talk.Conversation.FollowUp.ShouldBeNull();
        talk.Now += TimeSpan.FromHours(30);
        talk.Hears("2"); // the answer of the next day is an answer to the question that came by itself
        talk.Conversation.Lifecycle.ShouldBe(LifecycleState.Waiting);
    }

    [Fact]
    public void A_follow_up_whose_state_is_gone_comes_as_todays()
    {
        var talk = At(Later, "q", "hello");
        talk.Knows(FactNames.SafeToText, "yes");
        talk.Knows(FactNames.SafeHour, "16");
        talk.Hears("done");
        talk.Conversation = talk.Conversation with { FollowUp = "check.gone" };

        talk.Waits(TimerKind.FollowUp).ShouldBe(["en story.hello\n1 Enough\n2 A person"]);
    }

    [Theory]
    [InlineData(null, "16")]
    [InlineData("no", "16")]
    [InlineData("yes", null)]
    [InlineData("yes", "25")]
    public void Nobody_is_written_to_who_has_not_agreed_to_it_and_to_a_time(string? agreed, string? hour)
    {
        var talk = At(Later, "q", "hello");
        talk.Knows(FactNames.SafeToText, agreed);
        talk.Knows(FactNames.SafeHour, hour);

        talk.Hears("done");

        talk.Outcome!.Timers.ShouldNotContainKey(TimerKind.FollowUp);
    }

    [Theory]
    [InlineData(FactNames.SafeToText, "no")]
    [InlineData(FactNames.Discreet, "true")]
    [InlineData(FactNames.OptedOut, "true")]
    public void A_follow_up_is_dropped_if_the_child_has_changed_its_mind(string fact, string value)
    {
        var talk = At(Later, "q", "hello");
        talk.Knows(FactNames.SafeToText, "yes");
        talk.Knows(FactNames.SafeHour, "16");
        talk.Hears("done");
        talk.Knows(fact, value);

        talk.Waits(TimerKind.FollowUp).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, 12, "Police: 15\nYouth: 1200 (en system.open_until 18:00)")]
    [InlineData(null, 13, "Police: 15\nYouth: 1200 (en system.closed_until 8:00)")] // 18:00 in Pakistan
    [InlineData("punjab", 12, "Police: 15\nPunjab line: 1100 (en system.hours_unknown)\nYouth: 1200 (en system.open_until 18:00)")]
    public void A_referral_names_the_lines_for_the_purpose_the_place_and_the_hour(string? place, int hour, string lines)
    {
        var talk = At("""
              start:
                ask: q
                options:
                  done: lines
                  person: person.start
              lines:
                refer: {for: abuse, say: who}
                end: true
            """, "q", "who");
        talk.Knows(FactNames.Place, place);
        talk.Now = new DateTimeOffset(2026, 1, 31, hour, 0, 0, TimeSpan.Zero);

        talk.Hears("done").ShouldBe([$"en story.who {lines}"]);
    }

    [Fact]
    public void A_sensitive_flow_asks_for_the_safe_word_first_and_then_goes_on()
    {
        var talk = Locked();

        talk.Hears("menu");
        talk.Hears("pictures").ShouldBe([talk.Question("gate.start")]);
        talk.Hears("banana").ShouldBe(["en gate.wrong", talk.Question("gate.start")]);
        talk.Hears(" MANGO. ").ShouldBe(["en pictures.not_your_fault", "en pictures.do_not_pay", talk.Question("pictures.start")]);
        talk.Conversation.Facts.ShouldNotContainKey("typed");
        talk.Conversation.Position.Callers.ShouldBeEmpty();
    }

    [Fact]
    public void The_safe_word_holds_for_a_while_and_is_asked_for_again()
    {
        var talk = Locked();
        talk.Hears("menu");
        talk.Hears("pictures");
        talk.Hears("mango");

        talk.Now += TimeSpan.FromMinutes(10);
        talk.Hears("menu");
        talk.Hears("pictures").ShouldContain("en pictures.not_your_fault");
        talk.Now += TimeSpan.FromMinutes(16);
        talk.Hears("menu");
        talk.Hears("pictures").ShouldBe([talk.Question("gate.start")]);
    }

    [Fact]
    public void Who_set_no_safe_word_is_not_asked_for_one()
    {
        var talk = Locked();
        talk.Knows(FactNames.SafeWord, null);

        talk.Hears("menu");
        talk.Hears("pictures").ShouldContain("en pictures.not_your_fault");
    }

    [Fact]
    public void Danger_calls_a_person_whoever_holds_the_phone()
    {
        var talk = Locked();
        talk.Hears("menu");
        talk.Hears("pictures");

        talk.Hears("i want to die");

        talk.Conversation.Handoff!.State.ShouldBe(HandoffState.Waiting);
    }

    private const string Text = """
          start:
            ask: q
            text: {fact: who, most: 24, go: told}
            options: {person: person.start}
          told: {say: [said], end: true}
        """;

    private const string Quiet = """
          start:
            ask: q
            options:
              again: start
              done: end
              person: person.start
            silence:
              - {after: 10m, say: still_there}
              - {after: 1h, go: later}
          later: {say: [later], end: true}
        """;

    private const string Later = """
          start:
            ask: q
            options:
              done: plan
              person: person.start
          plan:
            follow_up: {after: 20h, go: hello}
            end: true
          hello:
            ask: hello
            options:
              done: end
              person: person.start
        """;

    private static Talk Locked()
    {
        var library = new TestLibrary()
            .Replace("flows/root.yaml", "  lost: person.offer", "  lost: person.offer\n  safe_word: gate.start")
            .Replace("flows/pictures.yaml", "title: Pictures", "title: Pictures\nsensitive: true")
            .With("flows/gate.yaml", """
                flow: gate
                title: The safe word
                start: start
                states:
                  start:
                    ask: q
                    text: {fact: typed, most: 20, go: check}
                    options: {person: person.start}
                  check:
                    branch:
                      - {if: {typed: "{fact.safe_word}"}, go: open}
                      - {go: wrong}
                  wrong:
                    say: [wrong]
                    go: start
                  open:
                    set: {unlocked: "true"}
                    forget: [typed]
                    return: true
                """)
            .AppendPhrase("gate", "q").AppendPhrase("gate", "wrong");
        var talk = Talk.At("menu.start", library);
        talk.Knows(FactNames.SafeWord, "mango");
        return talk;
    }

    private static Talk At(string states, params string[] phrases) => At(states, new Dictionary<string, string>(), phrases);

    /// <summary>A talk at the start of a flow with these states, and an end.</summary>
    private static Talk At(string states, Dictionary<string, string> flows, params string[] phrases)
    {
        var library = new TestLibrary()
            .Replace("flows/root.yaml", "    menu: {go: menu.start}", "    menu: {go: menu.start}\n    story: {go: story.start}")
            .Replace("resources/pk.yaml", "    route: \"15\"", "    route: \"15\"\n    for: [abuse]\n    hours: always")
            .Append("resources/pk.yaml", """
                  here:
                    name: {en: "Punjab line", ur: "پنجاب", ur-Latn: "Punjab line"}
                    route: "1100"
                    for: [abuse]
                    places: [punjab]
                    source: "test"
                    checked: 2026-01-31
                    review: 2027-01-31
                  youth:
                    name: {en: "Youth", ur: "نوجوان", ur-Latn: "Youth"}
                    route: "1200"
                    for: [abuse]
                    hours: "mon-sun 08:00-18:00"
                    source: "test"
                    checked: 2026-01-31
                    review: 2027-01-31
                """);
        foreach (var (language, word) in new[] { ("en", "Story"), ("ur", "کہانی"), ("ur-Latn", "Kahani") })
            library.Append($"phrases/{language}/answers.yaml", $"story: {{label: \"{word}\"}}");
        var hasEnd = states.Contains("end\n", StringComparison.Ordinal) || states.Contains("go: end}", StringComparison.Ordinal);
        library.With("flows/story.yaml", $"flow: story\ntitle: A story\nstart: start\nstates:\n{Indented(states)}{(hasEnd ? "\n  end: {end: true}" : "")}");
        foreach (var (flow, more) in flows)
        {
            library.With($"flows/{flow}.yaml", $"flow: {flow}\ntitle: More\nstart: start\nstates:\n{Indented(more)}");
            library.AppendPhrase(flow, "q");
        }

        foreach (var phrase in phrases)
            library.AppendPhrase("story", phrase, language => $"{language} story.{phrase}{phrase switch { "said" => " {fact.who}", "enough" => " {fact.points}", "who" => " {lines}", _ => "" }}");
        foreach (var language in TestLibrary.Languages)
        {
            foreach (var phrase in new[] { "open_until", "closed_until" })
                library.Replace($"phrases/{language}/system.yaml", $"{language} system.{phrase}", $"{language} system.{phrase} {{time}}");
        }

        var talk = new Talk(library);
        talk.Knows(FactNames.Language, Languages.English);
        talk.Hears("story");
        return talk;
    }

    /// <summary>The states at their place in a flow, whatever their indentation was.</summary>
    private static string Indented(string states)
    {
        var lines = states.Split('\n');
        var least = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length >= least ? "  " + line[least..] : line));
    }
}
