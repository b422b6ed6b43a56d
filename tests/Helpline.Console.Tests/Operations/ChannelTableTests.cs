using Bunit;
using Helpline.Console.Operations;
using Helpline.Messages;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Operations;

public sealed class ChannelTableTests : ConsoleTest
{
    [Fact]
    public void Failures_AreShownByReasonTheMostFrequentFirst()
    {
        var activity = new ChannelActivity(ChannelNames.WhatsApp, Noon, 3, Noon, 40, 3, 0) { Failures = [new FailureCount("63024", 1), new FailureCount(DeliveryCodes.WindowClosed, 2)] };

        var table = Render<ChannelTable>(parameters => parameters.Add(one => one.Channels, [activity]).Add(one => one.Now, Noon));

        table.FindAll(TestId("op-failure")).Select(failure => failure.TextContent)
            .ShouldBe(["2: the child last wrote more than 24 hours ago, and WhatsApp lets nothing else through", "1: error 63024"]);
        table.Find("th[scope=row]").TextContent.ShouldBe("WhatsApp (Twilio)");
    }
}
