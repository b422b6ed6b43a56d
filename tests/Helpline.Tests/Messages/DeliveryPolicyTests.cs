using Helpline.Messages;

namespace Helpline.Tests.Messages;

public class DeliveryPolicyTests
{
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    [Fact]
    public void What_was_sent_is_sent_and_what_was_refused_has_failed()
    {
        DeliveryPolicy.Decide(new SendResult.Sent("SM1"), 1, Young).ShouldBe(new DeliveryDecision(DeliveryStatus.Sent, null, null));
        DeliveryPolicy.Decide(new SendResult.Refused("21610"), 1, Young).ShouldBe(new DeliveryDecision(DeliveryStatus.Failed, "21610", null));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(10, 512)]
    [InlineData(11, 600)]
    [InlineData(1000, 600)]
    public void Pauses_double_up_to_ten_minutes(int attempt, int seconds) =>
        DeliveryPolicy.Decide(new SendResult.TryLater("20429"), attempt, Young)
            .ShouldBe(new DeliveryDecision(DeliveryStatus.Pending, "20429", TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(30, 30)]
    [InlineData(1, 4)]
    public void A_providers_longer_wish_is_honoured(int wish, int seconds) =>
        DeliveryPolicy.Decide(new SendResult.TryLater("429", TimeSpan.FromSeconds(wish)), 3, Young).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_provider_has_a_day_to_come_back()
    {
        DeliveryPolicy.Decide(new SendResult.TryLater("20003"), 150, TimeSpan.FromHours(23)).Status.ShouldBe(DeliveryStatus.Pending);
        DeliveryPolicy.Decide(new SendResult.TryLater("20003"), 150, TimeSpan.FromHours(24)).Status.ShouldBe(DeliveryStatus.Failed);
    }

    [Theory]
    [InlineData(1, DeliveryStatus.Ambiguous)]
    [InlineData(2, DeliveryStatus.Ambiguous)]
    [InlineData(3, DeliveryStatus.Failed)]
    public void A_send_whose_answer_is_lost_is_not_repeated_for_ever(int attempt, DeliveryStatus status) =>
        DeliveryPolicy.Decide(new SendResult.Unknown("timeout"), attempt, Young).Status.ShouldBe(status);
}
