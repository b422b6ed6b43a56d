namespace Helpline.Server.Tests.Infra;

/// <summary>Reads <c>postgresql.conf</c> and <c>redis.conf</c>. A section begins with a comment after an empty line; in PostgreSQL's file a comment may also follow a setting.</summary>
internal static class ConfigurationFile
{
    public static IReadOnlyList<Setting> Postgres { get; } = Read("postgres/postgresql.conf", separator: '=', trailingComments: true);

    public static IReadOnlyList<Setting> Redis { get; } = Read("redis/redis.conf", separator: ' ', trailingComments: false);

    public static string PathOf(string name) => Path.Combine(Repository.Infra, name);

    private static List<Setting> Read(string name, char separator, bool trailingComments)
    {
        var settings = new List<Setting>();
        var (section, above, isNew) = ("", "", true);
        foreach (var line in File.ReadLines(PathOf(name)))
        {
            if (line.Length == 0)
            {
                (above, isNew) = ("", true);
            }
            else if (line.TrimStart() is ['#', .. var comment])
            {
                if (isNew)
                    (section, isNew) = (comment.Trim().Split('.')[0], false);
                else
                    above += comment;
            }
            else
            {
                var hash = trailingComments ? line.IndexOf('#', StringComparison.Ordinal) : -1;
                var parts = (hash < 0 ? line : line[..hash]).Split(separator, 2, StringSplitOptions.TrimEntries);
                settings.Add(new Setting(parts[0], parts[1].Trim('\'', '"'), section, trailingComments ? hash < 0 ? "" : line[hash..].Trim('#', ' ') : above));
                above = "";
            }
        }

        return settings;
    }
}
