using Helpline.Dialogs;

namespace Helpline.Benchmarks;

/// <summary>What this repository ships.</summary>
internal static class Shipped
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Find();

    public static DialogLibrary Library() => DialogReader.Read(Sources());

    /// <summary>The dialog library's files.</summary>
    public static IReadOnlyList<DialogSource> Sources() => Sources(Path.Combine(Root, "dialogs"));

    /// <summary>The files of a dialog library in a directory.</summary>
    public static IReadOnlyList<DialogSource> Sources(string directory) => [.. Directory.EnumerateFiles(directory, "*.yaml", SearchOption.AllDirectories)
        .Select(file => new DialogSource(Path.GetRelativePath(directory, file).Replace('\\', '/'), File.ReadAllText(file)))];

    private static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Helpline.sln")))
            root = root.Parent;
        return root?.FullName ?? throw new InvalidOperationException("Run the benchmarks inside the repository.");
    }
}
