using Helpline.Dialogs.Graphs;

namespace Helpline.Console.Pictures;

/// <summary>A graph with a place for everything, in pixels from the top left.</summary>
internal sealed record Picture(double Width, double Height, IReadOnlyList<PlacedNode> Nodes, IReadOnlyList<PlacedEdge> Edges);

/// <summary>A node and its box.</summary>
internal sealed record PlacedNode(GraphNode Node, Box Box);

/// <summary>An edge, its line as the data of an SVG path, and where its label stands.</summary>
internal sealed record PlacedEdge(GraphEdge Edge, string Path, Box? Label);

internal readonly record struct Box(double X, double Y, double Width, double Height);
