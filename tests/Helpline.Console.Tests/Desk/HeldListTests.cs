using Bunit;
using Helpline.Console.Desk;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Desk;

public sealed class HeldListTests : ConsoleTest
{
    [Fact]
    public void Item_LeadsToItsConversation_AndSaysWhatIsDue()
    {
        var due = new HeldConversation(new ConversationId(Guid.NewGuid()), "7K2Q", "ur-Latn", RiskLevel.High, Danger.Grooming, Noon, AnswersDue: true);
        var answered = due with { Conversation = new ConversationId(Guid.NewGuid()), Name = "0PQR", AnswersDue = false };

        var items = Render<HeldList>(parameters => parameters
            .Add(list => list.Held, [due, answered])
            .Add(list => list.Open, answered.Conversation)
            .Add(list => list.Zone, TimeZoneInfo.Utc)).FindAll(TestId("mine-item"));

        items[0].GetAttribute("href").ShouldBe($"/console/{due.Conversation}");
        items[0].TextContent.ShouldContain("Answer due");
        items[0].TextContent.ShouldContain("High · grooming");
        items[0].TextContent.ShouldContain("Roman Urdu · wrote 12:00");
        items[0].HasAttribute("aria-current").ShouldBeFalse();
        items[1].TextContent.ShouldNotContain("Answer due");
        items[1].GetAttribute("aria-current").ShouldBe("true");
    }
}
