namespace Helpline.Dialogs;

/// <summary>Where a child is in the dialogs.</summary>
/// <param name="State">The state that waits for an answer; null before the first message.</param>
public sealed record DialogPosition(string? State)
{
    /// <summary>Flows that are to be gone back to, the last one called last.</summary>
    public IReadOnlyList<Frame> Callers { get; init; } = [];

    public static DialogPosition Start { get; } = new(State: null);

    public bool Equals(DialogPosition? other) => other is not null && State == other.State && Callers.SequenceEqual(other.Callers);

    public override int GetHashCode() => HashCode.Combine(State, Callers.Count);
}

/// <summary>What a flow goes back to.</summary>
/// <param name="State">The state.</param>
/// <param name="AsksOnly">True if its question was open and is asked again, without the rest of what the state does.</param>
public readonly record struct Frame(string State, bool AsksOnly);
