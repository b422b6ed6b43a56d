namespace Helpline.Dialogs.Import;

/// <summary>What an export became.</summary>
/// <param name="Files">Below the library's root; each can be read by <see cref="DialogReader"/>, as far as no finding says otherwise.</param>
/// <param name="Findings">All that did not come over as it was, in the order of the export.</param>
/// <param name="Figures">How much came over.</param>
public sealed record ImportResult(IReadOnlyList<DialogSource> Files, IReadOnlyList<ImportFinding> Findings, ImportFigures Figures);

/// <summary>How much of an export came over.</summary>
/// <param name="Nodes">All nodes of all flows.</param>
/// <param name="Whole">Nodes of which nothing was lost: no finding says <see cref="ImportOutcome.NotConverted"/>.</param>
/// <param name="AsTheyWere">Nodes without any finding.</param>
public sealed record ImportFigures(int Flows, int Nodes, int Whole, int AsTheyWere);
