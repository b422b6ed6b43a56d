using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Helpline.Dialogs;
using Helpline.Dialogs.Import;
using static Helpline.Tests.Dialogs.RapidProExports;

namespace Helpline.Tests.Dialogs;

/// <summary>What does not come over is named, with its node and what to do; what is broken is no crash.</summary>
public class RapidProFindingsTests
{
    private static readonly Dictionary<string, string> Usual = new(RapidProImport.UsualLanguages);

    [Theory]
    [InlineData("start_session")]
    [InlineData("send_broadcast")]
    [InlineData("send_email")]
    [InlineData("call_webhook")]
    [InlineData("call_resthook")]
    [InlineData("call_classifier")]
    [InlineData("call_llm")]
    [InlineData("transfer_airtime")]
    [InlineData("play_audio")]
    [InlineData("add_input_labels")]
    [InlineData("add_contact_urn")]
    [InlineData("set_contact_channel")]
    [InlineData("set_contact_timezone")]
    [InlineData("set_contact_status")]
    [InlineData("request_optin")]
    [InlineData("brew_tea")]
    public void An_action_that_has_nothing_here_is_named_and_the_rest_is_kept(string type)
    {
        var imported = Imported.From(Export(Flow("f", Node("a", null, Say("Before."), Action(type), Say("After.")))));

        var finding = imported.Finding("a", type);
        (finding.Flow, finding.Outcome).ShouldBe(("f", ImportOutcome.NotConverted));
        finding.Remedy.ShouldNotBeEmpty();
        imported.State("f.start").Say.ShouldBe(["f.before", "f.after"]);
        imported.Result.Figures.Whole.ShouldBe(0);
    }

    [Theory]
    [InlineData("@(now())")]
    [InlineData("Age @results.age")]
    [InlineData("@fields.other")]
    [InlineData("+1")]
    public void A_value_that_is_worked_out_is_named(string value)
    {
        var imported = Imported.From(Export(Flow("f", Node("a", null, Field("x", value)))));

        imported.Findings.ShouldContain(finding => finding.Node == "a" && finding.Type == "set_contact_field" && finding.Why.Contains(value, StringComparison.Ordinal));
        imported.State("f.start").Set.ShouldBeEmpty();
    }

    [Fact]
    public void An_expression_in_a_text_is_a_placeholder_that_the_linter_refuses_so_that_no_child_reads_it()
    {
        var imported = Imported.From(Export(Flow("f", Node("a", null, Say("Hello @(upper(contact.name))!")))));

        imported.Text("f.hello").ShouldBe("Hello {todo_upper_contact_name}!");
        imported.Finding("a", "send_msg").Why.ShouldContain("@(upper(contact.name))");
    }

    [Fact]
    public void Braces_of_a_text_are_named() =>
        Imported.From(Export(Flow("f", Node("a", null, Say("Write {name}"))))).Finding("a", "send_msg").Why.ShouldContain("{name}");

    [Fact]
    public void A_fact_that_nothing_sets_is_named() =>
        Imported.From(Export(Flow("f", Node("a", null, Say("Hi @contact.name"))))).Finding("a", "lint").Why.ShouldContain("my_name");

    [Fact]
    public void Attachments_templates_and_messages_without_text_are_named()
    {
        var picture = Say("");
        picture["attachments"] = new JsonArray("image/jpeg:https://example.org/a.jpg");
        var template = Say("Hello.");
        template["template"] = new JsonObject { ["name"] = "greeting" };
        var imported = Imported.From(Export(Flow("f", Node("a", null, picture, template), Node("b", null, Say("")))));

        imported.Finding("a", "attachment").Why.ShouldContain("https://example.org/a.jpg");
        imported.Finding("a", "template").Outcome.ShouldBe(ImportOutcome.NotConverted);
        imported.Finding("b", "send_msg").Why.ShouldContain("no text");
        imported.State("f.start").Say.ShouldBe(["f.hello"]);
    }

    [Fact]
    public void Quick_replies_before_no_question_are_named() =>
        Imported.From(Export(Flow("f", Node("a", null, Say("Sure?", "Yes", "No"))))).Finding("a", "quick_reply").Why.ShouldContain("Yes, No");

