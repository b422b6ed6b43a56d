namespace Helpline.Dialogs.Format;

/// <summary>The keys of <c>resources/&lt;country&gt;.yaml</c>.</summary>
internal static class ReferralFormat
{
    private static readonly Shape.Text Date = new() { Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", PatternAdvice = "This is not a date; write it as 2026-01-31." };
    private static readonly Shape.ListOf Texts = new(new Shape.Text()) { MayBeSingle = true };

    public static Shape.OneOf Costs { get; } = new(["free", "paid"]);

    /// <summary>A name in every language; those that are in preparation may lack it.</summary>
    public static Shape.Mapping Names(IEnumerable<string> live, IEnumerable<string> preparing) =>
        new([.. live.Select(language => Key.Required(language, new Shape.Text(), In(language))), .. preparing.Select(language => new Key(language, new Shape.Text(), In(language)))]);

    public static Shape.Mapping Place(Shape.Mapping names) => new(
        Key.Required("label", names, "Its name, by language."),
        new("words", Texts, "What children call it: towns, other spellings."));

    public static Shape.Mapping Line(Shape.Mapping names) => new(
        Key.Required("name", names, "Who it is, by language."),
        Key.Required("route", new Shape.Text(), "The number or address, as the child is told it."),
        new("for", new Shape.ListOf(new Shape.Text { Offers = NameKind.Purposes }) { MayBeSingle = true }, "What it helps with; states refer for these purposes."),
        new("places", Texts, "Where it is valid; not said: in the whole country."),
        new("hours", new Shape.Text(), "always, 08:00-14:00 or mon-fri 08:00-14:00; not said: not known."),
        new("cost", Costs, "free or paid; not said: not known."),
        new("languages", Texts, "Languages spoken there."),
        new("note", new Shape.Text(), "What counsellors should know."),
        Key.Required("source", new Shape.Text(), "Who confirmed it."),
        Key.Required("checked", Date, "The day on which it was confirmed."),
        Key.Required("review", Date, "The day by which it must be confirmed again."));

    public static Shape.Mapping OfFile(Shape.Mapping names) => new(
        Key.Required("country", new Shape.Text(), "The country's code."),
        Key.Required("time_zone", new Shape.Text { Pattern = "^[+-]*[0-9]{2}:[0-9]{2}$", PatternAdvice = "This is no time zone; write it as \"+05:00\"." }, "Ahead of UTC, quoted: \"+05:00\"."),
        new("places", new Shape.MapOf(Place(names)), "Where a child may be."),
        new("lines", new Shape.MapOf(Line(names)), "The lines, in the order in which they are offered."));

    private static string In(string language) => $"In {Languages.Of(language)?.Name ?? language}.";
}
