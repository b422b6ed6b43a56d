using Bunit;
using Helpline.Console.Desk;
using Helpline.Messages;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Desk;

public sealed class UndeliveredListTests : ConsoleTest
{
    [Fact]
    public void Item_SaysWhatDidNotArriveAndLeadsToIt()
    {
        var reply = new UndeliveredReplies(new ConversationId(Guid.NewGuid()), "7K2Q", 2, Noon);

        var item = Render<UndeliveredList>(parameters => parameters.Add(list => list.Replies, [reply]).Add(list => list.Zone, TimeZoneInfo.Utc)).Find(TestId("undelivered-item"));

        item.TextContent.ShouldContain("Child 7K2Q");
        item.TextContent.ShouldContain("2 messages of yours did not arrive");
        item.GetAttribute("href").ShouldBe($"/console/{reply.Conversation}");
    }

    [Fact]
    public void Nothing_IsShownWhenAllArrived() =>
        Render<UndeliveredList>(parameters => parameters.Add(list => list.Replies, []).Add(list => list.Zone, TimeZoneInfo.Utc)).Markup.Trim().ShouldBeEmpty();
}
