namespace Helpline.Dialogs.Import;

/// <summary>Something of an export that did not come over as it was, and what to do about it.</summary>
/// <param name="Flow">The flow's name in RapidPro; empty: the export as a whole.</param>
/// <param name="Node">The node's uuid in RapidPro; empty: the flow as a whole.</param>
/// <param name="Type">The type of action, router, test or part of the export.</param>
public sealed record ImportFinding(string Flow, string Node, string Type, ImportOutcome Outcome, string Why, string Remedy);

/// <summary>What became of it.</summary>
public enum ImportOutcome
{
    /// <summary>It came over, but not quite the same: somebody should look.</summary>
    Check,

    /// <summary>It is not in the files that were written.</summary>
    NotConverted,
}
