using Helpline.Dialogs;

namespace Helpline.Tests.Dialogs;

/// <summary>What ways through a flow cost. In the test library every message is one segment.</summary>
public class FlowCostsTests
{
    [Fact]
    public void The_cheapest_the_typical_and_the_dearest_way_are_counted()
    {
        var cost = new FlowCosts(TestLibrary.Engine.Library).Of("pictures", Languages.English);

        cost.Cheapest.ShouldBe(new Cost(5, 2)); // three messages; no: two; a person
        cost.Dearest.ShouldBe(new Cost(7, 2)); // three messages; yes: one and two; done: one
        cost.TypicalSegments.ShouldBe(3 + 0.5 + 2 + (1.0 / 3), 1e-9);
        cost.TypicalAnswers.ShouldBe(2, 1e-9);
    }

    [Fact]
    public void Urdu_costs_what_its_alphabet_costs()
    {
        var library = new TestLibrary().Replace("phrases/ur/pictures.yaml", "ur pictures.bye", new string('ب', 71));

        new FlowCosts(library.Read()).Of("pictures", Languages.Urdu).Dearest.Segments.ShouldBe(8);
    }

    [Fact]
    public void A_handoff_costs_the_message_that_a_person_is_coming() =>
        new FlowCosts(TestLibrary.Engine.Library).Of("bullying", Languages.English).Cheapest.ShouldBe(new Cost(2, 0));
}
