using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Console.Tests;

public sealed class LabelsTests
{
    [Fact]
    public void EveryValue_HasWords()
    {
        Enum.GetValues<RiskLevel>().Select(Labels.Of).Distinct().Count().ShouldBe(Enum.GetValues<RiskLevel>().Length);
        Enum.GetValues<Danger>().Select(Labels.Of).Distinct().Count().ShouldBe(Enum.GetValues<Danger>().Length);
        Enum.GetValues<HandoffOutcome>().Select(Labels.Of).Distinct().Count().ShouldBe(Enum.GetValues<HandoffOutcome>().Length);
        Enum.GetValues<DeliveryStatus>().Select(Labels.Of).ShouldNotContain(string.Empty);
    }

    [Theory]
    [InlineData("triage", "Triage found danger")]
    [InlineData("asked", "Asked for a person")]
    [InlineData("sexual_exploitation", "Told the bot: sexual exploitation")]
    [InlineData("not_understood", "Not understood")]
    public void Reason_IsSaidInWords(string reason, string words) => Labels.Reason(reason).ShouldBe(words);

    [Fact]
    public void Matter_IsTheDangerBeforeTheReason()
    {
        Labels.Matter(Danger.Suicide, "abuse").ShouldBe("Suicide");
        Labels.Matter(null, "abuse").ShouldBe("Abuse");
        Labels.Matter(null, "asked").ShouldBe("Asked for a person");
    }
}
