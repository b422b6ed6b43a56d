namespace Helpline.Messages;

/// <summary>The names by which channels are stored, measured and configured.</summary>
public static class ChannelNames
{
    public const string Twilio = "twilio";
    public const string Kannel = "kannel";
    public const string Simulator = "simulator";
}
