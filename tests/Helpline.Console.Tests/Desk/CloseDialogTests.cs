using Bunit;
using Helpline.Console.Desk;
using Helpline.Handoffs;

namespace Helpline.Console.Tests.Desk;

public sealed class CloseDialogTests : ConsoleTest
{
    private readonly List<(HandoffOutcome Outcome, string? Note)> _closed = [];
    private string? _answer;

    [Fact]
    public async Task Close_WithoutAnOutcome_DemandsOne()
    {
        var dialog = Dialog();

        await dialog.Find("form").SubmitAsync();

        _closed.ShouldBeEmpty();
        dialog.Find(".problem").TextContent.Trim().ShouldBe("Choose how the conversation ended.");
        dialog.Find("select").HasAttribute("required").ShouldBeTrue();
    }

    [Fact]
    public async Task Close_WithOutcomeAndNote_HandsBothOn()
    {
        var dialog = Dialog();
        dialog.Find("select").Change(nameof(HandoffOutcome.Referred));
        dialog.Find("textarea").Change("Goes to the clinic tomorrow.");

        await dialog.Find("form").SubmitAsync();

        _closed.ShouldBe([(HandoffOutcome.Referred, "Goes to the clinic tomorrow.")]);
        JSInterop.Invocations.Select(call => call.Identifier).ShouldContain("helpline.closeDialog");
    }

    [Fact]
    public async Task Close_Refused_SaysWhyAndStaysOpen()
    {
        _answer = "You do not hold this conversation any more.";
        var dialog = Dialog();
        dialog.Find("select").Change(nameof(HandoffOutcome.Referred));

        await dialog.Find("form").SubmitAsync();

        dialog.Find(".problem").TextContent.Trim().ShouldBe(_answer);
        JSInterop.Invocations.Select(call => call.Identifier).ShouldNotContain("helpline.closeDialog");
    }

    [Fact]
    public void Outcomes_AreAllThereInWords() =>
        Dialog().FindAll("option").Skip(1).Select(option => option.TextContent).ShouldBe(
        [
            "Advice given", "Safety plan made", "Referred to another service", "Emergency services involved", "Child stopped answering", "Not for this service",
        ]);

    private IRenderedComponent<CloseDialog> Dialog() => Render<CloseDialog>(parameters => parameters.Add(dialog => dialog.Close, (outcome, note) =>
    {
        _closed.Add((outcome, note));
        return Task.FromResult(_answer);
    }));
}
