using Helpline.Messages;

namespace Helpline.Tests.Messages;

public class SendersTests
{
    [Theory]
    [InlineData("twilio", "+923001234567")]
    [InlineData("kannel", "+923001234567")]
    [InlineData("kannel", "923001234567")]
    [InlineData("kannel", "03001234567")]
    [InlineData("whatsapp", "whatsapp:+923001234567")]
    [InlineData("twilio", "+6834001")] // Niue's have seven digits
    [InlineData("directline", "a-chat")]
    [InlineData("simulator", "1")]
    public void A_telephone_or_a_chat_can_be_answered(string channel, string from) => Senders.CanBeAnswered(new Address(channel, from)).ShouldBeTrue();

    [Theory]
    [InlineData("+266696687")]
    [InlineData("266696687")]
    [InlineData("+7378742833")]
    [InlineData("+2562533")]
    [InlineData("+8656696")]
    [InlineData("+86282452253")]
    [InlineData("anonymous")]
    [InlineData("Anonymous")]
    [InlineData("withheld")]
    [InlineData("restricted")]
    [InlineData("unknown")]
    [InlineData("EasyPaisa")]
    [InlineData("Bank-1234567")]
    [InlineData("8558")]
    [InlineData("667766")]
    [InlineData("")]
    [InlineData("+1234567890123456")]
    public void A_withheld_number_a_short_code_or_a_name_cannot(string from)
    {
        Senders.CanBeAnswered(new Address(ChannelNames.Twilio, from)).ShouldBeFalse();
        Senders.CanBeAnswered(new Address(ChannelNames.Kannel, from)).ShouldBeFalse();
        Senders.CanBeAnswered(new Address(ChannelNames.WhatsApp, $"whatsapp:{from}")).ShouldBeFalse();
    }
}
