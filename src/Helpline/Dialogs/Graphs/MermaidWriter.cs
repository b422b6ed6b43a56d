using System.Globalization;
using System.Text;

namespace Helpline.Dialogs.Graphs;

/// <summary>Writes a graph as a Mermaid flowchart.</summary>
public static class MermaidWriter
{
    public static string Write(DialogGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var ids = graph.Nodes.Index().ToDictionary(node => node.Item.Id, node => string.Create(CultureInfo.InvariantCulture, $"n{node.Index + 1}"), StringComparer.Ordinal); // names may be words of Mermaid's, such as end
        var chart = new StringBuilder()
            .Append("---\ntitle: \"").Append(graph.Title.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"\n---\n")
            .Append(graph.IsWide ? "flowchart LR\n" : "flowchart TD\n");
        foreach (var node in graph.Nodes)
            chart.Append("  ").Append(ids[node.Id]).Append(Shape(node.Kind, Label(node))).Append('\n');
        foreach (var edge in graph.Edges)
            chart.Append("  ").Append(ids[edge.From]).Append(' ').Append(Arrow(edge.Kind)).Append(edge.Label.Length == 0 ? " " : $"|\"{Escaped(edge.Label)}\"| ").Append(ids[edge.To]).Append('\n');
        foreach (var (style, of) in Styles(graph, ids))
            chart.Append("  ").Append(style).Append("\n  class ").AppendJoin(',', of).Append(' ').Append(style.Split(' ')[1]).Append('\n');
        return chart.ToString();
    }

    private static string Label(GraphNode node) => string.Join("<br/>", new[] { $"[{node.Note}]", node.Name, node.Words }.Where(line => line.Length > 0).Select(Escaped));

    private static string Shape(NodeKind kind, string label) => kind switch
    {
        NodeKind.Question => $"(\"{label}\")",
        NodeKind.Step => $"[\"{label}\"]",
        NodeKind.Branch => $"{{\"{label}\"}}",
        NodeKind.Call => $"[[\"{label}\"]]",
        NodeKind.Handoff => $"{{{{\"{label}\"}}}}",
        NodeKind.End => $"([\"{label}\"])",
        NodeKind.Return => $">\"{label}\"]",
        NodeKind.Flow => $"[/\"{label}\"/]",
        NodeKind.Root => $"[/\"{label}\"\\]",
        NodeKind.Missing => $"[\\\"{label}\"\\]",
        _ => throw new InvalidOperationException($"Unknown kind of node {kind}."),
    };

    private static string Arrow(EdgeKind kind) => kind switch
    {
        EdgeKind.Go or EdgeKind.Answer => "-->",
        EdgeKind.Silence => "-.->",
        EdgeKind.Call => "==>",
        EdgeKind.FollowUp => "-.-o",
        _ => throw new InvalidOperationException($"Unknown kind of edge {kind}."),
    };

    private static IEnumerable<(string Style, IReadOnlyList<string> Of)> Styles(DialogGraph graph, Dictionary<string, string> ids) => new (string Style, Func<GraphNode, bool> Is)[]
    {
        ("classDef start stroke-width:4px", node => node.IsStart),
        ("classDef handoff fill:#fecaca,stroke:#991b1b,color:#450a0a", node => node.Kind == NodeKind.Handoff && !node.IsUnreached),
        ("classDef unreached fill:#fde68a,stroke:#92400e,color:#451a03,stroke-dasharray:5 4", node => node.IsUnreached || node.Kind == NodeKind.Missing),
    }.Select(style => (style.Style, (IReadOnlyList<string>)[.. graph.Nodes.Where(style.Is).Select(node => ids[node.Id])])).Where(style => style.Item2.Count > 0);

    /// <summary>As entities: a quote would end the label, and the rest is HTML.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '"' or '#' or '<' or '>' or '&' or '`')
                escaped.Append(CultureInfo.InvariantCulture, $"#{(int)character};");
            else
                escaped.Append(character);
        }

        return escaped.ToString();
    }
}
