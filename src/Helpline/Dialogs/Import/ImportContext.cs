namespace Helpline.Dialogs.Import;

/// <summary>What the conversion of every flow needs to know of the others.</summary>
/// <param name="Languages">RapidPro's language codes and ours.</param>
/// <param name="Spoken">Those of our languages that the export has any texts in.</param>
/// <param name="FlowNames">By the flow's uuid in RapidPro.</param>
/// <param name="GroupNames">By the group's uuid.</param>
internal sealed record ImportContext(
    IReadOnlyDictionary<string, string> Languages,
    IReadOnlyList<string> Spoken,
    IReadOnlyDictionary<string, string> FlowNames,
    IReadOnlyDictionary<string, string> GroupNames,
    FactBook Facts,
    CallGraph Calls);
