using Bunit;
using Helpline.Console.Operations;
using Helpline.Conversations.Pacing;
using Helpline.Messages;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Operations;

public sealed class LoopTableTests : ConsoleTest
{
    [Fact]
    public void A_robot_is_named_with_what_gave_it_away_and_can_be_answered_again_while_the_bot_is_silent()
    {
        var lifted = new List<ContactId>();
        var contact = new ContactId(Guid.Parse("00000000-0000-7000-8000-000000000001"));
        var silent = new LoopNotice(contact, "7K2Q", "twilio", LoopKind.Echo, Noon.AddMinutes(-2), Noon.AddMinutes(58), null);

        var table = Render<LoopTable>(parameters => parameters.Add(one => one.Now, Noon).Add(one => one.Lift, one => { lifted.Add(one); return Task.FromResult<string?>("Try again."); }).Add(one => one.Loops,
        [
            silent,
            silent with { Contact = new ContactId(Guid.Empty), Name = "0PQR", EndedAt = Noon },
            silent with { Contact = new ContactId(Guid.AllBitsSet), Name = "1ABC", Until = Noon },
        ]));

        var rows = table.FindAll(TestId("op-loop"));
        rows[0].TextContent.ShouldContain("Child 7K2Q");
        rows[0].TextContent.ShouldContain("Sends our own words back");
        rows[0].TextContent.ShouldContain("silent for 58 min");
        rows[1].TextContent.ShouldContain("Is answered again");
        rows[2].TextContent.ShouldContain("The silence is over");
        table.FindAll(TestId("op-loop-lift")).ShouldHaveSingleItem().Click();
        lifted.ShouldBe([contact]);
        table.Find("[role=alert]").TextContent.ShouldBe("Try again.");
    }

    [Fact]
    public void Without_robots_there_is_no_table() =>
        Render<LoopTable>(parameters => parameters.Add(one => one.Now, Noon).Add(one => one.Loops, [])).Markup.Trim().ShouldBeEmpty();
}
