namespace Helpline.Server.Tests.Infra;

/// <summary>The instructions of <c>infra/Dockerfile</c>, continued lines joined.</summary>
internal static class Dockerfile
{
    public static IReadOnlyList<(string Keyword, string Text)> Instructions { get; } =
        [.. string.Join('\n', File.ReadLines(Path.Combine(Repository.Infra, "Dockerfile")).Where(line => !line.StartsWith('#')))
            .Replace("\\\n", "", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Select(parts => (parts[0], parts[1]))];

    /// <summary>What the last stage, the image itself, is made of.</summary>
    public static IEnumerable<(string Keyword, string Text)> Image => Instructions.Skip(Instructions.Index().Last(instruction => instruction.Item.Keyword == "FROM").Index);

    public static IReadOnlyDictionary<string, string> Environment { get; } = Image
        .Where(instruction => instruction.Keyword == "ENV")
        .SelectMany(instruction => instruction.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));

    public static string Single(string keyword) => Image.Single(instruction => instruction.Keyword == keyword).Text;
}
