using Helpline.Dialogs.Graphs;

namespace Helpline.Console.Pictures;

/// <summary>
/// Gives every node a layer below all that lead to it, as far as they do not go in a circle. Nodes stand in even layers; the odd ones between them have the
/// labels, so that none covers another or a node.
/// </summary>
internal sealed class Layering
{
    private readonly Dictionary<string, List<GraphEdge>> _from;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly List<string> _finished = [];

    public Layering(DialogGraph graph)
    {
        _from = graph.Edges.Where(edge => edge.From != edge.To).GroupBy(edge => edge.From).ToDictionary(edges => edges.Key, edges => edges.ToList(), StringComparer.Ordinal);
        foreach (var node in graph.Nodes.OrderByDescending(node => node.Kind == NodeKind.Root).ThenByDescending(node => node.IsStart))
            Visit(node.Id);
        foreach (var node in Enumerable.Reverse(_finished))
        {
            var layer = Of.TryAdd(node, 0) ? 0 : Of[node];
            foreach (var edge in From(node).Where(edge => !Backwards.Contains(edge)))
                Of[edge.To] = Math.Max(Of.GetValueOrDefault(edge.To), layer + 2);
        }
    }

    /// <summary>Every node's layer.</summary>
    public Dictionary<string, int> Of { get; } = new(StringComparer.Ordinal);

    /// <summary>Edges that lead up, or into a circle.</summary>
    public HashSet<GraphEdge> Backwards { get; } = [];

    private List<GraphEdge> From(string node) => _from.GetValueOrDefault(node, []);

    private void Visit(string node)
    {
        if (!_done.Add(node))
            return;
        _open.Add(node);
        foreach (var edge in From(node))
        {
            if (_open.Contains(edge.To))
                Backwards.Add(edge);
            else
                Visit(edge.To);
        }

        _open.Remove(node);
        _finished.Add(node);
    }
}
