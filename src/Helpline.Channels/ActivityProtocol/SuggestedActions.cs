namespace Helpline.Channels.ActivityProtocol;

/// <summary>Buttons below the last message.</summary>
internal sealed record SuggestedActions(IReadOnlyList<CardAction> Actions)
{
    public static SuggestedActions Of(IReadOnlyList<string> labels) => new([.. labels.Select(label => new CardAction("imBack", label, label))]);
}
