using Bunit;
using Helpline.Console.Desk;
using Helpline.Risk;

namespace Helpline.Console.Tests.Desk;

public sealed class LevelFormTests : ConsoleTest
{
    private readonly List<(RiskLevel Seen, RiskLevel Level, string Reason)> _changed = [];
    private string? _answer;

    [Fact]
    public void Form_IsClosedUntilItIsWanted()
    {
        var form = Form();

        form.FindAll("form").ShouldBeEmpty();
        form.Find(TestId("level-open")).GetAttribute("aria-expanded").ShouldBe("false");
        form.Find(TestId("level-open")).Click();
        form.Find(TestId("level-open")).GetAttribute("aria-expanded").ShouldBe("true");
        form.Find("form").Id.ShouldBe(form.Find(TestId("level-open")).GetAttribute("aria-controls"));
        JSInterop.Invocations.Select(call => call.Identifier).ShouldBe(["helpline.focus"]);
    }

    [Fact]
    public void Levels_AreInWordsAndTheOneItHasCannotBeChosen()
    {
        var options = Open().FindAll("option");

        options.Select(option => option.TextContent).ShouldBe(["Choose…", "Imminent", "High (now)", "Medium", "Low", "No danger"]);
        options.Where(option => option.HasAttribute("disabled")).ShouldHaveSingleItem().TextContent.ShouldBe("High (now)");
        options.ShouldAllBe(option => !option.HasAttribute("selected") || option.GetAttribute("value") == "");
    }

    [Fact]
    public async Task Change_WithoutALevel_DemandsOne()
    {
        var form = Open();
        form.Find("textarea").Change("a joke");

        await form.Find("form").SubmitAsync();

        _changed.ShouldBeEmpty();
        form.Find("[role=alert]").TextContent.Trim().ShouldBe("Choose how much danger the child is in.");
        form.Find("select").GetAttribute("aria-invalid").ShouldBe("true");
        form.Find("select").GetAttribute("aria-describedby").ShouldBe(form.Find("[role=alert]").Id);
    }

    [Fact]
    public async Task Change_HandsOnWhatWasSeenTheLevelAndTheReasonAndCloses()
    {
        var form = Open();
        form.Find("select").Change(nameof(RiskLevel.None));
        form.Find("textarea").Change("her brother's joke");

        await form.Find("form").SubmitAsync();

        _changed.ShouldBe([(RiskLevel.High, RiskLevel.None, "her brother's joke")]);
        form.FindAll("form").ShouldBeEmpty();
        JSInterop.Invocations.Count.ShouldBe(2, "the focus goes back to the button");
        form.Find(TestId("level-open")).Click();
        form.Find("textarea").TextContent.ShouldBe("");
    }

    [Fact]
    public async Task Change_AfterARiseBehindTheForm_SaysWhatTheCounsellorHadSeen()
    {
        var form = Open();
        form.Find("select").Change(nameof(RiskLevel.Low));
        form.Render(parameters => parameters.Add(one => one.Level, RiskLevel.Imminent));

        await form.Find("form").SubmitAsync();

        _changed.ShouldHaveSingleItem().Seen.ShouldBe(RiskLevel.High);
    }

    [Fact]
    public async Task Change_Refused_SaysWhyAndStaysOpenForAnotherTry()
    {
        _answer = "The level has changed in the meantime.";
        var form = Open();
        form.Find("select").Change(nameof(RiskLevel.Low));
        form.Find("textarea").Change("a joke");
        form.Render(parameters => parameters.Add(one => one.Level, RiskLevel.Imminent));

        await form.Find("form").SubmitAsync();

        form.Find("[role=alert]").TextContent.Trim().ShouldBe(_answer);
        await form.Find("form").SubmitAsync();
        _changed.ShouldBe([(RiskLevel.High, RiskLevel.Low, "a joke"), (RiskLevel.Imminent, RiskLevel.Low, "a joke")]);
    }

    [Fact]
    public void Fields_AreLabelledAndRequired()
    {
        var form = Open();

        form.Find("select").Closest("label")!.TextContent.ShouldContain("How much danger is the child in?");
        form.Find("textarea").Closest("label")!.TextContent.ShouldContain("Why?");
        form.Find("select").HasAttribute("required").ShouldBeTrue();
        form.Find("textarea").HasAttribute("required").ShouldBeTrue();
        form.Find($"#{form.Find("textarea").GetAttribute("aria-describedby")}").TextContent.ShouldContain("Kept with your name.");
    }

    private IRenderedComponent<LevelForm> Open()
    {
        var form = Form();
        form.Find(TestId("level-open")).Click();
        return form;
    }

    private IRenderedComponent<LevelForm> Form() => Render<LevelForm>(parameters => parameters.Add(form => form.Level, RiskLevel.High).Add(form => form.Change, (seen, level, reason) =>
    {
        _changed.Add((seen, level, reason));
        return Task.FromResult(_answer);
    }));
}
