using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Helpline.Dialogs;

/// <summary>Reads <c>resources/&lt;country&gt;.yaml</c>.</summary>
internal static class ReferralReader
{
    public static void Read(YamlFile file, DialogDraft draft)
    {
        var root = file.Root!;
        _ = file.Entries(root, "country", "lines").Count();
        var lines = new Dictionary<string, ReferralLine>(StringComparer.Ordinal);
        foreach (var (key, node) in file.Entries(YamlFile.Child(root, "lines")))
            lines[key.Value!] = ReadLine(file, key, node);
        if (draft.Referrals is not null)
            file.Problem(root, $"the library already has a directory for {draft.Referrals.Country}; one installation serves one country");
        draft.Referrals = new ReferralDirectory(file.Text(YamlFile.Child(root, "country"), root, "country"), lines);
    }

    private static ReferralLine ReadLine(YamlFile file, YamlScalarNode key, YamlNode node)
    {
        _ = file.Entries(node, "name", "route", "hours", "where", "source", "checked").Count();
        var names = file.Entries(YamlFile.Child(node, "name"), [.. Languages.All]).ToDictionary(name => name.Key.Value!, name => file.Text(name.Value, node, "the name"));
        foreach (var language in Languages.All.Where(language => !names.ContainsKey(language)))
            file.Problem(key, $"the line '{key.Value}' has no name in {language}");
        var date = file.Text(YamlFile.Child(node, "checked"), key, "checked");
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && date.Length > 0)
            file.Problem(YamlFile.Child(node, "checked")!, $"'{date}' is not a date; write it as 2026-01-31");
        return new ReferralLine(
            key.Value!,
            names,
            file.Text(YamlFile.Child(node, "route"), key, "route"),
            (YamlFile.Child(node, "hours") as YamlScalarNode)?.Value,
            (YamlFile.Child(node, "where") as YamlScalarNode)?.Value,
            file.Text(YamlFile.Child(node, "source"), key, "source"),
            day);
    }
}
