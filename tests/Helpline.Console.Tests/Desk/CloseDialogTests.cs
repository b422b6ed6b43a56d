using AngleSharp.Dom;
using Bunit;
using Helpline.Console.Desk;
using Helpline.Handoffs;
using Helpline.Risk;

namespace Helpline.Console.Tests.Desk;

public sealed class CloseDialogTests : ConsoleTest
{
    private readonly List<(HandoffOutcome Outcome, RiskLevel Level, string? Note)> _closed = [];
    private string? _answer;

    [Fact]
    public async Task Close_WithoutAnOutcome_DemandsOne()
    {
        var dialog = Dialog();

        await dialog.Find("form").SubmitAsync();

        _closed.ShouldBeEmpty();
        dialog.Find(".problem").TextContent.Trim().ShouldBe("Choose how the conversation ended.");
        dialog.FindAll("select").ShouldAllBe(select => select.HasAttribute("required") && select.GetAttribute("aria-invalid") == "true");
    }

    [Fact]
    public async Task Close_WithoutALevel_DemandsOneAndPointsAtIt()
    {
        var dialog = Dialog();
        Outcome(dialog).Change(nameof(HandoffOutcome.Referred));

        await dialog.Find("form").SubmitAsync();

        _closed.ShouldBeEmpty();
        dialog.Find(".problem").TextContent.Trim().ShouldBe("Choose how much danger there was.");
        Outcome(dialog).HasAttribute("aria-invalid").ShouldBeFalse();
        Level(dialog).GetAttribute("aria-invalid").ShouldBe("true");
        Level(dialog).GetAttribute("aria-describedby")!.Split(' ').ShouldAllBe(id => dialog.Find($"#{id}") != null);
    }

    [Fact]
    public void Level_IsPresetToNothing() => Level(Dialog()).QuerySelectorAll("option").ShouldAllBe(option => !option.HasAttribute("selected") || option.GetAttribute("value") == "");

    [Fact]
    public async Task Close_WithOutcomeLevelAndNote_HandsThemOn()
    {
        var dialog = Dialog();
        Outcome(dialog).Change(nameof(HandoffOutcome.Referred));
        Level(dialog).Change(nameof(RiskLevel.None));
        dialog.Find("textarea").Change("Goes to the clinic tomorrow.");

        await dialog.Find("form").SubmitAsync();

        _closed.ShouldBe([(HandoffOutcome.Referred, RiskLevel.None, "Goes to the clinic tomorrow.")]);
        JSInterop.Invocations.Select(call => call.Identifier).ShouldContain("helpline.closeDialog");
    }

    [Fact]
    public async Task Close_Refused_SaysWhyAndStaysOpen()
    {
        _answer = "You do not hold this conversation any more.";
        var dialog = Dialog();
        Outcome(dialog).Change(nameof(HandoffOutcome.Referred));
        Level(dialog).Change(nameof(RiskLevel.High));

        await dialog.Find("form").SubmitAsync();

        dialog.Find(".problem").TextContent.Trim().ShouldBe(_answer);
        JSInterop.Invocations.Select(call => call.Identifier).ShouldNotContain("helpline.closeDialog");
    }

    [Fact]
    public void Outcomes_AreAllThereInWords() =>
        Outcome(Dialog()).QuerySelectorAll("option").Skip(1).Select(option => option.TextContent).ShouldBe(
        [
            "Advice given", "Safety plan made", "Referred to another service", "Emergency services involved", "Child stopped answering", "Not for this service",
        ]);

    [Fact]
    public void Levels_AreAllThereInWords() =>
        Level(Dialog()).QuerySelectorAll("option").Select(option => option.TextContent).ShouldBe(["Choose…", "Imminent", "High", "Medium", "Low", "No danger"]);

    private static IElement Outcome(IRenderedComponent<CloseDialog> dialog) => dialog.Find(TestId("close-outcome"));

    private static IElement Level(IRenderedComponent<CloseDialog> dialog) => dialog.Find(TestId("close-level"));

    private IRenderedComponent<CloseDialog> Dialog() => Render<CloseDialog>(parameters => parameters.Add(dialog => dialog.Close, (outcome, level, note) =>
    {
        _closed.Add((outcome, level, note));
        return Task.FromResult(_answer);
    }));
}
