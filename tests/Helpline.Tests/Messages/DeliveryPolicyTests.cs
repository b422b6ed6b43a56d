using Helpline.Messages;

namespace Helpline.Tests.Messages;

public class DeliveryPolicyTests
{
    [Fact]
    public void What_was_sent_is_sent_and_what_was_refused_has_failed()
    {
        DeliveryPolicy.Decide(new SendResult.Sent("SM1"), 1, 0).ShouldBe(new DeliveryDecision(DeliveryStatus.Sent));
        DeliveryPolicy.Decide(new SendResult.Refused("21610"), 1, 0).ShouldBe(new DeliveryDecision(DeliveryStatus.Failed, "21610"));
    }

    [Theory]
    [InlineData(SendTrouble.Throttled, 1, 1)]
    [InlineData(SendTrouble.Throttled, 5, 16)]
    [InlineData(SendTrouble.Throttled, 7, 60)]
    [InlineData(SendTrouble.Unavailable, 1, 2)]
    [InlineData(SendTrouble.Unavailable, 9, 300)]
    [InlineData(SendTrouble.Misconfigured, 1, 30)]
    [InlineData(SendTrouble.Misconfigured, 6, 600)]
    [InlineData(SendTrouble.Misconfigured, 100_000, 600)]
    public void Pauses_double_by_the_class_of_the_trouble(SendTrouble trouble, int attempt, int seconds)
    {
        DeliveryPolicy.Decide(new SendResult.TryLater(trouble, "x"), attempt, jitter: 1).ShouldBe(new DeliveryDecision(DeliveryStatus.Pending, "x", TimeSpan.FromSeconds(seconds)));
        DeliveryPolicy.Decide(new SendResult.TryLater(trouble, "x"), attempt, jitter: 0).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds / 2.0));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(1, 4)]
    public void A_providers_longer_wish_is_honoured(int wish, int seconds) =>
        DeliveryPolicy.Decide(new SendResult.TryLater(SendTrouble.Throttled, "429", TimeSpan.FromSeconds(wish)), 3, jitter: 1).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_lost_answer_is_never_simply_sent_again() =>
        DeliveryPolicy.Decide(new SendResult.Unknown("timeout"), 1, 0).ShouldBe(new DeliveryDecision(DeliveryStatus.Ambiguous, "timeout", DeliveryPolicy.ReceiptPatience));

    [Fact]
    public void The_providers_word_settles_a_lost_answer()
    {
        DeliveryPolicy.Resolve(new LookUpResult.Known(["SM1"]), 1, isExpired: true).Status.ShouldBe(DeliveryStatus.Sent);
        DeliveryPolicy.Resolve(new LookUpResult.Known([]), 50, isExpired: false).ShouldBe(new DeliveryDecision(DeliveryStatus.Pending, "not_taken", TimeSpan.Zero));
        DeliveryPolicy.Resolve(new LookUpResult.TryLater("503"), 50, isExpired: false).ShouldBe(new DeliveryDecision(DeliveryStatus.Ambiguous, "503", DeliveryPolicy.ReceiptPatience));
    }

    [Fact]
    public void What_follows_does_not_wait_for_ever_for_a_provider_that_does_not_answer() =>
        DeliveryPolicy.Resolve(new LookUpResult.TryLater("503"), 1, isExpired: true).ShouldBe(new DeliveryDecision(DeliveryStatus.Failed, "no_answer"));

    [Fact]
    public void A_provider_that_cannot_be_asked_gets_it_again_but_not_for_ever()
    {
        DeliveryPolicy.Resolve(new LookUpResult.CannotAsk(), DeliveryPolicy.MostUnknown - 1, isExpired: false).Status.ShouldBe(DeliveryStatus.Pending);
        DeliveryPolicy.Resolve(new LookUpResult.CannotAsk(), DeliveryPolicy.MostUnknown, isExpired: false).Status.ShouldBe(DeliveryStatus.Failed);
    }
}
