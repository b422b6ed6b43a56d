using Bunit;
using Helpline.Console.Desk;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Console.Tests.Desk;

public sealed class TranscriptBubbleTests : ConsoleTest
{
    [Fact]
    public void UrduMessage_RunsByItsOwnDirection_AndMarksItsEvidence()
    {
        const string text = "میں مرنا چاہتی ہوں";
        var bubble = Bubble(new TranscriptLine(1, TranscriptAuthor.Child, null, text, Noon, Assessment: new RiskAssessment(
            RiskLevel.Imminent, [new RiskEvidence("ur.wants_to_die", Danger.Suicide, RiskLevel.Imminent, 4, 14)])));

        var words = bubble.Find(".text");
        words.GetAttribute("dir").ShouldBe("auto");
        words.GetAttribute("lang").ShouldBe("ur");
        words.TextContent.ShouldBe(text);
        bubble.Find("mark").TextContent.ShouldBe("مرنا چاہتی ہوں");
        bubble.Find(".line-foot").TextContent.Trim().ShouldBe("triage: imminent · suicide (rule ur.wants_to_die)");
    }

    [Fact]
    public void Words_AreNeverMarkup()
    {
        var bubble = Bubble(new TranscriptLine(1, TranscriptAuthor.Child, null, "<script>alert(1)</script> <b>x</b>", Noon));

        bubble.FindAll("script").ShouldBeEmpty();
        bubble.Find(".text").TextContent.ShouldBe("<script>alert(1)</script> <b>x</b>");
    }

    [Theory]
    [InlineData(1, "1 attachment (not downloaded)")]
    [InlineData(3, "3 attachments (not downloaded)")]
    public void Attachments_AreSaidNotToBeDownloaded(int count, string words) =>
        Bubble(new TranscriptLine(1, TranscriptAuthor.Child, null, "", Noon, count)).Find(".attachments").TextContent.Trim().ShouldBe(words);

    [Theory]
    [InlineData(DeliveryStatus.Pending, null, "pending", "Waiting")]
    [InlineData(DeliveryStatus.Sending, null, "sending", "Sending")]
    [InlineData(DeliveryStatus.Ambiguous, null, "ambiguous", "Unclear: the network gave no answer, it may have arrived")]
    [InlineData(DeliveryStatus.Sent, null, "sent", "Sent")]
    [InlineData(DeliveryStatus.Delivered, null, "delivered", "Delivered")]
    [InlineData(DeliveryStatus.Undelivered, "30003", "undelivered", "Not delivered: error 30003")]
    [InlineData(DeliveryStatus.Failed, DeliveryCodes.WindowClosed, "failed", "Not delivered: the child last wrote more than 24 hours ago, and WhatsApp lets nothing else through")]
    [InlineData(DeliveryStatus.Failed, DeliveryCodes.OptedOut, "failed", "Not delivered: the child has said STOP")]
    [InlineData(DeliveryStatus.Failed, DeliveryCodes.CannotReceive, "failed", "Not delivered: the number takes no text messages")]
    [InlineData(DeliveryStatus.Pending, DeliveryCodes.AwaitingReply, "pending", "Waiting: the child was invited to answer, and gets this when it does")]
    [InlineData(DeliveryStatus.Failed, null, "failed", "Not delivered")]
    public void Delivery_IsSaidInWordsWithAShape(DeliveryStatus status, string? code, string hook, string words)
    {
        var bubble = Bubble(new TranscriptLine(1, TranscriptAuthor.Counsellor, "Amna", "I am here.", Noon, Status: status, ErrorCode: code));

        var line = bubble.Find(TestId("line"));
        line.GetAttribute("data-author").ShouldBe("counsellor");
        line.GetAttribute("data-status").ShouldBe(hook);
        bubble.Find(".line-foot").TextContent.Trim().ShouldBe(words);
        bubble.Find(".line-foot svg").GetAttribute("data-icon").ShouldBe(hook);
        bubble.Find(".line-head").TextContent.ShouldStartWith("Amna");
    }

    private IRenderedComponent<TranscriptBubble> Bubble(TranscriptLine line) =>
        Render<TranscriptBubble>(parameters => parameters.Add(bubble => bubble.Line, line).Add(bubble => bubble.Name, "7K2Q").Add(bubble => bubble.Zone, TimeZoneInfo.Utc));
}
