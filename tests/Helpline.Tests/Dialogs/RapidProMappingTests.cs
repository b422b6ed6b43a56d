using System.Text.Json.Nodes;
using Helpline.Dialogs;
using Helpline.Dialogs.Import;
using Helpline.Risk;
using static Helpline.Tests.Dialogs.RapidProExports;

namespace Helpline.Tests.Dialogs;

/// <summary>What of a RapidPro export becomes what; everything is read back by the readers of the server.</summary>
public class RapidProMappingTests
{
    private static readonly Dictionary<string, string> ThreeLanguages = new() { ["eng"] = "en", ["urd"] = "ur", ["rom"] = "ur-Latn" };

    private static JsonObject YesOrNo(string uuid, string result = "sure", string? other = null) => Wait(uuid, result,
        Way("Yes", "yes", Test("has_any_word", "yes yep")), Way("No", "no", Test("has_phrase", "not at all")), Way("Other", other));

    private static JsonObject[] Asked(JsonObject wait, params JsonObject[] more) =>
        [Node("ask", wait["uuid"]!.GetValue<string>(), Say("Are you sure?", "Yes, I am", "No way, not at all")), wait, Node("yes", null, Say("Good.")), Node("no", null, Say("A pity.")), .. more];

    [Fact]
    public void Messages_and_the_way_on()
    {
        var imported = Imported.From(Export(Flow("Hello There", Node("a", "b", Say("Hello!"), Say("It is us.")), Node("b", null, Say("Bye.")))));

        imported.State("hello_there.start").Say.ShouldBe(["hello_there.hello", "hello_there.it_is_us"]);
        imported.State("hello_there.start").Ending.ShouldBe(new Ending.Go("hello_there.bye"));
        imported.State("hello_there.bye").Ending.ShouldBe(new Ending.Go("hello_there.done"));
        imported.State("hello_there.done").Ending.ShouldBe(new Ending.Finish());
        imported.Text("hello_there.it_is_us").ShouldBe("It is us.");
        imported.Draft.Flows["hello_there"].Title.ShouldBe("Hello There");
        imported.Result.Figures.ShouldBe(new ImportFigures(1, 2, 2, 2));
    }

    [Fact]
    public void A_message_before_a_wait_is_the_question_and_its_quick_replies_are_the_labels()
    {
        var imported = Imported.From(Export(Flow("f", Asked(YesOrNo("wait")))));

        var ask = imported.Question("f.start");
        ask.Phrase.ShouldBe("f.are_you_sure");
        ask.Options.Select(option => (imported.Answer(option.Answer).Label, option.Target)).ShouldBe([("Yes, I am", "f.good"), ("No way, not at all", "f.a_pity")]);
        imported.Answer("f.yes").Normal.ShouldBe(["yes i am", "yes", "yep"]);
        imported.Answer("f.no").Normal.ShouldContain("not at all");
        ask.Free.ShouldBeNull();
    }

