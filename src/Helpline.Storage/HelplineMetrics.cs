using System.Diagnostics.Metrics;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Storage;

/// <summary>The product's metrics. Labels are channels, statuses and levels: never anything of a child's.</summary>
public sealed class HelplineMetrics
{
    public const string MeterName = "Helpline";

    private readonly Counter<long> _inbound;
    private readonly Counter<long> _outbound;
    private readonly Counter<long> _turnsFailed;
    private readonly Histogram<double> _turn;
    private readonly Histogram<double> _handoffWait;
    private OperationsView? _latest;
    private long _loops;

    public HelplineMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _inbound = meter.CreateCounter<long>("helpline_messages_inbound", description: "Messages accepted from children.");
        _outbound = meter.CreateCounter<long>("helpline_messages_outbound", description: "Send attempts by what became of them.");
        _turnsFailed = meter.CreateCounter<long>("helpline_turns_failed", description: "Turns that died; their conversations went to a person or are tried again.");
        _turn = meter.CreateHistogram<double>(
            "helpline_turn_duration",
            "s",
            "From loading a conversation to its commit.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] });
        _handoffWait = meter.CreateHistogram<double>(
            "helpline_handoff_wait",
            "s",
            "From a call for a counsellor to its being taken.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [5, 15, 25, 44, 60, 120, 300, 600, 1200, 3600] });
        meter.CreateObservableGauge("helpline_handoffs_waiting", Waiting, description: "Children who wait for a counsellor, by risk.");
        // Observed, so that it is there from the start, at 0: an alert on its rise sees the first, too.
        meter.CreateObservableCounter("helpline_loops_stopped", () => Interlocked.Read(ref _loops), description: "Robots that were not answered any more.");
        meter.CreateObservableGauge("helpline_inbox_pending", () => _latest?.InboxPending ?? 0, description: "Accepted messages that wait for their turn.");
        meter.CreateObservableGauge("helpline_outbox_pending", () => _latest?.OutboxPending ?? 0, description: "Messages that wait to be sent.");
        meter.CreateObservableGauge("helpline_answers_owed", () => _latest?.AnswersOwed ?? 0, description: "Answers that wait: an address has had very many, or its channel is in a rush.");
    }

    public void Inbound(string channel) => _inbound.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public void Outbound(string channel, DeliveryStatus status) => _outbound.Add(
        1,
        new KeyValuePair<string, object?>("channel", channel),
        new KeyValuePair<string, object?>("status", Name(status)));

    /// <summary>Turns that were loaded and committed together, each of which took so long.</summary>
    public void TurnsTook(TimeSpan duration, int count)
    {
        for (var i = 0; i < count; i++)
            _turn.Record(duration.TotalSeconds);
    }

    public void TurnFailed() => _turnsFailed.Add(1);

    public void LoopStopped() => Interlocked.Increment(ref _loops);

    public void HandoffWaited(TimeSpan duration) => _handoffWait.Record(duration.TotalSeconds);

    /// <summary>Gives the gauges their newest values.</summary>
    public void Sample(OperationsView view) => _latest = view;

    private IEnumerable<Measurement<int>> Waiting() =>
        Enum.GetValues<RiskLevel>().Select(level => new Measurement<int>(_latest?.Waiting.GetValueOrDefault(level) ?? 0, new KeyValuePair<string, object?>("risk", Name(level))));

#pragma warning disable CA1308 // Prometheus labels are lower case by custom
    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