    [Fact]
    public void A_long_text_is_kept_whole_and_named()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 100));
        var imported = Imported.From(Export(Flow("f", Node("a", null, Say(text)))));

        imported.Text("f.word_word_word_word").ShouldBe(text);
        imported.Finding("a", "lint").Why.ShouldContain("'f.word_word_word_word' in en takes 4 SMS segments");
    }

    [Fact]
    public void A_question_is_measured_with_its_answers()
    {
        var replies = Enumerable.Range(0, 9).Select(number => $"{number} {new string('a', 40)}").ToArray();
        var imported = Imported.From(Export(Flow("f", Node("a", "w", Say("Which?", replies)), Wait("w", "", Way("All", null)))));

        imported.Findings.ShouldContain(finding => finding.Node == "a" && finding.Why.Contains("the question of 'f.start' with its answers in en takes"));
    }

    [Fact]
    public void Too_many_messages_are_named() =>
        Imported.From(Export(Flow("f", Node("a", null, Say("1."), Say("2."), Say("3."), Say("4."))))).Finding("a", "lint").Why.ShouldContain("sends 4 messages at once");

    [Theory]
    [InlineData("has_pattern")]
    [InlineData("has_phone")]
    [InlineData("has_email")]
    [InlineData("has_date")]
    [InlineData("has_date_gt")]
    [InlineData("has_time")]
    [InlineData("has_intent")]
    [InlineData("has_any_icecream")]
    public void A_test_that_no_answer_can_do_takes_any_text_and_is_named(string type)
    {
        var imported = Imported.From(Export(Flow("f", Node("a", "w", Say("Well?")), Wait("w", "", Way("Fits", "b", Test(type, @"\d+")), Way("Other", "a")), Node("b", null, Say("Thanks.")))));

        imported.Finding("w", type).Why.ShouldContain("'Fits'");
        imported.Question("f.start").Free.ShouldNotBeNull().Target.ShouldBe("f.thanks");
    }

    [Theory]
    [InlineData("has_pattern", "x+")]
    [InlineData("has_all_words", "a b")]
    [InlineData("has_number_gt", "@fields.limit")]
    [InlineData("has_number_eq", "1.5")]
    [InlineData("has_only_text", "set")]
    [InlineData("has_only_text", "<5")]
    [InlineData("has_only_text", "@(upper(fields.x))")]
    public void A_test_that_no_branch_can_do_is_named(string type, string argument)
    {
        var imported = Imported.From(Export(Flow("f", Router("a", "@fields.x", Way("Fits", "b", Test(type, argument)), Way("Other", null)), Node("b", null, Say("Fits.")))));

        imported.Finding("a", type).Outcome.ShouldBe(ImportOutcome.NotConverted);
        imported.State("f.start").Ending.ShouldBe(new Ending.Go("f.done"));
        imported.Finding("b", "node").Why.ShouldContain("nothing leads to the state 'f.fits', which says: Fits.");
    }

    [Theory]
    [InlineData("@(fields.a + fields.b)")]
    [InlineData("@urns.telegram")]
    [InlineData("@webhook.status")]
    [InlineData("@input.text")]
    [InlineData("")]
    public void A_split_that_no_fact_decides_goes_on_by_its_default_and_is_named(string operand)
    {
        var imported = Imported.From(Export(Flow("f", Router("a", operand, Way("Yes", "b", Test("has_text")), Way("Other", "c")), Node("b", null, Say("Yes.")), Node("c", null, Say("Other.")))));

        imported.State("f.start").Ending.ShouldBe(new Ending.Go("f.other"));
        imported.Finding("a", "switch").Why.ShouldContain("never by 'Yes' (yes)");
    }

    [Theory]
    [InlineData("random", "chance decides nothing here")]
    [InlineData("oracle", "'oracle' is not known here")]
    public void Chance_and_unknown_routers_take_one_way_and_are_named(string type, string why)
    {
        var node = Router("a", "", Way("Bucket 1", "b"), Way("Bucket 2", "c"));
        node["router"]!["type"] = type;
        var imported = Imported.From(Export(Flow("f", node, Node("b", null, Say("One.")), Node("c", null, Say("Two.")))));

        imported.Finding("a", type).Why.ShouldContain(why);
        imported.State("f.start").Ending.ShouldBeOfType<Ending.Go>();
    }

    [Fact]
    public void A_timeout_that_cannot_be_said_and_a_wait_for_media_are_named()
    {
        var wait = Wait("w", "", Way("All", "b"), Way("Late", null), Way("Other", null)).WithTimeout(400 * 86_400, "Late");
        wait["router"]!["wait"]!["hint"] = new JsonObject { ["type"] = "image" };
        var imported = Imported.From(Export(Flow("f", Node("a", "w", Say("Send a picture.")), wait, Node("b", null, Say("Thanks.")))));

        imported.Finding("w", "timeout").Outcome.ShouldBe(ImportOutcome.NotConverted);
        imported.Finding("w", "hint image").Why.ShouldContain("never downloaded");
    }

    [Fact]
    public void What_stands_around_the_flows_is_named()
    {
        var export = Whole(Flow("f", Node("a", null, Say("Hi."))));
        export["triggers"] = new JsonArray(new JsonObject { ["trigger_type"] = "K", ["keywords"] = new JsonArray("join"), ["flow"] = new JsonObject { ["name"] = "f" } });
        export["campaigns"] = new JsonArray(new JsonObject { ["name"] = "Care", ["events"] = new JsonArray(new JsonObject { ["offset"] = 2, ["unit"] = "D", ["relative_to"] = new JsonObject { ["key"] = "joined_on" }, ["flow"] = new JsonObject { ["name"] = "f" } }) });
        export["groups"] = new JsonArray(new JsonObject { ["uuid"] = "g", ["name"] = "Old", ["query"] = "age > 17" });
        export["globals"] = new JsonArray();
        var imported = Imported.From(export.ToJsonString());

        imported.Finding("", "trigger").Why.ShouldBe("the keyword join starts this flow");
        imported.Finding("", "campaign").Why.ShouldContain("the campaign 'Care' starts the flow 'f', 2 D from joined_on");
        imported.Finding("", "group").Why.ShouldContain("age > 17");
        imported.Finding("", "globals").Outcome.ShouldBe(ImportOutcome.NotConverted);
    }

    [Fact]
    public void Languages_that_we_do_not_have_are_named()
    {
        var french = Flow("g", Node("a", null, Say("Salut.")));
        french["language"] = "fra";
        var imported = Imported.From(Export(Flow("f", Node("a", null, Say("Hi."))).Translated("spa", "say-Hi.", "text", "Hola."), french));

        imported.Findings.ShouldContain(finding => finding.Flow == "f" && finding.Type == "language" && finding.Why.Contains("1 translations into 'spa'"));
        imported.Findings.ShouldContain(finding => finding.Flow == "g" && finding.Type == "language" && finding.Remedy.Contains("--lang fra="));
        imported.Findings.Where(finding => finding.Flow.Length == 0 && finding.Type == "language").Select(finding => finding.Why).ShouldBe(["the export has nothing in ur", "the export has nothing in ur-Latn"]);
    }

    [Fact]
    public void An_export_none_of_whose_languages_is_known_says_how_to_name_them()
    {
        var flow = Flow("f", Node("a", null, Say("Hi.")));
        flow["language"] = "base";

        Should.Throw<RapidProFormatException>(() => RapidProImport.Read(Export(flow), Usual)).Message.ShouldContain("--lang base=en");
    }

    [Fact]
    public void A_flow_that_is_not_there_is_named_and_the_linter_will_miss_it()
    {
        var imported = Imported.From(Export(Flow("f", Node("a", "b", Enter("gone")), Node("b", null, Say("Back.")))));

        imported.Finding("a", "enter_flow").Why.ShouldContain("'gone' is not in this export");
        imported.State("f.start").Ending.ShouldBe(new Ending.SubDialog("gone.start", "f.back"));
    }

    [Fact]
    public void Flows_that_enter_each_other_do_not_call_each_other_for_ever()
    {
        var imported = Imported.From(Export(Flow("f", Node("a", "b", Enter("g")), Node("b", null, Say("Back."))), Flow("g", Node("c", "d", Enter("f")), Node("d", null, Say("Never.")))));

        imported.State("f.start").Ending.ShouldBeOfType<Ending.SubDialog>();
        imported.State("g.start").Ending.ShouldBe(new Ending.Go("f.start"));
        imported.Finding("c", "enter_flow").Why.ShouldContain("leads back to this one");
        imported.Findings.ShouldContain(finding => finding.Node == "a" && finding.Why.Contains("'g.start', whose flow never returns"));
    }

    [Fact]
    public void Calls_that_are_too_deep_are_named()
    {
        var flows = Enumerable.Range(0, 6).Select(number => Flow($"f{number}", Node("a", "b", Enter($"f{number + 1}")), Node("b", null, Say("Back.")))).Append(Flow("f6", Node("a", null))).ToArray();

        Imported.From(Export(flows)).Findings.Where(finding => finding.Why.Contains("deep")).Select(finding => finding.Flow).ShouldBe(["f0", "f1", "f2"]);
    }

    [Fact]
    public void A_circle_without_a_question_is_named() =>
        Imported.From(Export(Flow("f", Node("a", "b", Say("Round.")), Node("b", "a", Say("And round."))))).Finding("a", "lint").Why.ShouldBe("from the state 'f.start', from the state 'f.and_round' it goes in a circle without a question");

    [Fact]
    public void A_circle_through_a_question_is_none() =>
        Imported.From(Export(Flow("f", Node("a", "w", Say("Again?")), Wait("w", "", Way("All", "a"))))).Findings.ShouldNotContain(finding => finding.Why.Contains("circle"));

    [Fact]
    public void Facts_that_take_too_much_are_named()
    {
        var fields = Enumerable.Range(0, 40).Select(number => Field($"field_{number}", new string('x', 30))).ToArray();

        Imported.From(Export(Flow("f", Node("a", null, fields)))).Finding("", "lint").Why.ShouldContain("of them for facts");
    }

    [Fact]
    public void Broken_nodes_are_named_and_the_rest_is_read()
    {
        var json = Export(Flow("f", Node("a", "nowhere", Say("Hi.")), Node("b", null))).Replace("{\"uuid\":\"b\",", "null,7,{},{\"uuid\":\"a\"},{\"uuid\":\"c\",\"actions\":null,\"router\":{\"type\":\"switch\",\"cases\":[null,{\"type\":\"has_text\",\"category_uuid\":\"x\"}],\"categories\":[{\"uuid\":\"k\",\"name\":\"K\",\"exit_uuid\":\"gone\"}],\"default_category_uuid\":\"zzz\"}},{\"uuid\":\"b\",", StringComparison.Ordinal);
        var imported = Imported.From(json);

        imported.Finding("a", "exit").Why.ShouldContain("the node nowhere, which is not there");
        imported.Findings.Count(finding => finding.Why.Contains("has no uuid", StringComparison.Ordinal)).ShouldBe(3);
        imported.Finding("a", "node").Why.ShouldContain("a second node has this uuid");
        imported.Finding("c", "exit").Why.ShouldContain("no exits");
        imported.Finding("c", "category").Why.ShouldContain("an exit that the node does not have");
        imported.Finding("c", "has_text").Why.ShouldContain("a category that the node does not have");
        imported.State("f.start").Ending.ShouldBe(new Ending.Go("f.done"));
    }

    [Theory]
    [InlineData("\"wait\":{\"type\":\"msg\"}", "\"wait\":7")]
    [InlineData("\"wait\":{\"type\":\"msg\"}", "\"wait\":{\"type\":\"dial\",\"timeout\":{\"seconds\":\"soon\",\"category_uuid\":3}}")]
    [InlineData("\"localization\":{}", "\"localization\":{\"urd\":7,\"rom\":{\"x\":[1]},\"fra\":{\"y\":{\"text\":\"one\"}}}")]
    [InlineData("\"localization\":{}", "\"localization\":[]")]
    [InlineData("\"categories\":[", "\"categories\":7,\"x\":[")]
    [InlineData("\"cases\":[", "\"cases\":[{\"type\":\"has_number_between\",\"arguments\":[\"a\"],\"category_uuid\":\"w-Yes\"},")]
    [InlineData("\"result_name\":\"r\"", "\"result_name\":{\"a\":1}")]
    [InlineData("\"type\":\"send_msg\"", "\"type\":null")]
    [InlineData("\"language\":\"eng\"", "\"language\":\"eng\",\"type\":\"voice\"")]
    public void Parts_of_an_unexpected_kind_are_no_crash(string part, string instead)
    {
        var json = Export(Flow("f", Node("a", "w", Say("Sure?")), Wait("w", "r", Way("Yes", "a", Test("has_any_word", "yes")), Way("Other", null))));
        json.ShouldContain(part);

        Imported.From(json.Replace(part, instead, StringComparison.Ordinal)).Findings.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("", "not JSON|ends in the middle")]
    [InlineData("hello", "is not JSON, at line 1")]
    [InlineData("<html></html>", "is not JSON")]
    [InlineData("[]", "no list 'flows'")]
    [InlineData("null", "no list 'flows'")]
    [InlineData("{}", "no list 'flows'")]
    [InlineData("{\"flows\":7,\"version\":\"13\"}", "no list 'flows'")]
    [InlineData("{\"uuid\":\"x\",\"nodes\":[]}", "the definition of a single flow")]
    [InlineData("{\"version\":\"11.12\",\"flows\":[]}", "has version '11.12'; versions 13 and 14 are read")]
    [InlineData("{\"version\":15,\"flows\":[]}", "has version '15'")]
    [InlineData("{\"flows\":[{\"metadata\":{},\"action_sets\":[]}]}", "has no version")]
    [InlineData("{\"version\":\"13\",\"flows\":[{\"name\":\"a\",", "ends in the middle (line 1)")]
    public void A_file_that_is_no_export_is_refused_in_a_sentence(string json, string says)
    {
        var message = Should.Throw<RapidProFormatException>(() => RapidProImport.Read(json, Usual)).Message;
        says.Split('|').ShouldContain(part => message.Contains(part, StringComparison.Ordinal), message);
    }

    [Fact]
    public void An_export_cut_off_anywhere_is_refused_and_never_a_crash()
    {
        var json = Export(Flow("f", Node("a", "w", Say("Sure? یقین", "Yes")), Wait("w", "r", Way("Yes", "a", Test("has_any_word", "yes")), Way("Other", null))));
        for (var length = 0; length < json.Length; length += 7)
            Should.Throw<RapidProFormatException>(() => RapidProImport.Read(json[..length], Usual)).Message.ShouldContain("Export", Case.Insensitive);
    }

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Should.Throw<RapidProFormatException>(() => RapidProImport.Read("{\"version\":\"13\",\"flows\":" + new string('[', 100_000), Usual));

    [Fact]
    public void A_flow_of_an_old_version_is_named_and_the_others_are_converted()
    {
        var old = Flow("old", Node("a", null));
        old["spec_version"] = "12.0.0";
        var imported = Imported.From(Export(old, Flow("new", Node("b", null, Say("Hi.")))));

        imported.Findings.ShouldContain(finding => finding.Flow == "old" && finding.Why.Contains("its spec version is '12.0.0'"));
        imported.Draft.Flows.Keys.ShouldBe(["new"]);
    }

    [Fact]
    public void Version_14_is_read_and_so_is_an_export_without_flows()
    {
        var export = Whole(Flow("f", Node("a", null, Say("Hi."))));
        export["version"] = "14.3.1";
        Imported.From(export.ToJsonString()).Draft.Flows.Count.ShouldBe(1);
        Imported.From(Export()).Result.Files.ShouldBeEmpty();
    }

    [Fact]
    public void A_flow_of_10_000_nodes_is_too_large_for_a_file_which_is_said()
    {
        var nodes = Enumerable.Range(0, 10_000).Select(number => Node($"n{number}", number < 9_999 ? $"n{number + 1}" : null, Say($"Message {number}."))).ToArray();
        var result = RapidProImport.Read(Export(Flow("f", nodes)), Usual).Convert(Imported.Library, () => { });

        result.Figures.Nodes.ShouldBe(10_000);
        result.Findings.ShouldContain(finding => finding.Type == "size" && finding.Remedy.Contains("split the flow", StringComparison.Ordinal));
    }

    [Fact]
    public void A_flow_of_2_500_nodes_in_a_chain_is_read_back() =>
        Imported.From(Export(Flow("f", [.. Enumerable.Range(0, 2_500).Select(number => Node($"n{number}", $"n{number + 1}", Say($"Message {number}.")))]))).Draft.States.Count.ShouldBe(2_501);

    [Fact]
    public void Three_hundred_flows_of_6_000_nodes_are_converted_in_seconds_and_read_back()
    {
        var json = Export([.. Enumerable.Range(0, 300).Select(Generated)]);
        var steps = 0;
        var watch = Stopwatch.StartNew();
        var result = RapidProImport.Read(json, Usual).Convert(Imported.Library, () => steps++);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), "half a second on a quiet machine");

        steps.ShouldBe(RapidProImport.Read(json, Usual).Steps);
        (result.Figures.Flows, result.Figures.Nodes).ShouldBe((300, 6_000));
        Imported.From(json).Draft.Flows.Count.ShouldBe(300);
    }

    /// <summary>20 nodes of every kind, that enter a later flow.</summary>
    private static JsonObject Generated(int number)
    {
        string Id(int node) => string.Create(CultureInfo.InvariantCulture, $"{number}-{node}");
        var nodes = new List<JsonObject>();
        for (var node = 0; node < 20; node += 4)
        {
            nodes.Add(Node(Id(node), Id(node + 1), Say($"Question {node} of {number}?", "Yes", "No"), Field("last", $"{node}")));
            nodes.Add(Wait(Id(node + 1), $"Result {node}", Way("Yes", Id(node + 2), Test("has_any_word", "yes y")), Way("No", Id(node + 3), Test("has_any_word", "no n")), Way("Other", Id(node))).WithTimeout(600, "Other"));
            nodes.Add(Node(Id(node + 2), Id(node + 3), number % 10 != 9 ? Enter($"{number + 1}") : Say("The last."), Action("send_email")));
            nodes.Add(Router(Id(node + 3), "@fields.last", Way("Known", node < 16 ? Id(node + 4) : null, Test("has_number_between", "1", "9")), Way("Other", null)));
        }

        return Flow($"{number}", [.. nodes]).Translated("urd", $"say-Question 0 of {number}?", "text", "سوال");
    }
}