    [Fact]
    public void Answers_that_no_quick_reply_showed_are_labelled_by_their_category_and_named()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("Sure?")), YesOrNo("wait"), Node("yes", null), Node("no", null))));

        imported.Answer("f.yes").Label.ShouldBe("Yes");
        imported.Finding("wait", "category").Why.ShouldContain("Yes, No");
    }

    [Fact]
    public void Only_phrases_stand_alone_and_others_do_not()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("Sure?")),
            Wait("wait", "", Way("Never", null, Test("has_only_phrase", "never")), Way("Often", null, Test("has_phrase", "very often")), Way("Other", null)))));

        imported.Answer("f.never").Alone.ShouldBeTrue();
        imported.Answer("f.often").Alone.ShouldBeFalse();
        imported.Answer("f.often").Normal.ShouldBe(["often", "very often"]);
    }

    [Fact]
    public void Other_that_only_asks_again_is_left_to_the_engine()
    {
        var imported = Imported.From(Export(Flow("f", Asked(YesOrNo("wait", other: "again"), Node("again", "wait", Say("Sorry?"))))));

        imported.Question("f.start").Free.ShouldBeNull();
        imported.Finding("again", "node").Why.ShouldContain("Sorry?");
        imported.Text("f.sorry").ShouldBe("Sorry?", "nothing is lost");
    }

    [Fact]
    public void Other_that_leads_elsewhere_is_an_answer_in_own_words()
    {
        var imported = Imported.From(Export(Flow("f", Asked(YesOrNo("wait", other: "else"), Node("else", null, Say("Something else."))))));

        imported.Question("f.start").Free.ShouldBe(new FreeAnswer(AnswerKind.Text, "answer", "f.something_else", 0, 80));
        imported.Finding("wait", "wait").Outcome.ShouldBe(ImportOutcome.Check);
    }

    [Fact]
    public void A_quick_reply_that_no_test_takes_leads_where_Other_leads()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("Sure?", "yes", "Perhaps")), YesOrNo("wait", other: "else"), Node("yes", null), Node("no", null), Node("else", null, Say("Hm.")))));

        imported.Question("f.start").Options.ShouldContain(new Choice("f.perhaps", "f.hm"));
    }

    [Fact]
    public void Any_text_is_remembered_if_something_reads_it()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("Your name?")), Wait("wait", "First Name", Way("All", "b", Test("has_text")), Way("Other", null)), Node("b", null, Say("Hi @results.first_name!")))));

        imported.Question("f.start").Free.ShouldBe(new FreeAnswer(AnswerKind.Text, "first_name", "f.hi", 0, 80));
        imported.Text("f.hi").ShouldBe("Hi {fact.first_name}!");
        imported.Findings.ShouldNotContain(finding => finding.Outcome == ImportOutcome.NotConverted);
    }

    [Fact]
    public void A_wait_without_tests_takes_any_text()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("Tell us.")), Wait("wait", "story", Way("All Responses", "b")), Node("b", null, Say("Thanks.")))));

        imported.Question("f.start").Free.ShouldBe(new FreeAnswer(AnswerKind.Text, "answer", "f.thanks", 0, 80), "nothing reads the story");
    }

    [Fact]
    public void What_was_chosen_is_remembered_if_something_reads_it()
    {
        var imported = Imported.From(Export(Flow("f", [.. Asked(YesOrNo("wait")), Node("c", null, Say("You said @results.sure, that is @results.sure.category."))])));

        var yes = imported.State(imported.Question("f.start").Options[0].Target);
        yes.Set.ShouldBe(new Dictionary<string, string> { ["sure"] = "yes", ["sure_category"] = "Yes" });
        yes.Ending.ShouldBe(new Ending.Go("f.good"));
    }

    [Fact]
    public void One_range_of_numbers()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("How old?")), Wait("wait", "age", Way("OK", "b", Test("has_number_between", "5", "17")), Way("Other", "ask")), Node("b", null, Say("@results.age then.")))));

        imported.Question("f.start").Free.ShouldBe(new FreeAnswer(AnswerKind.Number, "age", "f.then", 5, 17));
    }

    [Theory]
    [InlineData("has_number_lt", "10", 0, 9)]
    [InlineData("has_number_lte", "10", 0, 10)]
    [InlineData("has_number_gt", "10", 11, int.MaxValue)]
    [InlineData("has_number_gte", "10", 10, int.MaxValue)]
    [InlineData("has_number", "", 0, int.MaxValue)]
    public void Numbers_with_one_limit(string type, string limit, int from, int to)
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("How many?")), Wait("wait", "n", Way("OK", "b", limit.Length > 0 ? Test(type, limit) : Test(type)), Way("Other", "ask")), Node("b", null, Say("Thanks.")))));

        imported.Question("f.start").Free.ShouldBe(new FreeAnswer(AnswerKind.Number, "answer", "f.thanks", from, to));
    }

    [Fact]
    public void Several_ranges_of_numbers_branch_and_each_number_gets_where_it_went()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("How old?")),
            Wait("wait", "age", Way("Small", "small", Test("has_number_lt", "6")), Way("Child", "child", Test("has_number_between", "6", "12")), Way("Teen", "teen", Test("has_number_between", "13", "17")), Way("Other", "other")),
            Node("small", null, Say("Small.")), Node("child", null, Say("Child.")), Node("teen", null, Say("Teen.")), Node("other", null, Say("Grown up.")))));

        var free = imported.Question("f.start").Free.ShouldNotBeNull();
        (free.Kind, free.From, free.To).ShouldBe((AnswerKind.Number, 0, int.MaxValue));
        foreach (var (number, state) in new[] { ("0", "f.small"), ("5", "f.small"), ("6", "f.child"), ("12", "f.child"), ("13", "f.teen"), ("17", "f.teen"), ("18", "f.grown_up") })
            Follow(imported, free.Target, new() { [free.Fact] = number }).ShouldBe(state, number);
    }

    [Fact]
    public void Single_numbers_are_numbered_options()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("1 dog, 2 cat, 9 none")),
            Wait("wait", "", Way("Cat", "b", Test("has_number_eq", "2")), Way("Dog", "b", Test("has_number_eq", "1")), Way("None", "b", Test("has_number_eq", "9")), Way("Other", "ask")), Node("b", null, Say("Fine.")))));

        imported.Question("f.start").Options.Select(option => option.Answer).ShouldBe(["f.dog", "f.cat", "f.none"]);
        imported.Finding("wait", "has_number_eq").Why.ShouldContain("'None' was chosen by 9; here it is option 3");
    }

    [Fact]
    public void Places()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("Where?")), Wait("wait", "where", Way("Known", "b", Test("has_district")), Way("Other", "ask")), Node("b", null, Say("Fine.")))));

        imported.Question("f.start").Free.ShouldNotBeNull().Kind.ShouldBe(AnswerKind.Place);
        imported.Finding("wait", "has_district").Outcome.ShouldBe(ImportOutcome.Check);
    }

    [Theory]
    [InlineData(300, "00:05:00")]
    [InlineData(90, "00:02:00")]
    [InlineData(7_200, "02:00:00")]
    [InlineData(86_400, "1.00:00:00")]
    [InlineData(100 * 86_400, "100.00:00:00")]
    public void A_timeout_is_silence(int seconds, string after)
    {
        var wait = Wait("wait", "", Way("All", "b"), Way("No Response", "late"), Way("Other", "b")).WithTimeout(seconds, "No Response");
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("There?")), wait, Node("b", null, Say("Good.")), Node("late", null, Say("Later then.")))));

        imported.Question("f.start").Silence.ShouldBe([new Silence(TimeSpan.Parse(after, null), null, "f.later_then")]);
    }

    [Fact]
    public void A_wait_that_several_messages_lead_to_is_asked_after_each()
    {
        var imported = Imported.From(Export(Flow("f", [.. Asked(YesOrNo("wait")), Node("second", "wait", Say("Really sure?"))])));

        imported.Question("f.start").Phrase.ShouldBe("f.are_you_sure");
        imported.Question("f.really_sure").Options.ShouldBe(imported.Question("f.start").Options);
    }

    [Fact]
    public void A_wait_that_nothing_is_said_before_is_a_question_whose_text_is_missing()
    {
        var imported = Imported.From(Export(Flow("f", YesOrNo("wait"), Node("yes", null, Say("Good.")), Node("no", null, Say("Bad.")))));

        imported.Question("f.start").Options.Count.ShouldBe(2);
        imported.Findings.ShouldContain(finding => finding.Node == "wait" && finding.Outcome == ImportOutcome.NotConverted && finding.Why.Contains("has no text"));
    }

    [Fact]
    public void A_node_that_speaks_and_waits_itself()
    {
        var imported = Imported.From(Export(Flow("f", YesOrNo("wait").WithActions(Say("First."), Say("Sure?")), Node("yes", null, Say("Good.")), Node("no", null, Say("Bad.")))));

        imported.State("f.start").Say.ShouldBe(["f.first"]);
        imported.Question("f.start").Phrase.ShouldBe("f.sure");
    }

    [Fact]
    public void Fields_are_the_contacts_own_and_results_are_the_conversations()
    {
        var imported = Imported.From(Export(Flow("f", Node("a", null, Field("Gender", "female"), Result("Level", "2", "Two"), Field("old", ""), Field("count", "@(fields.count + 1)")))));

        var start = imported.State("f.start");
        start.Set.ShouldBe(new Dictionary<string, string> { ["my_gender"] = "female", ["level"] = "2", ["my_count"] = "+1" });
        start.Forget.ShouldBe(["my_old"]);
        imported.Finding("a", "lint").Why.ShouldContain("'my_old', which nothing sets");
    }

    [Fact]
    public void A_result_that_is_copied_to_a_field_is_remembered_as_the_field_at_once()
    {
        var imported = Imported.From(Export(Flow("f", Node("ask", "wait", Say("How old?")), Wait("wait", "Age", Way("All", "b")), Node("b", null, Field("child_age", "@results.age"), Say("@fields.child_age it is.")))));

        imported.Question("f.start").Free.ShouldNotBeNull().Fact.ShouldBe("my_child_age");
        imported.State("f.it_is").Set.ShouldBeEmpty();
        imported.Findings.ShouldNotContain(finding => finding.Outcome == ImportOutcome.NotConverted);
    }

    [Theory]
    [InlineData("language")]
    [InlineData("Opted Out")]
    [InlineData("safe word")]
    [InlineData("my secret")]
    public void A_result_never_becomes_a_fact_that_the_code_reads_or_that_outlasts_a_conversation(string name)
    {
        var imported = Imported.From(Export(Flow("f", Node("a", null, Result(name, "x")))));

        var fact = imported.State("f.start").Set.Keys.ShouldHaveSingleItem();
        FactNames.IsKept(fact).ShouldBeFalse();
        FactNames.Known.ShouldNotContain(fact);
    }

    [Fact]
    public void Groups_are_facts()
    {
        var imported = Imported.From(Export(Flow("f",
            Node("a", "b", Group("add_contact_groups", "Young People"), Group("remove_contact_groups", "Old")),
            Router("b", "@contact.groups", Way("In", "c", Test("has_group", "group-Young People", "Young People")), Way("Other", null)), Node("c", null, Say("Hi.")))));

        imported.State("f.start").Set.ShouldBe(new Dictionary<string, string> { ["my_group_young_people"] = "yes" });
        imported.State("f.start").Forget.ShouldBe(["my_group_old"]);
        Follow(imported, "f.if_contact_groups", new() { ["my_group_young_people"] = "yes" }).ShouldBe("f.hi");
        Follow(imported, "f.if_contact_groups", []).ShouldBe("f.done");
    }

    [Fact]
    public void Locals_count_and_are_cleared()
    {
        JsonObject Local(string operation, string value) => Action("set_run_local", ("local", "tries"), ("operation", operation), ("value", value));
        var imported = Imported.From(Export(Flow("f", Node("a", "b", Local("increment", "1")), Node("b", null, Local("clear", "")))));

        imported.State("f.start").Set.ShouldBe(new Dictionary<string, string> { ["local_tries"] = "+1" });
        imported.Draft.States.Values.ShouldContain(state => state.Value.Forget.Contains("local_tries"));
    }

    [Fact]
    public void The_language_that_is_set_is_ours()
    {
        var imported = Imported.From(Export(Flow("f", Node("a", "b", Action("set_contact_language", ("language", "urd"))), Node("b", null, Action("set_contact_language", ("language", "fra"))))));

        imported.State("f.start").Set.ShouldBe(new Dictionary<string, string> { ["language"] = "ur" });
        imported.Finding("b", "set_contact_language").Why.ShouldContain("'fra' is none of our languages");
    }

    [Theory]
    [InlineData("has_only_text", "red", "red", true)]
    [InlineData("has_only_text", "red", "Red", false)]
    [InlineData("has_any_word", "blue red", "red", true)]
    [InlineData("has_text", "", "anything", true)]
    [InlineData("has_text", "", null, false)]
    [InlineData("has_only_text", "", null, true)]
    [InlineData("has_number_eq", "5", "5", true)]
    [InlineData("has_number_gt", "5", "5", false)]
    [InlineData("has_number_gt", "5", "6", true)]
    [InlineData("has_number", "", "-3", true)]
    [InlineData("has_number", "", "many", false)]
    public void A_split_on_a_field_is_a_branch(string type, string argument, string? value, bool fits)
    {
        var imported = Imported.From(Export(Flow("f", Router("a", "@fields.color", Way("Fits", "b", argument.Length == 0 && type != "has_only_text" ? Test(type) : Test(type, argument)), Way("Other", null)), Node("b", null, Say("Fits.")))));

        Follow(imported, "f.start", value is null ? [] : new() { ["my_color"] = value }).ShouldBe(fits ? "f.fits" : "f.done");
    }

    [Fact]
    public void A_split_on_a_range_then_on_a_text()
    {
        var imported = Imported.From(Export(Flow("f",
            Router("a", "@fields.age", Way("Child", "child", Test("has_number_between", "6", "12")), Way("Unknown", "unknown", Test("has_only_text", "na")), Way("Other", "other")),
            Node("child", null, Say("Child.")), Node("unknown", null, Say("Unknown.")), Node("other", null, Say("Other.")))));

        foreach (var (age, state) in new[] { ("5", "f.other"), ("6", "f.child"), ("12", "f.child"), ("13", "f.other"), ("na", "f.unknown") })
            Follow(imported, "f.start", new() { ["my_age"] = age }).ShouldBe(state, age);
    }

    [Fact]
    public void Facts_are_compared_with_each_other()
    {
        var imported = Imported.From(Export(Flow("f", Router("a", "@fields.code", Way("Same", "b", Test("has_only_text", "@fields.wanted")), Way("Other", null)), Node("b", null, Say("Same.")))));

        Follow(imported, "f.start", new() { ["my_code"] = "x", ["my_wanted"] = "x" }).ShouldBe("f.same");
    }

    [Theory]
    [InlineData("@results.color", "has_category")]
    [InlineData("@results.color.category", "has_only_text")]
    public void A_split_on_a_results_category(string operand, string test)
    {
        var imported = Imported.From(Export(Flow("f", Node("s", "a", Result("color", "r", "Red")), Router("a", operand, Way("Red", "b", Test(test, "Red")), Way("Other", null)), Node("b", null, Say("Red it is.")))));

        imported.State("f.start").Set["color_category"].ShouldBe("Red");
        Follow(imported, "f.start", []).ShouldBe("f.red_it_is");
    }

    [Fact]
    public void A_flow_that_is_entered_is_called_and_returns()
    {
        var imported = Imported.From(Export(
            Flow("outer", Router("a", "@child.run.status", Way("Complete", "b", Test("has_only_text", "completed")), Way("Expired", null, Test("has_only_text", "expired"))).WithActions(Enter("inner")), Node("b", null, Say("Back."))),
            Flow("inner", Node("x", null, Say("Inner.")))));

        imported.State("outer.start").Ending.ShouldBe(new Ending.SubDialog("inner.start", "outer.back"));
        imported.State("inner.done").Ending.ShouldBe(new Ending.GoBack());
        imported.State("outer.done").Ending.ShouldBe(new Ending.Finish());
        imported.Result.Figures.AsTheyWere.ShouldBe(3);
    }

    [Fact]
    public void A_node_that_enters_a_flow_and_then_decides_by_something_else()
    {
        var imported = Imported.From(Export(
            Flow("outer", Router("a", "@child.results.mood", Way("Good", "b", Test("has_only_text", "good")), Way("Other", null)).WithActions(Enter("inner")), Node("b", null, Say("Good to hear."))),
            Flow("inner", Node("x", null, Result("mood", "good")))));

        var then = imported.State("outer.start").Ending.ShouldBeOfType<Ending.SubDialog>().Then;
        Follow(imported, then, new() { ["mood"] = "good" }).ShouldBe("outer.good_to_hear");
        Follow(imported, then, []).ShouldBe("outer.done");
    }

    [Fact]
    public void A_text_that_names_what_was_just_forgotten_is_said_after_it()
    {
        var imported = Imported.From(Export(Flow("f", Node("a", null, Field("mood", ""), Say("Mood: @fields.mood")))));

        imported.State("f.start").Forget.ShouldBe(["my_mood"]);
        imported.State("f.start").Say.ShouldBeEmpty();
        imported.State("f.start_2").Say.ShouldBe(["f.mood"]);
    }

    [Fact]
    public void Flows_are_entered_between_messages_and_for_good()
    {
        var imported = Imported.From(Export(Flow("outer", Node("a", "b", Say("Before."), Enter("inner"), Say("After.")), Node("b", null, Enter("inner", terminal: true))), Flow("inner", Node("x", null, Say("Inner.")))));

        imported.State("outer.start").Ending.ShouldBe(new Ending.SubDialog("inner.start", "outer.start_2"));
        imported.State("outer.start_2").Say.ShouldBe(["outer.after"]);
        imported.State("outer.call_inner").Ending.ShouldBe(new Ending.Go("inner.start"));
    }

    [Fact]
    public void A_ticket_is_a_handoff_and_what_is_said_after_it_is_said_before()
    {
        var imported = Imported.From(Export(Flow("f", Node("a", "b",
            new JsonObject { ["type"] = "open_ticket", ["topic"] = new JsonObject { ["name"] = "Self harm" }, ["note"] = "be quick" }, Say("Somebody will write.")), Node("b", null, Say("Never said.")))));

        imported.State("f.start").Say.ShouldBe(["f.somebody_will_write"]);
        imported.State("f.start").Ending.ShouldBe(new Ending.CallHuman("self_harm", RiskLevel.Medium));
        imported.Finding("a", "open_ticket").Why.ShouldContain("be quick");
        imported.Finding("b", "node").Why.ShouldContain("Never said.");
    }

    [Fact]
    public void A_state_remembers_before_it_speaks_so_what_is_remembered_later_takes_another()
    {
        var imported = Imported.From(Export(Flow("f", Node("a", null, Field("mood", "good"), Say("You are @fields.mood."), Field("mood", "better")))));

        imported.State("f.start").Set["my_mood"].ShouldBe("good");
        var next = imported.State("f.start").Ending.ShouldBeOfType<Ending.Go>().Target;
        imported.State(next).Set["my_mood"].ShouldBe("better");
    }

    [Fact]
    public void Texts_and_answers_are_translated_and_what_is_missing_is_listed_never_invented()
    {
        var flow = Flow("f", Asked(YesOrNo("wait")))
            .Translated("urd", "say-Are you sure?", "text", "یقین ہے؟").Translated("urd", "say-Are you sure?", "quick_replies", "ہاں", "نہیں")
            .Translated("urd", "wait-Yes-0", "arguments", "جی").Translated("rom", "say-Good.", "text", "Acha.");
        var imported = Imported.From(Export(flow), ThreeLanguages);

        imported.Text("f.are_you_sure", "ur").ShouldBe("یقین ہے؟");
        imported.Answer("f.yes", "ur").Label.ShouldBe("ہاں");
        imported.Answer("f.yes", "ur").Normal.Count.ShouldBe(2);
        imported.Text("f.good", "ur-Latn").ShouldBe("Acha.");
        imported.Draft.Texts.ShouldNotContainKey(("ur", "f.good"));
        imported.Finding("yes", "translation").Why.ShouldBe("the phrase 'f.good' has no text in ur");
        imported.Finding("ask", "translation").Why.ShouldContain("ur-Latn");
    }

    [Fact]
    public void The_base_language_may_be_any_of_ours()
    {
        var flow = Flow("f", Node("a", null, Say("سلام")));
        flow["language"] = "urd";
        var imported = Imported.From(Export(flow));

        imported.Draft.Texts.Keys.ShouldBe([("ur", "f.text")]);
        imported.Text("f.text", "ur").ShouldBe("سلام");
    }

    [Theory]
    [InlineData("Write to help@@example.org", "Write to help@example.org")]
    [InlineData("Write to help@example.org", "Write to help@example.org")]
    [InlineData("  Two\nlines \"quoted\" \\ # not: a comment  ", "Two\nlines \"quoted\" \\ # not: a comment")]
    [InlineData("A whole \U0001f600", "A whole \U0001f600")]
    [InlineData("No: yes, [a] \u0007\u2028 end", "No: yes, [a] \u0007\u2028 end")]
    public void Texts_are_read_back_as_they_were(string text, string read)
    {
        var json = Export(Flow("f", Node("a", null, Say("TEXT")))).Replace("\"TEXT\"", Escape(text), StringComparison.Ordinal);

        Imported.From(json).Draft.Texts.Values.ShouldHaveSingleItem().Value.ShouldBe(read);
    }

    [Fact]
    public void An_emoji_that_was_cut_in_half_does_not_cost_the_text() =>
        Imported.From(Export(Flow("f", Node("a", null, Say("TEXT")))).Replace("\"TEXT\"", "\"Half \\ud83d of \\ud83d\\ude00\"", StringComparison.Ordinal))
            .Text("f.half_of").ShouldBe("Half \ufffd of \U0001f600");

    [Fact]
    public void Names_are_safe_and_unique()
    {
        var imported = Imported.From(Export(Flow("root", Node("a", null, Say("answers"))), Flow("Root!", Node("b", null)), Flow("سلام", Node("c", null)), Flow("../../etc/passwd", Node("d", null)), Flow("Ünïcode", Node("e", null)), Flow(new string('x', 500), Node("f", null))));

        imported.Draft.Flows.Keys.ShouldBe(["root_2", "root_3", "flow", "etc_passwd", "unicode", new string('x', 40)], ignoreOrder: true);
        imported.Text("root_2.answers_2").ShouldBe("answers");
    }

    private static string Escape(string text) => $"\"{string.Concat(text.Select(character => character is >= ' ' and < '\u007f' and not '"' and not '\\' ? character.ToString() : $"\\u{(int)character:x4}"))}\"";

    /// <summary>Where a state leads, by the facts, to the first that decides nothing.</summary>
    private static string Follow(Imported imported, string state, Dictionary<string, string> facts)
    {
        for (var step = 0; step < 20; step++)
        {
            foreach (var (fact, value) in imported.State(state).Set)
                facts[fact] = value;
            switch (imported.State(state).Ending)
            {
                case Ending.Branch branch:
                    state = branch.Ways.First(way => way.Conditions.All(condition => condition.Value.Holds(facts.GetValueOrDefault(condition.Key), facts.GetValueOrDefault))).Target;
                    break;
                case Ending.Go go when imported.State(state).Say.Count == 0:
                    state = go.Target;
                    break;
                default:
                    return state;
            }
        }

        throw new InvalidOperationException($"It does not come to rest, last in {state}.");
    }
}
