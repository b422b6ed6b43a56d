using Helpline.Messages;

namespace Helpline.Tests.Messages;

public class MessagingWindowTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_window_is_open_for_24_hours_after_the_childs_last_message()
    {
        MessagingWindow.IsOpen(ChannelNames.WhatsApp, Now.AddHours(-24).AddSeconds(1), Now).ShouldBeTrue();
        MessagingWindow.IsOpen(ChannelNames.WhatsApp, Now.AddHours(-24), Now).ShouldBeFalse();
        MessagingWindow.IsOpen(ChannelNames.WhatsApp, lastHeardAt: null, Now).ShouldBeFalse();
    }

    [Theory]
    [InlineData(ChannelNames.Twilio)]
    [InlineData(ChannelNames.Kannel)]
    [InlineData(ChannelNames.DirectLine)]
    [InlineData(ChannelNames.Simulator)]
    public void Other_channels_have_none(string channel) => MessagingWindow.IsOpen(channel, Now.AddDays(-9), Now).ShouldBeTrue();

    [Theory]
    [InlineData(true, false, false, Passage.Free)]
    [InlineData(true, true, true, Passage.Free)]
    [InlineData(false, false, false, Passage.Closed)]
    [InlineData(false, true, false, Passage.Invite)]
    [InlineData(false, true, true, Passage.Await)]
    public void Outside_a_child_is_invited_once_if_there_is_a_template(bool isOpen, bool canInvite, bool isInvited, Passage expected) =>
        MessagingWindow.Decide(isOpen, canInvite, isInvited).ShouldBe(expected);

    [Fact]
    public void A_message_waits_for_its_whole_life_once_its_invitation_has_left()
    {
        var waits = new DeliveryDecision(DeliveryStatus.Pending, DeliveryCodes.AwaitingReply, TimeSpan.FromHours(3));
        Decide(new SendResult.Sent("SM1"), attempt: 1).ShouldBe(waits);
        Decide(new SendResult.Unknown("timeout"), attempt: 1).ShouldBe(new DeliveryDecision(DeliveryStatus.Pending, "timeout", TimeSpan.FromSeconds(2)), "better invited twice than never");
        Decide(new SendResult.Unknown("timeout"), DeliveryPolicy.MostUnknown).ShouldBe(waits, "but not for ever");
        Decide(new SendResult.Refused("63024"), attempt: 1).ShouldBe(new DeliveryDecision(DeliveryStatus.Failed, "63024"));
    }

    private static DeliveryDecision Decide(SendResult result, int attempt) => DeliveryPolicy.DecideInvitation(result, attempt, jitter: 1, TimeSpan.FromHours(3));
}
