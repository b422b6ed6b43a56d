using Bunit;
using Helpline.Console.Operations;
using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Operations;

public sealed class OperationsBoardTests : ConsoleTest
{
    [Fact]
    public void Board_SaysNumbersAgesAndHealthInWords()
    {
        var view = new OperationsView(
            new Dictionary<RiskLevel, int> { [RiskLevel.Imminent] = 2, [RiskLevel.Low] = 1 },
            Noon - TimeSpan.FromMinutes(4),
            WithCounsellors: 5,
            InboxPending: 9,
            OldestInbound: Noon - TimeSpan.FromSeconds(90),
            OutboxPending: 0,
            OldestOutbound: null,
            [new ChannelActivity("twilio", Noon, 3, Noon, 2, 0, 0)],
            [new FailedTurn("7K2Q", "twilio", Noon - TimeSpan.FromMinutes(2), "JsonException", 5, IsWithHuman: true), new FailedTurn("0PQR", "twilio", Noon, "TimeoutException", 1, IsWithHuman: false)]);

        var board = Render<OperationsBoard>(parameters => parameters.Add(one => one.View, view).Add(one => one.RedisIsUp, false).Add(one => one.Now, Noon));

        board.Find($"{TestId("op-waiting")} .figure-value").TextContent.ShouldBe("3");
        board.Find(TestId("op-waiting")).TextContent.ShouldContain("Imminent 2");
        board.Find(TestId("op-longest")).TextContent.ShouldContain("4 min 00 s");
        board.Find(TestId("op-inbox")).TextContent.ShouldContain("the oldest for 1 min 30 s: late");
        board.Find(TestId("op-inbox")).HasAttribute("data-late").ShouldBeTrue();
        board.Find(TestId("op-outbox")).HasAttribute("data-late").ShouldBeFalse();
        board.Find(TestId("op-redis")).TextContent.ShouldContain("Does not answer");
        var failed = board.FindAll(TestId("op-failed-turn"));
        failed[0].TextContent.ShouldContain("Child 7K2Q");
        failed[0].TextContent.ShouldContain("With the counsellors");
        failed[0].TextContent.ShouldContain("JsonException");
        failed[1].TextContent.ShouldContain("Is tried again");
        var channel = board.Find(TestId("op-channel"));
        channel.GetAttribute("data-channel").ShouldBe("twilio");
        channel.QuerySelector(".health")!.TextContent.Trim().ShouldBe("OK");
        board.FindAll(TestId("op-triage")).ShouldBeEmpty("it is not read yet");
        board.Render(parameters => parameters.Add(one => one.Triage, new TriageRecord([])));
        board.FindAll(TestId("op-triage")).Count.ShouldBe(1);
    }
}
