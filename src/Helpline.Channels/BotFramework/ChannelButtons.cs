namespace Helpline.Channels.BotFramework;

/// <summary>Which channels show answers as buttons below a message, how many, and how long they may be. On all others answers are numbered lines.</summary>
/// <remarks>Source: botbuilder-dialogs' Channel.supportsSuggestedActions; Facebook's and LINE's limits for quick replies.</remarks>
internal static class ChannelButtons
{
    public static bool Show(string channelId, IReadOnlyList<string> labels)
    {
        var (most, longest) = channelId switch
        {
            "directline" or "webchat" or "telegram" => (100, int.MaxValue),
            "facebook" => (10, 20),
            "line" => (13, 20),
            _ => (0, 0),
        };
        return labels.Count > 0 && labels.Count <= most && labels.All(label => label.Length <= longest);
    }
}
