using Helpline.Console.Desk;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Desk;

public sealed class NewcomersTests
{
    private readonly Newcomers _newcomers = new();

    [Fact]
    public void FirstLook_IsNoNews()
    {
        _newcomers.Look([Child(RiskLevel.Imminent)], []);

        _newcomers.News.ShouldBeEmpty();
    }

    [Fact]
    public void SomebodyInHighDanger_IsNewsUntilTaken()
    {
        var high = Child(RiskLevel.High);
        _newcomers.Look([], []);
        _newcomers.Look([high], []);
        _newcomers.Look([high, Child(RiskLevel.Medium)], []);
        _newcomers.News.ShouldBe([high]);

        _newcomers.Look([], []);

        _newcomers.News.ShouldBeEmpty();
    }

    [Fact]
    public void RisenDanger_IsNews()
    {
        var child = Child(RiskLevel.Low);
        _newcomers.Look([child], []);

        _newcomers.Look([child with { Level = RiskLevel.Imminent }], []);

        _newcomers.News.Count.ShouldBe(1);
    }

    [Fact]
    public void Dismissed_StaysDismissed()
    {
        var high = Child(RiskLevel.High);
        _newcomers.Look([], []);
        _newcomers.Look([high], []);

        _newcomers.Dismiss();
        _newcomers.Look([high], []);

        _newcomers.News.ShouldBeEmpty();
    }

    [Fact]
    public void GivenBackByTheCounsellor_IsNoNews()
    {
        var high = Child(RiskLevel.High);
        _newcomers.Look([], []);

        _newcomers.Look([high], [high.Conversation]);

        _newcomers.News.ShouldBeEmpty();
    }

    private static WaitingChild Child(RiskLevel level) =>
        new(new ConversationId(Guid.NewGuid()), "7K2Q", ChannelNames.Twilio, "en", level, Danger.Abuse, "triage", DateTimeOffset.UnixEpoch);
}
