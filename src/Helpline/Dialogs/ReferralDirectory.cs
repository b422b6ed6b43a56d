namespace Helpline.Dialogs;

/// <summary>Where children can be referred to in one country. Phrases name lines as <c>{id}</c>.</summary>
public sealed record ReferralDirectory(string Country, IReadOnlyDictionary<string, ReferralLine> Lines);

/// <summary>One line of the directory.</summary>
/// <param name="Route">A phone number or web address, as the child is told it.</param>
/// <param name="Source">Who confirmed it.</param>
/// <param name="Checked">When it was last confirmed.</param>
public sealed record ReferralLine(
    string Id,
    IReadOnlyDictionary<string, string> Name,
    string Route,
    string? Hours,
    string? Where,
    string Source,
    DateOnly Checked);
