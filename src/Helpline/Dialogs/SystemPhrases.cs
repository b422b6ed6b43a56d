using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>The phrases that the code itself says. The linter demands them in every language.</summary>
public static class SystemPhrases
{
    public const string Holding = "system.holding";
    public const string HoldingNeutral = "system.holding_neutral";
    public const string Joined = "system.joined";
    public const string Closed = "system.closed";
    public const string Requeued = "system.requeued";
    public const string Left = "system.left";
    public const string NotUnderstood = "system.not_understood";
    public const string Simpler = "system.simpler";
    public const string Media = "system.media";
    public const string Failure = "system.failure";
    public const string WaitingAck = "system.waiting_ack";
    public const string StillWaiting = "system.still_waiting";

    /// <summary>To a child who writes on after STOP.</summary>
    public const string Stopped = "system.stopped";

    /// <summary>Of a line of the directory; names <c>{time}</c>.</summary>
    public const string OpenUntil = "system.open_until";

    /// <summary>Of a line of the directory; names <c>{time}</c>.</summary>
    public const string ClosedUntil = "system.closed_until";
    public const string HoursUnknown = "system.hours_unknown";

    /// <summary>The safe message for a danger.</summary>
    public static string Safety(Danger danger) => $"safety.{SnakeCase.Of(danger)}";

    public static IReadOnlyList<string> All { get; } =
    [
        Holding, HoldingNeutral, Joined, Closed, Requeued, Left, NotUnderstood, Simpler, Media, Failure, WaitingAck, StillWaiting, Stopped, OpenUntil, ClosedUntil, HoursUnknown,
        .. Enum.GetValues<Danger>().Select(Safety),
    ];
}
