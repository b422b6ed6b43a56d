using Helpline.Console.Desk;
using Helpline.Risk;

namespace Helpline.Console.Tests.Desk;

public sealed class TextPartTests
{
    [Fact]
    public void Split_WithoutEvidence_IsTheWholeText() =>
        TextPart.Split("hello there", RiskAssessment.Nothing).ShouldBe([new TextPart("hello there")]);

    [Fact]
    public void Split_UrduEvidence_MarksExactlyThoseWords()
    {
        const string text = "میں مرنا چاہتی ہوں، مدد کریں";
        var parts = TextPart.Split(text, Seen(text, ("مرنا چاہتی ہوں", Danger.Suicide, RiskLevel.Imminent)));

        parts.ShouldBe(
        [
            new TextPart("میں "),
            new TextPart("مرنا چاہتی ہوں", RiskLevel.Imminent, "Suicide"),
            new TextPart("، مدد کریں"),
        ]);
    }

    [Fact]
    public void Split_OverlappingEvidence_IsOneMarkOfTheHighestLevel()
    {
        const string text = "he will post my pictures online";
        var parts = TextPart.Split(text, Seen(
            text,
            ("post my pictures", Danger.SexualExploitation, RiskLevel.High),
            ("my pictures online", Danger.Cyberbullying, RiskLevel.Medium)));

        parts.ShouldBe([new TextPart("he will "), new TextPart("post my pictures online", RiskLevel.High, "Sexual exploitation, Cyberbullying")]);
    }

    [Fact]
    public void Split_EvidenceWithinEvidence_KeepsTheOuterEnd()
    {
        const string text = "i want to die tonight please";
        var parts = TextPart.Split(text, Seen(text, ("want to die tonight", Danger.Suicide, RiskLevel.High), ("die", Danger.Suicide, RiskLevel.Imminent)));

        parts.ShouldBe([new TextPart("i "), new TextPart("want to die tonight", RiskLevel.Imminent, "Suicide"), new TextPart(" please")]);
    }

    [Fact]
    public void Split_AdjacentEvidence_StaysTwoMarks()
    {
        const string text = "abcd";
        var parts = TextPart.Split(text, Seen(text, ("ab", Danger.Abuse, RiskLevel.High), ("cd", Danger.Neglect, RiskLevel.Low)));

        parts.ShouldBe([new TextPart("ab", RiskLevel.High, "Abuse"), new TextPart("cd", RiskLevel.Low, "Neglect")]);
    }

    [Fact]
    public void Split_EvidenceThatEndsBeforeAVowelSign_KeepsTheLetterWhole()
    {
        const string text = "دلِ ناداں"; // the second letter carries a zer
        var parts = TextPart.Split(text, new RiskAssessment(RiskLevel.Low, [new RiskEvidence("ur.x", Danger.Abuse, RiskLevel.Low, 0, 2)]));

        parts[0].Text.ShouldBe("دلِ");
    }

    [Fact]
    public void Split_EvidenceBeyondTheText_IsCutAtItsEnd()
    {
        var parts = TextPart.Split("ab", new RiskAssessment(RiskLevel.Low, [new RiskEvidence("en.x", Danger.Abuse, RiskLevel.Low, 1, 99)]));

        parts.Select(part => part.Text).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Split_LosesNoCharacter()
    {
        const string text = "وہ 📷 بھیجتا ہے\nand laughs";
        for (var start = 0; start < text.Length; start++)
        {
            var parts = TextPart.Split(text, new RiskAssessment(RiskLevel.Low, [new RiskEvidence("x", Danger.Abuse, RiskLevel.Low, start, 3)]));

            string.Concat(parts.Select(part => part.Text)).ShouldBe(text);
        }
    }

    private static RiskAssessment Seen(string text, params (string Words, Danger Danger, RiskLevel Level)[] evidence) => new(
        evidence.Max(one => one.Level),
        [.. evidence.Select(one => new RiskEvidence("rule", one.Danger, one.Level, text.IndexOf(one.Words, StringComparison.Ordinal), one.Words.Length))]);
}
