using Helpline.Risk;

namespace Helpline.Conversations.Pacing;

/// <summary>What out-of-office notices, auto-responders and delivery failures say of themselves. One such message proves nothing; see <see cref="LoopDetector"/>.</summary>
internal static class AutomaticReply
{
    private static readonly string[] Marks = [.. new[]
    {
        "automatic reply", "automatic response", "automatic message", "automated reply", "automated response", "automated message", "auto reply", "autoreply", "auto response",
        "auto generated", "automatically generated", "system generated", "do not reply", "out of office", "out of the office", "on annual leave", "not monitored", "no longer in use",
        "will get back to you", "we have received your message", "thank you for contacting", "thanks for contacting", "thank you for your message",
        "delivery failure", "delivery failed", "delivery has failed", "delivery status notification", "undeliverable", "could not be delivered", "not be delivered", "message not delivered", "mailer daemon",
        "khudkar jawab", "khudkar paigham", "yeh khudkar", "aap ka paigham mil gaya", "aap ka shukriya ham jald",
        "خودکار جواب", "خودکار پیغام", "آپ کا پیغام موصول",
    }.Select(mark => $" {TextNormalizer.Normalize(mark)} ")];

    public static bool Is(IReadOnlyList<string> words)
    {
        var text = $" {string.Join(' ', words)} ";
        return Marks.Any(mark => text.Contains(mark, StringComparison.Ordinal));
    }
}
