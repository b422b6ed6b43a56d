namespace Helpline.Dialogs;

/// <summary>Where a child is in the dialogs.</summary>
/// <param name="State">The state that waits for an answer; null before the first message.</param>
/// <param name="Caller">The state whose question is asked again when the called flow returns.</param>
public sealed record DialogPosition(string? State, string? Caller = null)
{
    public static DialogPosition Start { get; } = new(State: null);
}
