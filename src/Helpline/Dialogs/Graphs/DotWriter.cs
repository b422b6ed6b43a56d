using System.Text;

namespace Helpline.Dialogs.Graphs;

/// <summary>Writes a graph in Graphviz' DOT language; <c>dot -Tsvg</c> makes a picture of it.</summary>
public static class DotWriter
{
    /// <summary>Graphviz does not wrap lines by itself.</summary>
    private const int LineLength = 32;

    public static string Write(DialogGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var dot = new StringBuilder()
            .Append("digraph ").Append(Quoted(graph.Title)).Append(" {\n")
            .Append(graph.IsWide ? "  rankdir=LR\n" : "")
            .Append("  node [fontname=\"sans-serif\", fontsize=11, style=\"filled\", fillcolor=\"white\", color=\"#475569\"]\n")
            .Append("  edge [fontname=\"sans-serif\", fontsize=10, color=\"#475569\"]\n");
        foreach (var node in graph.Nodes)
            dot.Append("  ").Append(Quoted(node.Id)).Append(" [label=").Append(Quoted(string.Join('\n', Label(node)))).Append(", ").Append(Shape(node)).Append("]\n");
        foreach (var edge in graph.Edges)
            dot.Append("  ").Append(Quoted(edge.From)).Append(" -> ").Append(Quoted(edge.To)).Append(" [").Append(Line(edge)).Append("]\n");
        return dot.Append("}\n").ToString();
    }

    private static IEnumerable<string> Label(GraphNode node) => [$"[{node.Note}]", node.Name, .. Wrap(node.Words)];

    private static string Shape(GraphNode node)
    {
        var shape = node.Kind switch
        {
            NodeKind.Question => "shape=box, style=\"rounded,filled\"",
            NodeKind.Step => "shape=box",
            NodeKind.Branch => "shape=hexagon",
            NodeKind.Call => "shape=component",
            NodeKind.Handoff => "shape=doubleoctagon, fillcolor=\"#fecaca\"",
            NodeKind.End => "shape=oval",
            NodeKind.Return => "shape=cds",
            NodeKind.Flow => "shape=folder, fillcolor=\"#e0f2fe\"",
            NodeKind.Root => "shape=house",
            NodeKind.Missing => "shape=octagon, style=\"dotted,filled\", fillcolor=\"#fde68a\"",
            _ => throw new InvalidOperationException($"Unknown kind of node {node.Kind}."),
        };
        return node switch
        {
            { IsUnreached: true } => $"{shape}, style=\"dashed,filled\", fillcolor=\"#fde68a\"",
            { IsStart: true } => $"{shape}, penwidth=3",
            _ => shape,
        };
    }

    private static string Line(GraphEdge edge)
    {
        var label = edge.Label.Length == 0 ? "" : $"label={Quoted(string.Join('\n', Wrap(edge.Label)))}, ";
        return label + edge.Kind switch
        {
            EdgeKind.Go or EdgeKind.Answer => "style=solid",
            EdgeKind.Silence => "style=dotted",
            EdgeKind.Call => "style=bold, arrowhead=normalnormal",
            EdgeKind.FollowUp => "style=dashed",
            _ => throw new InvalidOperationException($"Unknown kind of edge {edge.Kind}."),
        };
    }

    private static IEnumerable<string> Wrap(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > LineLength)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
