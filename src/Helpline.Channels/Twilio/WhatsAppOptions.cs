namespace Helpline.Channels.Twilio;

/// <summary>Configuration section <c>Channels:Twilio:WhatsApp</c>. The channel is on whenever Twilio is: what arrives must be answered.</summary>
public sealed class WhatsAppOptions
{
    private const int LengthOfSid = 34;

    /// <summary>The WhatsApp sender, <c>whatsapp:+14155238886</c>, for messages that do not say which one the child wrote to. Default: none.</summary>
    public string From { get; set; } = "";

    /// <summary>
    /// The approved template, <c>HX…</c>, without variables, that asks a child to answer when its last message is older than 24 hours. Its words must not name the topic.
    /// Default: none; then what is written too late is not delivered, and whoever wrote it is told so.
    /// </summary>
    public string ContentSid { get; set; } = "";

    /// <summary>What WhatsApp takes from the sender, all nodes together. Default: 0, no limit of ours; Twilio queues.</summary>
    public int MessagesPerSecond { get; set; }

    /// <summary>Everything that is wrong, each naming its key and what it should be.</summary>
    internal IEnumerable<string> Problems()
    {
        const string section = $"{TwilioOptions.Section}:WhatsApp";
        if (From.Length > 0 && !(From.StartsWith($"{TwilioLine.WhatsAppPrefix}+", StringComparison.Ordinal) && From[(TwilioLine.WhatsAppPrefix.Length + 1)..].All(char.IsAsciiDigit)))
            yield return $"{section}:From must be a WhatsApp sender, whatsapp:+14155238886";
        if (ContentSid.Length > 0 && !(ContentSid.Length == LengthOfSid && ContentSid.StartsWith("HX", StringComparison.Ordinal) && ContentSid[2..].All(char.IsAsciiHexDigitLower)))
            yield return $"{section}:ContentSid must be a template of Twilio's Content Template Builder: HX and 32 hexadecimal digits";
        if (MessagesPerSecond < 0)
            yield return $"{section}:MessagesPerSecond must be 0 (no limit) or more";
    }
}
