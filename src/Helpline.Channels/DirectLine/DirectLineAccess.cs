namespace Helpline.Channels.DirectLine;

/// <summary>What a credential opens.</summary>
/// <param name="Conversation">The one conversation; null for whoever has the secret: every one.</param>
/// <param name="User">The user's id that the token was made for, if it was made for one.</param>
internal sealed record DirectLineAccess(string? Conversation, string? User)
{
    public override string ToString() => Conversation is null ? "the secret" : "a token";
}
