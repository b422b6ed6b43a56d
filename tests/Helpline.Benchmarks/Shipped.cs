using Helpline.Dialogs;

namespace Helpline.Benchmarks;

/// <summary>The dialog library of this repository.</summary>
internal static class Shipped
{
    public static DialogLibrary Library()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Helpline.sln")))
            root = root.Parent;
        var directory = Path.Combine(root?.FullName ?? throw new InvalidOperationException("Run the benchmarks inside the repository."), "dialogs");
        return DialogReader.Read([.. Directory.EnumerateFiles(directory, "*.yaml", SearchOption.AllDirectories)
            .Select(file => new DialogSource(Path.GetRelativePath(directory, file).Replace('\\', '/'), File.ReadAllText(file)))]);
    }
}
