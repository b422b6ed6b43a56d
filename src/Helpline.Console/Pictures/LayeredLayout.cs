using System.Globalization;
using System.Text;
using Helpline.Dialogs.Graphs;

namespace Helpline.Console.Pictures;

/// <summary>
/// Lays a graph out in layers, after Sugiyama, Tagawa and Toda (1981): 1. layers, 2. room for edges that pass layers, and for labels, 3. few crossings,
/// 4. places, 5. lines. Deterministic: the same graph gives the same picture.
/// </summary>
internal sealed class LayeredLayout
{
    private const double LayerGap = 24;

    /// <summary>From left to right a line goes far up or down between two layers; it needs room to turn.</summary>
    private const double WideLayerGap = 60;
    private const double Margin = 12;

    /// <summary>Room beside a node for an edge back to itself.</summary>
    private const double LoopWidth = 30;

    private readonly DialogGraph _graph;
    private readonly Layering _layering;
    private readonly List<List<Slot>> _layers = [];
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<GraphEdge, List<Slot>> _chains = [];
    private double[] _tops = [];

    private LayeredLayout(DialogGraph graph)
    {
        _graph = graph;
        _layering = new Layering(graph);
    }

    private double Gap => _graph.IsWide ? WideLayerGap : LayerGap;

    public static Picture Of(DialogGraph graph)
    {
        var layout = new LayeredLayout(graph);
        layout.MakeRoom();
        Ordering.Sort(layout._layers);
        var breadth = Spreading.Spread(layout._layers);
        var depth = layout.Stack();
        return layout.Draw(breadth, depth);
    }

    private void MakeRoom()
    {
        for (var layer = _layering.Of.Values.DefaultIfEmpty().Max(); layer >= 0; layer--)
            _layers.Add([]);
        foreach (var node in _graph.Nodes.OrderBy(node => _layering.Of[node.Id]))
        {
            var (width, height) = TextSize.Of(node, _graph.Language);
            var slot = _graph.IsWide ? new Slot(_layering.Of[node.Id], height, width) { Node = node } : new Slot(_layering.Of[node.Id], width + Loops(node).Sum(loop => LoopWidth + TextSize.Of(loop, _graph.Language).Width), height) { Node = node };
            _slots.Add(node.Id, slot);
            Add(slot);
        }

        foreach (var edge in _graph.Edges.Where(edge => edge.From != edge.To))
        {
            var isBackwards = _layering.Backwards.Contains(edge);
            var (top, bottom) = isBackwards ? (_slots[edge.To], _slots[edge.From]) : (_slots[edge.From], _slots[edge.To]);
            var labelled = isBackwards ? bottom.Layer - 1 : top.Layer + 1; // beside where it comes from
            var chain = new List<Slot> { top };
            for (var layer = top.Layer + 1; layer < bottom.Layer; layer++)
            {
                var (width, height) = layer == labelled ? TextSize.Of(edge, _graph.Language) : (0, 0);
                var slot = _graph.IsWide ? new Slot(layer, height, width) : new Slot(layer, width, height);
                Add(slot);
                chain.Add(slot);
            }

            chain.Add(bottom);
            foreach (var (above, below) in chain.Zip(chain.Skip(1)))
            {
                above.Below.Add(below);
                below.Above.Add(above);
            }

            _chains.Add(edge, chain);
        }
    }

    private IEnumerable<GraphEdge> Loops(GraphNode node) => _graph.Edges.Where(edge => edge.From == node.Id && edge.To == node.Id);

    private void Add(Slot slot)
    {
        slot.Index = _layers[slot.Layer].Count;
        _layers[slot.Layer].Add(slot);
    }

    private double Stack()
    {
        var top = 0d;
        _tops = new double[_layers.Count + 1];
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            _tops[layer] = top;
            top += _layers[layer].Max(slot => slot.Depth) + Gap;
        }

