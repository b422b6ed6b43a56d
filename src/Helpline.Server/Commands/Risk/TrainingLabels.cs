using System.Text;
using Helpline.Handoffs;
using Helpline.Storage.Reading;

namespace Helpline.Server.Commands.Risk;

/// <summary>Labels a closed conversation's messages.</summary>
/// <remarks>
/// A counsellor judges the conversation, not each message. Where it was no danger, no message is. Where it was, one message is taken to say so: that of
/// which triage said most, or the first. Of its others nobody knows, so they are left out: "hi" before a disclosure must not be learnt as danger.
/// </remarks>
internal static class TrainingLabels
{
    public static IEnumerable<LabelledMessage> Of(JudgedConversation conversation)
    {
        var atRisk = conversation.ClosingLevel >= HandoffPolicy.CallsHuman;
        var messages = conversation.Messages.Select(message => message with { Text = OnOneLine(message.Text) }).Where(message => message.Text.Length > 0);
        if (atRisk)
            messages = messages.OrderByDescending(message => message.Triage).Take(1); // a stable sort: of equals, the first
        return messages.Select(message => new LabelledMessage(0, message.Text, atRisk, conversation.Language, null, conversation.Danger));
    }

    /// <summary>A TSV file has no quoting: whatever would end a field or a line becomes a space.</summary>
    private static string OnOneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
            line.Append(char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter);
        return line.ToString().Trim();
    }
}
