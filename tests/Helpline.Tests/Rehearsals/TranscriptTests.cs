using Helpline.Rehearsals;

namespace Helpline.Tests.Rehearsals;

/// <summary>Talks as they stand in files.</summary>
public class TranscriptTests
{
    private const string Talk = """
        # A talk
        at menu.start in ur-Latn
        < What is it?
          1 One
        > hello
        + 10m
        = waiting, high

        # Another
        at help.start in en

        """;

    [Fact]
    public void A_talk_is_read_and_written_alike()
    {
        var talks = Transcript.Parse(Talk);

        talks.Select(talk => (talk.Title, talk.State, talk.Language, talk.Line)).ShouldBe([("A talk", "menu.start", "ur-Latn", 1), ("Another", "help.start", "en", 9)]);
        talks[0].Lines.ShouldBe([
            new TranscriptLine(Speaker.Bot, "What is it?\n1 One"), new TranscriptLine(Speaker.Child, "hello"), new TranscriptLine(Speaker.Time, "10m"), new TranscriptLine(Speaker.Standing, "waiting, high"),
        ]);
        Transcript.Format(talks).ShouldBe(Talk.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("> hello", "line 1: a transcript begins with '# ' and its title")]
    [InlineData("# A talk\n> hello", "line 1: after the title comes where it begins, as 'at menu.start in en'")]
    [InlineData("# A talk\nat menu.start in en\n+ soon", "line 3: '+ soon' is none of")]
    [InlineData("# A talk\nat menu.start in en\n  more", "line 3: '  more' is none of")]
    [InlineData("# A talk\nat menu.start in en\n> a\nat help.start in en", "line 4: 'at help.start in en' is none of")]
    public void A_mistake_is_named_with_its_line(string text, string says) =>
        Should.Throw<FormatException>(() => Transcript.Parse(text)).Message.ShouldStartWith(says);

    [Theory]
    [InlineData("10m", 10)]
    [InlineData("2h", 120)]
    [InlineData("1d", 1440)]
    [InlineData("10", null)]
    [InlineData("m", null)]
    [InlineData("-1h", null)]
    public void A_time_is_read(string text, int? minutes) => Transcript.Duration(text)?.TotalMinutes.ShouldBe(minutes!.Value);
}
