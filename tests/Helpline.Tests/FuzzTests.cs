using Helpline.Dialogs;
using Helpline.Dialogs.Import;
using Helpline.Messages;
using Helpline.Rehearsals;
using Helpline.Tests.Dialogs;

namespace Helpline.Tests;

/// <summary>Every parser of the core takes whatever comes: it reads it, or says what is wrong in the way that it promises.</summary>
public class FuzzTests
{
    private static readonly IReadOnlyList<DialogSource> Small = new TestLibrary().Sources;

    [Fact]
    public void A_dialog_library_is_read_or_refused_with_its_problems()
    {
        var mutations = new Mutations(seed: 1);
        var refused = 0;
        for (var i = 0; i < 1_500; i++)
        {
            var broken = i % Small.Count;
            var sources = Small.Select((source, index) => index == broken ? source with { Text = mutations.Of(source.Text) } : source).ToList();
            try
            {
                DialogReader.Read(sources);
            }
            catch (DialogLibraryException error)
            {
                refused++;
                error.Problems.ShouldAllBe(problem => problem.Message.Length > 0 && problem.Line > 0 && problem.Column > 0);
            }
        }

        refused.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("risk/ur-Latn.yaml")]
    [InlineData("resources/pk.yaml")]
    [InlineData("languages.yaml")]
    public void A_shipped_file_is_read_or_refused_with_its_problems(string path)
    {
        var mutations = new Mutations(seed: 2);
        var file = ShippedDialogs.Sources.Single(source => source.Path == path);
        var others = Small.Where(source => source.Path != path).ToList();
        for (var i = 0; i < 60; i++)
        {
            try
            {
                DialogReader.Read([.. others, file with { Text = mutations.Of(file.Text) }]);
            }
            catch (DialogLibraryException error)
            {
                error.Problems.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void A_file_that_is_nested_without_end_is_refused_and_does_not_end_the_server() =>
        Should.Throw<DialogLibraryException>(() => DialogReader.Read([.. Small, new DialogSource("flows/deep.yaml", "flow: " + new string('[', 200_000))]))
            .Problems.ShouldContain(problem => problem.File == "flows/deep.yaml" && problem.Message.Contains("nested more than", StringComparison.Ordinal));

    [Fact]
    public void A_transcript_is_read_or_refused_with_its_line()
    {
        var mutations = new Mutations(seed: 3);
        for (var i = 0; i < 2_000; i++)
        {
            try
            {
                Transcript.Parse(mutations.Of("# A talk\nat menu.start in en\n> 1\n< Hello\n  there\n+ 10m\n= waiting, high\n"));
            }
            catch (FormatException error)
            {
                error.Message.ShouldStartWith("line ");
            }
        }
    }

    [Fact]
    public void An_export_is_converted_or_refused()
    {
        var mutations = new Mutations(seed: 5);
        var languages = new Dictionary<string, string>(RapidProImport.UsualLanguages);
        var export = RapidProExports.Export(RapidProExports.Flow("f", RapidProExports.Node("a", "b", RapidProExports.Say("Hello.")), RapidProExports.Wait("b", "", RapidProExports.Way("All", "a"))));
        for (var i = 0; i < 1_500; i++)
        {
            try
            {
                RapidProImport.Read(mutations.Of(export), languages).Convert(Small, () => { });
            }
            catch (RapidProFormatException error)
            {
                error.Message.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void Whatever_a_child_writes_is_assessed_understood_and_counted()
    {
        var mutations = new Mutations(seed: 4);
        var ask = TestLibrary.Engine.Library.States.Values.Select(state => state.Ending).OfType<Ending.Ask>().First();
        for (var i = 0; i < 2_000; i++)
        {
            var text = mutations.Text();
            TestLibrary.Triage.Assess(text).Evidence.ShouldAllBe(evidence => evidence.Start >= 0 && evidence.Start + evidence.Length <= text.Length);
            AnswerMatcher.Choose(text, ask, TestLibrary.Engine.Phrases);
            foreach (var kind in Enum.GetValues<AnswerKind>())
                AnswerMatcher.Tell(text, new FreeAnswer(kind, "fact", "menu.start", 1, 20), TestLibrary.Engine.Phrases);
            SmsSegments.Of(text).Count.ShouldBePositive();
        }
    }
}
