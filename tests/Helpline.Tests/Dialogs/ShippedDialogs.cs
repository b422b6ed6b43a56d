using Helpline.Dialogs;

namespace Helpline.Tests.Dialogs;

/// <summary>The library that is shipped, in dialogs/.</summary>
internal static class ShippedDialogs
{
    public static string Root { get; } = Path.Combine(RepositoryRoot(), "dialogs");

    public static IReadOnlyList<DialogSource> Sources { get; } = [.. Directory.EnumerateFiles(Root, "*.yaml", SearchOption.AllDirectories)
        .Select(file => new DialogSource(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file).ReplaceLineEndings("\n")))];

    private static readonly Lazy<DialogLibrary> Read = new(() => DialogReader.Read(Sources));

    public static DialogLibrary Library => Read.Value;

    private static string RepositoryRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Helpline.sln")))
                return directory.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Helpline.sln.");
    }
}
