using System.Globalization;
using System.Text;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>Counts, and what was violated.</summary>
internal sealed class Verdict
{
    private const int MostExamples = 5;
    private readonly List<(string Name, string Value)> _counts = [];
    private readonly List<(string Rule, IReadOnlyList<string> Cases)> _rules = [];

    public bool IsGood => _rules.All(rule => rule.Cases.Count == 0);

    public void Count(string name, long value) => _counts.Add((name, value.ToString(CultureInfo.InvariantCulture)));

    public void Note(string name, string value) => _counts.Add((name, value));

    /// <summary>A rule that holds if there is no case against it.</summary>
    public void Rule(string rule, IEnumerable<string> against) => _rules.Add((rule, [.. against]));

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _counts)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-44}{value,10}");
        foreach (var (rule, cases) in _rules)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {(cases.Count == 0 ? "holds   " : "VIOLATED")} {rule}{(cases.Count == 0 ? "" : $": {cases.Count} cases")}");
            foreach (var example in cases.Take(MostExamples))
                text.AppendLine(CultureInfo.InvariantCulture, $"             {example}");
        }

        return text.ToString();
    }
}
