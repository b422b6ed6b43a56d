using System.Globalization;

namespace Helpline.Dialogs.Lint;

/// <summary>No way through a flow costs more than the flow may.</summary>
internal static class BudgetChecks
{
    public static void Check(DialogDraft draft, DialogLibrary library)
    {
        var costs = new FlowCosts(library);
        foreach (var (name, flow) in library.Flows.Where(flow => flow.Value.Budget is not null))
        {
            var dearest = library.Languages.Select(language => costs.Of(name, language)).MaxBy(cost => cost.Dearest.Segments)!;
            if (dearest.Dearest.Segments > flow.Budget)
                draft.Problems.Add(draft.States[flow.Start].At.Problem(string.Create(CultureInfo.InvariantCulture, $"the dearest way through '{name}' takes {dearest.Dearest.Segments} segments in {dearest.Language}; its budget is {flow.Budget}")));
        }
    }
}
