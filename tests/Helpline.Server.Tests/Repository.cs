namespace Helpline.Server.Tests;

/// <summary>Where the repository is, seen from a test's output directory.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Dialogs => Path.Combine(Root, "dialogs");

    public static string Infra => Path.Combine(Root, "infra");

    /// <summary>Copies the dialogs to where a test may change them.</summary>
    public static void CopyDialogs(string to)
    {
        foreach (var file in Directory.EnumerateFiles(Dialogs, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(Dialogs, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Helpline.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }
}
