using System.Text.Json;

namespace Helpline.Benchmarks.Load;

/// <summary>The line of JSON for a flood through Kannel.</summary>
internal sealed record KannelReport
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string Channel { get; } = "kannel";

    public required string Mode { get; init; }

    public required int Messages { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Committed by the node, which replies meanwhile.</summary>
    public required double MessagesPerS { get; init; }

    /// <summary>Taken by a server that answers at once and does nothing.</summary>
    public required double KannelPerS { get; init; }

    public required double Ratio { get; init; }

    public required int Lost { get; init; }

    /// <summary>SMS that Kannel has taken from the node by the end.</summary>
    public required int Replies { get; init; }

    public override string ToString() => JsonSerializer.Serialize(this, Names);
}
