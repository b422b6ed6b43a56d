namespace Helpline.Dialogs;

/// <summary>Where children can be referred to in one country. Phrases name lines as <c>{id}</c>; dialogs refer by purpose and place.</summary>
/// <param name="Offset">The country's local time, ahead of UTC.</param>
/// <param name="Places">Where a child may be, by id.</param>
/// <param name="Lines">By id, in the order in which they are offered.</param>
public sealed record ReferralDirectory(string Country, TimeSpan Offset, IReadOnlyDictionary<string, ReferralPlace> Places, IReadOnlyDictionary<string, ReferralLine> Lines)
{
    /// <summary>Lines that are offered at once.</summary>
    public const int MostLines = 3;

    public static ReferralDirectory Empty { get; } = new("", TimeSpan.Zero, new Dictionary<string, ReferralPlace>(), new Dictionary<string, ReferralLine>());

    /// <summary>The lines for a purpose that are valid where the child is, those that are open first. Without a place, those of the whole country.</summary>
    public IEnumerable<ReferralLine> For(string purpose, string? place, DateTimeOffset now) => Lines.Values
        .Where(line => line.Purposes.Contains(purpose) && (line.Places.Count == 0 || (place is not null && line.Places.Contains(place))))
        .OrderBy(line => line.Hours is { } hours && !hours.IsOpen(Local(now)))
        .Take(MostLines);

    /// <summary>The country's time of day and day.</summary>
    public DateTime Local(DateTimeOffset now) => now.ToOffset(Offset).DateTime;
}

/// <summary>A place that children name.</summary>
/// <param name="Label">By language.</param>
/// <param name="Words">In normal form, of all languages.</param>
public sealed record ReferralPlace(IReadOnlyDictionary<string, string> Label, IReadOnlyList<string> Words);

/// <summary>One line of the directory.</summary>
/// <param name="Name">By language.</param>
/// <param name="Route">A phone number or web address, as the child is told it.</param>
/// <param name="Source">Who confirmed it.</param>
/// <param name="Checked">When it was last confirmed.</param>
public sealed record ReferralLine(string Id, IReadOnlyDictionary<string, string> Name, string Route, string Source, DateOnly Checked)
{
    /// <summary>What it helps with.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>Where it is valid, by <see cref="ReferralDirectory.Places"/>; empty: in the whole country.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>When it is open; null: not known.</summary>
    public OpeningHours? Hours { get; init; }

    /// <summary>What it costs: free, paid; null: not known.</summary>
    public string? Cost { get; init; }

    /// <summary>Languages spoken there, as far as known.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>What counsellors should know of it.</summary>
    public string? Note { get; init; }

    /// <summary>When it must be confirmed again.</summary>
    public DateOnly Review { get; init; }
}
