namespace Helpline.Dialogs.Graphs;

/// <summary>A picture of dialogs before it is drawn: what there is, what leads where, and what to look at. Every drawing shows the same.</summary>
/// <param name="Title">What it is a picture of.</param>
/// <param name="Language">Of the nodes' words and the answers.</param>
/// <param name="Nodes">By their ids, which are unique.</param>
/// <param name="Edges">At most one of a kind from one node to another.</param>
public sealed record DialogGraph(string Title, string Language, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <summary>It branches so widely that it is drawn from left to right.</summary>
    public bool IsWide { get; init; }
}

/// <summary>A state, or a flow.</summary>
/// <param name="Id">The state's or the flow's name in the library.</param>
/// <param name="Name">The name as it is shown.</param>
/// <param name="Note">What it is and what is wrong with it, in words: a picture must be understood without its colours.</param>
/// <param name="Words">What is said there, or what the flow is about; may be empty.</param>
public sealed record GraphNode(string Id, NodeKind Kind, string Name, string Note, string Words)
{
    /// <summary>The flow that it stands for where it is not of the flow that is pictured; null: it is.</summary>
    public string? Flow { get; init; }

    public bool IsStart { get; init; }

    /// <summary>No conversation gets here.</summary>
    public bool IsUnreached { get; init; }
}

/// <summary>What a node is; every kind has a shape of its own.</summary>
public enum NodeKind
{
    /// <summary>Asks and waits.</summary>
    Question,

    /// <summary>Goes on by itself.</summary>
    Step,
    Branch,

    /// <summary>Goes through another flow and comes back.</summary>
    Call,

    /// <summary>Calls a counsellor.</summary>
    Handoff,
    End,

    /// <summary>Goes back to whatever called the flow.</summary>
    Return,

    /// <summary>Another flow, or in the picture of all flows: a flow.</summary>
    Flow,

    /// <summary>What works in every state.</summary>
    Root,

    /// <summary>Named, and not there.</summary>
    Missing,
}

/// <summary>A way from one node to another, or back to itself.</summary>
/// <param name="Label">The answers, the conditions or the times that lead this way; may be empty.</param>
public sealed record GraphEdge(string From, string To, EdgeKind Kind, string Label);

/// <summary>What makes the dialog go a way.</summary>
public enum EdgeKind
{
    /// <summary>By itself, or by a condition.</summary>
    Go,
    Answer,

    /// <summary>Nobody answers.</summary>
    Silence,

    /// <summary>It is to come back.</summary>
    Call,

    /// <summary>Some time after the conversation.</summary>
    FollowUp,
}
