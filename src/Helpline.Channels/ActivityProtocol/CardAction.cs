namespace Helpline.Channels.ActivityProtocol;

/// <summary>A button; <c>imBack</c> says its value in the child's name.</summary>
internal sealed record CardAction(string Type, string Title, string Value)
{
    public override string ToString() => Type;
}
