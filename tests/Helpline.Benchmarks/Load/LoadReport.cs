using System.Text.Json;

namespace Helpline.Benchmarks.Load;

/// <summary>The line of JSON. Times are milliseconds, <c>cpu_us</c> microseconds of processor time per message.</summary>
internal sealed record LoadReport
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Channel { get; init; }

    public required string Mode { get; init; }

    public required int Nodes { get; init; }

    public required int Messages { get; init; }

    public required double Seconds { get; init; }

    public required double MessagesPerS { get; init; }

    public required double? AckP50Ms { get; init; }

    public required double? AckP99Ms { get; init; }

    public required double? ReplyP50Ms { get; init; }

    public required double? ReplyP99Ms { get; init; }

    public required int Lost { get; init; }

    public required int Duplicated { get; init; }

    public required double? PgbenchPerS { get; init; }

    public required double? Ratio { get; init; }

    public required double RssMb { get; init; }

    public required int Conversations { get; init; }

    public required int? Rate { get; init; }

    public required int Stored { get; init; }

    public required int Accepted { get; init; }

    public required int Refused { get; init; }

    public required int ReceiptsRefused { get; init; }

    public required int? Burst { get; init; }

    /// <summary>For a burst: from its first message to the first answer to its last child.</summary>
    public required double? DrainedS { get; init; }

    public required double? UrgentP50Ms { get; init; }

    public required double? UrgentP99Ms { get; init; }

    public required CpuShares CpuUs { get; init; }

    public override string ToString() => JsonSerializer.Serialize(this, Names);
}
