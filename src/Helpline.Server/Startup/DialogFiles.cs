using Helpline.Dialogs;

namespace Helpline.Server.Startup;

/// <summary>Reads the dialog library from disk.</summary>
internal static class DialogFiles
{
    /// <param name="directory">Where it is.</param>
    /// <param name="today">The day, for what authors should look at again; null: only mistakes are looked for.</param>
    /// <exception cref="DialogLibraryException">The library has mistakes, or is not there; each is named with its file.</exception>
    public static DialogLibrary Read(string directory, DateOnly? today = null) => DialogReader.Read(Sources(directory), today);

    /// <summary>The library as it stands, not proven: to look at it while it is written.</summary>
    /// <exception cref="DialogLibraryException">A file cannot be read, or the library is not there.</exception>
    public static DialogLibrary Sketch(string directory) => DialogReader.Sketch(Sources(directory));

    /// <summary>Every file of it, as it is.</summary>
    /// <exception cref="DialogLibraryException">It is not there.</exception>
    public static IReadOnlyList<DialogSource> Sources(string directory)
    {
        if (!Directory.Exists(directory))
            throw new DialogLibraryException([new DialogProblem(directory, 1, 1, "the directory does not exist; set Helpline:DialogsDirectory to the dialog library")]);
        return [.. Directory.EnumerateFiles(directory, "*.yaml", SearchOption.AllDirectories)
            .Select(file => new DialogSource(Path.GetRelativePath(directory, file).Replace('\\', '/'), File.ReadAllText(file)))];
    }

    /// <summary>What changes when a file of the library does. Empty while the directory cannot be read.</summary>
    public static string Fingerprint(string directory)
    {
        try
        {
            var files = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension is ".yaml" or ".bin").OrderBy(file => file.FullName, StringComparer.Ordinal);
            return string.Join('\n', files.Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
