namespace Helpline.Channels.BotFramework;

/// <summary>Who an activity is from or for.</summary>
internal sealed record BotParty(string Id)
{
    public override string ToString() => "[hidden]";
}
