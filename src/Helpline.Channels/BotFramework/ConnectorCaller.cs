namespace Helpline.Channels.BotFramework;

/// <summary>Who has posted to us, by a token that was found genuine.</summary>
/// <param name="ServiceUrl">The connector that it speaks for.</param>
/// <param name="Channels">The channels that its key is endorsed for.</param>
internal sealed record ConnectorCaller(string ServiceUrl, IReadOnlySet<string> Channels)
{
    /// <summary>Null if the activity may come from the caller; else what speaks against it.</summary>
    public string? Objection(IncomingBotActivity activity)
    {
        if (!Channels.Contains(activity.ChannelId))
            return "was signed by a key that is not endorsed for its channelId";
        return ServiceUrl.Equals(activity.ServiceUrl, StringComparison.OrdinalIgnoreCase) ? null : "has another serviceUrl than its token";
    }
}
