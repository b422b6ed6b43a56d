using Helpline.Dialogs.Graphs;

namespace Helpline.Console.Pictures;

/// <summary>A place in a layer: a node's, or the room that an edge needs where it passes a layer, with its label or without.</summary>
internal sealed class Slot(int layer, double breadth, double depth)
{
    public int Layer { get; } = layer;

    /// <summary>Its size along the layer.</summary>
    public double Breadth { get; } = breadth;

    /// <summary>Its size across the layer.</summary>
    public double Depth { get; } = depth;

    /// <summary>Null: an edge passes.</summary>
    public GraphNode? Node { get; init; }

    public List<Slot> Above { get; } = [];

    public List<Slot> Below { get; } = [];

    /// <summary>Its place in the order of its layer.</summary>
    public int Index { get; set; }

    /// <summary>Its middle along the layer.</summary>
    public double Middle { get; set; }
}
