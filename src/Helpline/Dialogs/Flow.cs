namespace Helpline.Dialogs;

/// <summary>What holds for all states of a flow.</summary>
/// <param name="Title">For the team and for counsellors.</param>
/// <param name="Start">The first state's name, <c>flow.state</c>.</param>
public sealed record Flow(string Title, string Start)
{
    /// <summary>Whoever reads along must not learn of it: its messages begin neutrally, and the safe word is asked for first where a child has set one.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>The most segments that a way through it may cost, in any language; null: no limit.</summary>
    public int? Budget { get; init; }
}
