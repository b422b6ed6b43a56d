using System.Globalization;

namespace Helpline.Console;

/// <summary>Spans and moments in words.</summary>
internal static class Durations
{
    /// <summary>The two units that matter: "45 s", "4 min 05 s", "2 h 05 min", "3 d 4 h".</summary>
    public static string Words(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => "0 s", // two nodes' clocks differ a little
        { TotalMinutes: < 1 } => $"{span.Seconds} s",
        { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds:00} s",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes:00} min",
        _ => $"{span.Days} d {span.Hours} h",
    };

    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The time of day, with the day if it was not today.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone) =>
        DayOf(at, zone) == DayOf(now, zone) ? Clock(at, zone) : $"{Day(at, zone)}, {Clock(at, zone)}";

    public static string Day(DateTimeOffset at, TimeZoneInfo zone) =>
        DayOf(at, zone).ToString("ddd d MMM", CultureInfo.InvariantCulture);

    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
}