        return _tops[^1] = top - Gap;
    }

    private Picture Draw(double breadth, double depth)
    {
        var edges = new List<PlacedEdge>();
        foreach (var edge in _graph.Edges)
        {
            if (_chains.TryGetValue(edge, out var chain))
                edges.Add(Draw(edge, chain));
        }

        foreach (var node in _graph.Nodes)
            edges.AddRange(DrawLoops(node));
        return new Picture(
            (_graph.IsWide ? depth : breadth) + (2 * Margin),
            (_graph.IsWide ? breadth : depth) + (2 * Margin),
            [.. _graph.Nodes.Select(node => new PlacedNode(node, NodeBox(node)))],
            edges);
    }

    private PlacedEdge Draw(GraphEdge edge, List<Slot> chain)
    {
        var stations = new List<(double Along, double Across)>();
        foreach (var (slot, i) in chain.Select((slot, i) => (slot, i)))
        {
            var (top, bottom) = (_tops[slot.Layer], _tops[slot.Layer] + _layers[slot.Layer].Max(other => other.Depth));
            if (i == 0)
                stations.Add((Port(slot, slot.Below, chain[1]), top + slot.Depth));
            else if (i == chain.Count - 1)
                stations.Add((Port(slot, slot.Above, chain[^2]), top));
            else
                stations.AddRange([(slot.Middle, top), (slot.Middle, bottom)]);
        }

        if (_layering.Backwards.Contains(edge))
            stations.Reverse();
        var path = new StringBuilder();
        for (var i = 0; i < stations.Count; i++)
        {
            if (i == 0)
                path.Append(Svg($"M {Point(stations[0])}"));
            else if (i % 2 == 0)
                path.Append(Svg($" L {Point(stations[i])}"));
            else
                path.Append(Svg($" C {Point((stations[i - 1].Along, (stations[i - 1].Across + stations[i].Across) / 2))} {Point((stations[i].Along, (stations[i - 1].Across + stations[i].Across) / 2))} {Point(stations[i])}"));
        }

        var label = chain.FirstOrDefault(slot => slot is { Node: null, Breadth: > 0 });
        return new PlacedEdge(edge, path.ToString(), label is null ? null : Place(label, TextSize.Of(edge, _graph.Language)));
    }

    /// <summary>Edges leave and reach a node side by side, in the order of where they go.</summary>
    private double Port(Slot slot, List<Slot> side, Slot other)
    {
        var place = side.OrderBy(one => one.Index).ToList().IndexOf(other) + 1d;
        var breadth = _graph.IsWide ? slot.Breadth : NodeBox(slot.Node!).Width;
        return slot.Middle - (slot.Breadth / 2) + (breadth * (0.15 + (0.7 * place / (side.Count + 1))));
    }

    private IEnumerable<PlacedEdge> DrawLoops(GraphNode node)
    {
        var box = NodeBox(node);
        var x = box.X + box.Width;
        foreach (var loop in Loops(node))
        {
            var (top, bottom) = (box.Y + (box.Height * 0.3), box.Y + (box.Height * 0.7));
            var (width, height) = TextSize.Of(loop, _graph.Language);
            yield return new PlacedEdge(loop, Svg($"M {x} {top} C {x + LoopWidth} {top} {x + LoopWidth} {bottom} {x} {bottom}"), width == 0 ? null : new Box(x + LoopWidth - 4, box.Y + ((box.Height - height) / 2), width, height));
        }
    }

    private Box NodeBox(GraphNode node)
    {
        var slot = _slots[node.Id];
        var (width, height) = TextSize.Of(node, _graph.Language);
        return _graph.IsWide
            ? new Box(_tops[slot.Layer] + Margin, slot.Middle - (height / 2) + Margin, width, height)
            : new Box(slot.Middle - (slot.Breadth / 2) + Margin, _tops[slot.Layer] + Margin, width, height);
    }

    private Box Place(Slot slot, (double Width, double Height) size)
    {
        var (along, across) = (slot.Middle + Margin, _tops[slot.Layer] + Margin);
        return _graph.IsWide ? new Box(across, along - (size.Height / 2), size.Width, size.Height) : new Box(along - (size.Width / 2), across, size.Width, size.Height);
    }

    private string Point((double Along, double Across) at)
    {
        var (along, across) = (at.Along + Margin, at.Across + Margin);
        return _graph.IsWide ? Svg($"{across:0.#} {along:0.#}") : Svg($"{along:0.#} {across:0.#}");
    }

    private static string Svg(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
