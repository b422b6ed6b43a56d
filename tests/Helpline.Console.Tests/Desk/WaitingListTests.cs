using Bunit;
using Helpline.Console.Desk;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Desk;

public sealed class WaitingListTests : ConsoleTest
{
    [Fact]
    public void Item_SaysItsLevelInWordsAndShape()
    {
        var item = List(Child(RiskLevel.Imminent, Danger.SexualExploitation)).Find(TestId("waiting-item"));

        item.QuerySelector(".risk")!.TextContent.Trim().ShouldBe("Imminent");
        item.QuerySelector(".risk svg")!.GetAttribute("data-icon").ShouldBe("imminent");
        item.TextContent.ShouldContain("Sexual exploitation");
        item.TextContent.ShouldContain("Child 7K2Q");
        item.TextContent.ShouldContain("Urdu · SMS (Twilio)");
    }

    [Fact]
    public void Shapes_DifferByLevel() =>
        Enum.GetValues<RiskLevel>().Select(level => Render<Layout.RiskBadge>(badge => badge.Add(one => one.Level, level)).Find("svg").InnerHtml).Distinct().Count()
            .ShouldBe(Enum.GetValues<RiskLevel>().Length);

    [Fact]
    public void Items_KeepTheQueuesOrder()
    {
        var children = new[] { Child(RiskLevel.Imminent, Danger.Suicide), Child(RiskLevel.Low, null), Child(RiskLevel.High, Danger.Abuse) };

        List(children).FindAll(TestId("waiting-item")).Select(item => item.GetAttribute("data-conversation"))
            .ShouldBe(children.Select(child => child.Conversation.ToString()));
    }

    [Fact]
    public void WaitingTime_CountsUp()
    {
        var list = List(Child(RiskLevel.High, Danger.Abuse));
        list.Find(".elapsed").TextContent.ShouldEndWith("1 min 58 s");

        Clock.Advance(TimeSpan.FromSeconds(7));

        list.WaitForAssertion(() => list.Find(".elapsed").TextContent.ShouldEndWith("2 min 05 s"));
    }

    [Fact]
    public void Take_TakesThatChild()
    {
        var child = Child(RiskLevel.High, Danger.Abuse);
        WaitingChild? taken = null;
        var list = Render<WaitingList>(parameters => parameters
            .Add(one => one.Children, [Child(RiskLevel.Imminent, null), child])
            .Add(one => one.OnTake, chosen => taken = chosen));

        list.FindAll(TestId("take"))[1].Click();

        taken.ShouldBe(child);
    }

    [Fact]
    public void Busy_TakesNothingMore() =>
        Render<WaitingList>(parameters => parameters.Add(list => list.Children, [Child(RiskLevel.High, null)]).Add(list => list.Busy, true))
            .Find(TestId("take")).HasAttribute("disabled").ShouldBeTrue();

    [Fact]
    public void Empty_IsSaid() => List().Find(".empty").TextContent.ShouldBe("Nobody is waiting.");

    private static WaitingChild Child(RiskLevel level, Danger? danger) =>
        new(new ConversationId(Guid.NewGuid()), "7K2Q", ChannelNames.Twilio, "ur", level, danger, "asked", Noon - TimeSpan.FromSeconds(118));

    private IRenderedComponent<WaitingList> List(params WaitingChild[] children) => Render<WaitingList>(parameters => parameters.Add(list => list.Children, children));
}
