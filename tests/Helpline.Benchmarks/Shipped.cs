using Helpline.Dialogs;

namespace Helpline.Benchmarks;

/// <summary>What this repository ships.</summary>
internal static class Shipped
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Find();

    public static DialogLibrary Library()
    {
        var directory = Path.Combine(Root, "dialogs");
        return DialogReader.Read([.. Directory.EnumerateFiles(directory, "*.yaml", SearchOption.AllDirectories)
            .Select(file => new DialogSource(Path.GetRelativePath(directory, file).Replace('\\', '/'), File.ReadAllText(file)))]);
    }

    private static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Helpline.sln")))
            root = root.Parent;
        return root?.FullName ?? throw new InvalidOperationException("Run the benchmarks inside the repository.");
    }
}
