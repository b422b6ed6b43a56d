using System.Globalization;
using Helpline.Dialogs.Format;
using Helpline.Risk;
using YamlDotNet.RepresentationModel;

namespace Helpline.Dialogs;

/// <summary>Reads <c>resources/&lt;country&gt;.yaml</c>.</summary>
internal static class ReferralReader
{
    public static void Read(YamlFile file, DialogDraft draft)
    {
        var root = file.Root!;
        var names = ReferralFormat.Names(draft.Languages, draft.Preparing.Keys);
        file.Check(root, ReferralFormat.OfFile(names));
        var zone = file.Text(YamlFile.Child(root, "time_zone"), root, "time_zone");
        if (!TimeSpan.TryParseExact(zone.TrimStart('+', '-'), @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && zone.Length > 0)
            file.Problem(YamlFile.Child(root, "time_zone")!, $"'{zone}' is no time zone; write it as \"+05:00\"");
        var places = file.Entries(YamlFile.Child(root, "places")).ToDictionary(place => place.Key.Value!, place => ReadPlace(file, place.Key, place.Value, names), StringComparer.Ordinal);
        var lines = new Dictionary<string, ReferralLine>(StringComparer.Ordinal);
        foreach (var (key, node) in file.Entries(YamlFile.Child(root, "lines")))
        {
            lines[key.Value!] = ReadLine(file, key, node, places, names);
            draft.Lines[key.Value!] = file.At(key);
        }

        if (draft.Referrals is not null)
            file.Problem(root, $"the library already has a directory for {draft.Referrals.Country}; one installation serves one country");
        draft.Referrals = new ReferralDirectory(file.Text(YamlFile.Child(root, "country"), root, "country"), zone.StartsWith('-') ? -offset : offset, places, lines);
    }

    private static ReferralPlace ReadPlace(YamlFile file, YamlScalarNode key, YamlNode node, Shape.Mapping names)
    {
        file.Check(node, ReferralFormat.Place(names));
        var labels = Names(file, key, YamlFile.Child(node, "label"), names, "label");
        return new ReferralPlace(labels, [.. file.Texts(YamlFile.Child(node, "words"), "a word").Select(word => word.Text).Concat(labels.Values).Select(TextNormalizer.Normalize).Distinct()]);
    }

    private static ReferralLine ReadLine(YamlFile file, YamlScalarNode key, YamlNode node, Dictionary<string, ReferralPlace> places, Shape.Mapping names)
    {
        file.Check(node, ReferralFormat.Line(names));
        var valid = file.Texts(YamlFile.Child(node, "places"), "a place");
        foreach (var (place, at) in valid.Where(place => !places.ContainsKey(place.Text)))
            file.Problem(at, $"there is no place '{place}'; places has {string.Join(", ", places.Keys)}");
        OpeningHours? hours = null;
        if (YamlFile.Child(node, "hours") is { } open && (hours = OpeningHours.Parse(file.Text(open, key, "hours"))) is null)
            file.Problem(open, "no hours; write always, 08:00-14:00 or mon-fri 08:00-14:00, and nothing if they are not known");
        var cost = YamlFile.Child(node, "cost") is { } price ? file.Text(price, key, "cost") : null;
        if (cost is not null && !ReferralFormat.Costs.Words.Contains(cost))
            file.Problem(YamlFile.Child(node, "cost")!, $"the cost is one of {string.Join(", ", ReferralFormat.Costs.Words)}, or not said if it is not known");
        return new ReferralLine(
            key.Value!,
            Names(file, key, YamlFile.Child(node, "name"), names, "name"),
            file.Text(YamlFile.Child(node, "route"), key, "route"),
            file.Text(YamlFile.Child(node, "source"), key, "source"),
            Date(file, key, node, "checked"))
        {
            Purposes = [.. file.Texts(YamlFile.Child(node, "for"), "a purpose").Select(purpose => purpose.Text)],
            Places = [.. valid.Select(place => place.Text)],
            Hours = hours,
            Cost = cost,
            Languages = [.. file.Texts(YamlFile.Child(node, "languages"), "a language").Select(language => language.Text)],
            Note = YamlFile.Child(node, "note") is { } note ? file.Text(note, key, "note") : null,
            Review = Date(file, key, node, "review"),
        };
    }

    private static Dictionary<string, string> Names(YamlFile file, YamlScalarNode key, YamlNode? node, Shape.Mapping shape, string what)
    {
        file.Check(node, shape);
        var names = shape.Names.Where(language => YamlFile.Child(node, language) is not null)
            .ToDictionary(language => language, language => file.Text(YamlFile.Child(node, language), key, $"the {what}"));
        foreach (var language in shape.Keys.Where(language => language.IsRequired && !names.ContainsKey(language.Name)))
            file.Problem(key, $"'{key.Value}' has no {what} in {language.Name}");
        return names;
    }

    private static DateOnly Date(YamlFile file, YamlScalarNode key, YamlNode node, string what)
    {
        var date = file.Text(YamlFile.Child(node, what), key, what);
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && date.Length > 0)
            file.Problem(YamlFile.Child(node, what)!, $"'{date}' is not a date; write it as 2026-01-31");
        return day;
    }
}
