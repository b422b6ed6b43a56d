using Helpline.Messages;

namespace Helpline.Channels.Twilio;

/// <summary>One of the account's ways to children: the API is the same, and all else is the line's own.</summary>
/// <param name="Channel">One of <see cref="ChannelNames"/>.</param>
/// <param name="From">Who sends if a message does not say which address the child wrote to.</param>
/// <param name="MessagingServiceSid">A messaging service to send through instead; empty: none.</param>
/// <param name="MessagesPerSecond">0: no limit of ours.</param>
/// <param name="ContentSid">The approved template that invites a child to answer; empty: none.</param>
internal sealed record TwilioLine(string Channel, string From, string MessagingServiceSid, int MessagesPerSecond, string ContentSid)
{
    /// <summary>How Twilio writes WhatsApp's addresses.</summary>
    public const string WhatsAppPrefix = "whatsapp:";

    /// <summary>The channel of an address as Twilio writes it.</summary>
    public static string ChannelOf(string address) => address.StartsWith(WhatsAppPrefix, StringComparison.Ordinal) ? ChannelNames.WhatsApp : ChannelNames.Twilio;

    public static TwilioLine Sms(TwilioOptions options) => new(ChannelNames.Twilio, options.From, options.MessagingServiceSid, options.MessagesPerSecond, ContentSid: "");

    /// <summary>Never through the messaging service: it could send from another number than the one whose window is open.</summary>
    public static TwilioLine WhatsApp(TwilioOptions options) =>
        new(ChannelNames.WhatsApp, options.WhatsApp.From, MessagingServiceSid: "", options.WhatsApp.MessagesPerSecond, options.WhatsApp.ContentSid);
}
