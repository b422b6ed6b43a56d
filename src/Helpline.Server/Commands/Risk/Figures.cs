using System.Text.Json;

namespace Helpline.Server.Commands.Risk;

/// <summary>How right triage was: predicted at risk are levels high and imminent. Shares are null where nothing is to be divided by.</summary>
/// <param name="P50Us">Microseconds for one message, median.</param>
/// <param name="P99Us">Microseconds for one message, 99th percentile.</param>
internal sealed record Figures(int N, int Tp, int Fp, int Fn, int Tn, double? Recall, double? FalseAlarmRate, double? Precision, double P50Us, double P99Us)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Figures Of(IReadOnlyCollection<AssessedMessage> messages)
    {
        var (tp, fp) = (messages.Count(one => one is { IsFound: true, Message.IsAtRisk: true }), messages.Count(one => one is { IsFound: true, Message.IsAtRisk: false }));
        var (fn, tn) = (messages.Count(one => one is { IsFound: false, Message.IsAtRisk: true }), messages.Count(one => one is { IsFound: false, Message.IsAtRisk: false }));
        var times = messages.Select(one => one.Microseconds).Order().ToArray();
        return new Figures(messages.Count, tp, fp, fn, tn, Share(tp, tp + fn), Share(fp, fp + tn), Share(tp, tp + fp), Percentile(times, 0.5), Percentile(times, 0.99));
    }

    public string ToJson() => JsonSerializer.Serialize(this, Names);

    private static double? Share(int part, int whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);

    private static double Percentile(double[] sorted, double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)], 1);
}
