namespace Helpline.Messages;

/// <summary>The names by which channels are stored, measured and configured.</summary>
public static class ChannelNames
{
    public const string Twilio = "twilio";
    public const string Kannel = "kannel";
    public const string Simulator = "simulator";
    public const string DirectLine = "directline";

    /// <summary>True if children on the channel read their conversation from us (<see cref="ITranscript"/>), so that somebody may wait for news of it.</summary>
    public static bool ReadsTranscript(string channel) => channel == DirectLine;
}
