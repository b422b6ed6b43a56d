using System.Text.Json.Nodes;
using Helpline.Dialogs;
using Helpline.Dialogs.Import;
using static Helpline.Tests.Dialogs.RapidProExports;

namespace Helpline.Tests.Dialogs;

/// <summary>What is written joins a library: the linter has nothing to say of it that the import did not.</summary>
public class RapidProLintTests
{
    [Fact]
    public void What_the_linter_says_of_the_library_with_the_flows_is_among_the_findings()
    {
        var texts = new Dictionary<string, string>(RapidProImport.UsualLanguages) { ["rom"] = "ur-Latn" };
        var flow = Flow("f", Node("a", "w", Say("Well?")), Wait("w", "", Way("Stop", "b", Test("has_any_word", "stop halt")), Way("Halt", "b", Test("has_any_word", "halt")), Way("Other", "a")), Node("b", "d", Say("Hi @fields.gone")), Node("d", null, Field("old", ""), Enter("g")));
        var result = RapidProImport.Read(Export(flow, Flow("g", Node("x", null, Say("1."), Say("2."), Say("3."), Say("4.")))), texts).Convert(Imported.Library, () => { });

        var problems = Should.Throw<DialogLibraryException>(() => DialogReader.Read([.. Imported.Library, .. result.Files])).Problems
            .Where(problem => !problem.Message.Contains("missing in", StringComparison.Ordinal) && !problem.Message.Contains("no label in", StringComparison.Ordinal)).ToList();

        problems.Count.ShouldBeGreaterThan(3);
        problems.Select(problem => problem.Message).ShouldBeSubsetOf(result.Findings.Select(finding => finding.Why));
        result.Findings.ShouldContain(finding => finding.Node == "x" && finding.Why.Contains("sends 5 messages at once"), "also what the linter comes to only when nothing is missing any more");
        result.Findings.ShouldContain(finding => finding.Node == "w" && finding.Why.Contains("carriers"));
        result.Findings.ShouldContain(finding => finding.Node == "b" && finding.Why.Contains("{fact.my_gone}") && finding.Remedy.Contains("phrases/en/f.yaml, line "));
    }

    [Fact]
    public void A_flow_that_needs_nothing_has_no_finding_of_the_linter() =>
        Imported.From(Export(Flow("f", Node("a", "w", Say("Well?")), Wait("w", "", Way("Yes", "t", Test("has_any_word", "yes")), Way("Other", "a")), Node("t", null, Action("open_ticket")))))
            .Findings.ShouldNotContain(finding => finding.Type == "lint");

    [Fact]
    public void A_question_without_a_way_to_a_person_is_named() =>
        Imported.From(Export(Flow("f", Node("a", "w", Say("Well?")), Wait("w", "", Way("Yes", null, Test("has_any_word", "yes")), Way("Other", "a")))))
            .Finding("a", "lint").Why.ShouldContain("leads to a person");

    [Fact]
    public void No_flow_gets_the_name_of_one_that_is_in_the_library() =>
        Imported.From(Export(Flow("Help", Node("a", null, Say("Hi."))), Flow("Root", Node("b", null, Say("Hi."))))).Draft.Flows.Keys.ShouldBe(["help_2", "root_2"]);

    [Fact]
    public void A_library_that_is_none_is_named() =>
        RapidProImport.Read(Export(Flow("f", Node("a", null, Say("Hi.")))), RapidProImport.UsualLanguages).Convert([], () => { })
            .Findings.ShouldContain(finding => finding.Type == "lint" && finding.Why.Contains("no flows/root.yaml"));

    [Fact]
    public void Translations_of_what_is_not_converted_are_named()
    {
        var imported = Imported.From(Export(
            Flow("f", Node("a", "w", Say("Hi.")), Wait("w", "", Way("Yes", null, Test("has_any_word", "yes")), Way("Other", "a")))
                .Translated("urd", "say-Hi.", "attachments", "audio:hi.mp3").Translated("urd", "gone", "text", "Salam").Translated("urd", "w-Other", "name", "Doosra")));

        imported.Findings.ShouldContain(finding => finding.Node == "a" && finding.Outcome == ImportOutcome.NotConverted && finding.Why.Contains("audio:hi.mp3"));
        imported.Findings.ShouldContain(finding => finding.Outcome == ImportOutcome.NotConverted && finding.Why.Contains("Salam"));
        imported.Findings.ShouldContain(finding => finding.Outcome == ImportOutcome.NotConverted && finding.Why.Contains("Doosra"));
    }

    [Fact]
    public void Notes_that_somebody_wrote_are_named_and_empty_ones_are_not()
    {
        var flow = Flow("f", Node("a", null, Say("Hi.")));
        flow["_ui"] = new JsonObject { ["stickies"] = new JsonObject { ["1"] = new JsonObject { ["title"] = "New Note", ["body"] = "..." }, ["2"] = new JsonObject { ["title"] = "New Note", ["body"] = "Ask Amina" } } };

        Imported.From(Export(flow)).Finding("", "note").Why.ShouldEndWith(": Ask Amina");
    }

    [Fact]
    public void What_an_action_would_have_said_elsewhere_is_in_its_finding()
    {
        var mail = Action("send_email");
        (mail["subject"], mail["body"]) = ("News", "She wrote");

        Imported.From(Export(Flow("f", Node("a", null, mail)))).Finding("a", "send_email").Why.ShouldEndWith(": News / She wrote");
    }

    [Fact]
    public void A_wait_is_named_at_the_state_that_asks() =>
        Imported.From(Export(Flow("f", Node("a", "w", Say("Well?")), Wait("w", "", Way("All", null))))).Result.Files[0].Text.ShouldContain("# node a, wait w\n");
}
