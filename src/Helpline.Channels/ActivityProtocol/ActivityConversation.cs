namespace Helpline.Channels.ActivityProtocol;

/// <summary>The conversation that an activity is in.</summary>
internal sealed record ActivityConversation(string Id);
