using System.Globalization;

namespace Helpline.Dialogs;

/// <summary>When a line is open, in the country's time.</summary>
/// <param name="Days">The days on which it opens.</param>
/// <param name="From">Opens.</param>
/// <param name="To">Closes; not after midnight. Equal to <paramref name="From"/>: open day and night.</param>
public sealed record OpeningHours(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    private static readonly DayOfWeek[] Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public bool IsAlways => From == To && Days.Count == Week.Length;

    /// <summary>Reads <c>always</c>, <c>08:00-14:00</c> or <c>mon-fri 08:00-14:00</c>; null if it is none of these.</summary>
    public static OpeningHours? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "always")
            return new OpeningHours(Week, TimeOnly.MinValue, TimeOnly.MinValue);
        var parts = text.Split(' ');
        if (parts.Length > 2 || parts[^1].Split('-') is not [var from, var to] || Time(from) is not { } opens || Time(to) is not { } closes || closes <= opens)
            return null;
        return parts.Length == 1 ? new OpeningHours(Week, opens, closes) : DaysOf(parts[0]) is { } days ? new OpeningHours(days, opens, closes) : null;
    }

    /// <summary>True if it is open at a local time.</summary>
    public bool IsOpen(DateTime local) =>
        Days.Contains(local.DayOfWeek) && (From == To || (TimeOnly.FromDateTime(local) is var time && time >= From && time < To));

    private static TimeOnly? Time(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static DayOfWeek[]? DaysOf(string text)
    {
        if (text.Split('-') is not [var from, var to])
            return null;
        var (first, last) = (Array.FindIndex(Week, day => Short(day) == from), Array.FindIndex(Week, day => Short(day) == to));
        return first < 0 || last < first ? null : Week[first..(last + 1)];
    }

    private static string Short(DayOfWeek day) => CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedDayName(day).ToLowerInvariant();
}
