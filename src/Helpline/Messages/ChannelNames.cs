namespace Helpline.Messages;

/// <summary>The names by which channels are stored, measured and configured.</summary>
public static class ChannelNames
{
    public const string Twilio = "twilio";

    /// <summary>Through Twilio as well, and apart from its SMS: another address, another STOP, another price.</summary>
    public const string WhatsApp = "whatsapp";
    public const string Kannel = "kannel";
    public const string Simulator = "simulator";
    public const string DirectLine = "directline";
    public const string BotFramework = "botframework";

    /// <summary>True if children on the channel read their conversation from us (<see cref="ITranscript"/>), so that somebody may wait for news of it.</summary>
    public static bool ReadsTranscript(string channel) => channel == DirectLine;

    /// <summary>True if the channel's network takes free words only for a while after the child's last message (<see cref="MessagingWindow"/>).</summary>
    public static bool HasWindow(string channel) => channel == WhatsApp;

    /// <summary>True if a text travels, and is paid for, in SMS segments; else it is one message, however long. The simulator plays SMS.</summary>
    public static bool HasSegments(string channel) => channel is Twilio or Kannel or Simulator;
}
