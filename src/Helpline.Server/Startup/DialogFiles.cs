using Helpline.Dialogs;

namespace Helpline.Server.Startup;

/// <summary>Reads the dialog library from disk.</summary>
internal static class DialogFiles
{
    /// <param name="directory">Where it is.</param>
    /// <param name="today">The day by which lines of the directory must be confirmed; null: that is not looked at.</param>
    /// <exception cref="DialogLibraryException">The library has mistakes, or is not there; each is named with its file.</exception>
    public static DialogLibrary Read(string directory, DateOnly? today = null) => DialogReader.Read(Sources(directory), today);

    /// <summary>Every file of it, as it is.</summary>
    /// <exception cref="DialogLibraryException">It is not there.</exception>
    public static IReadOnlyList<DialogSource> Sources(string directory)
    {
        if (!Directory.Exists(directory))
            throw new DialogLibraryException([new DialogProblem(directory, 1, 1, "the directory does not exist; set Helpline:DialogsDirectory to the dialog library")]);
        return [.. Directory.EnumerateFiles(directory, "*.yaml", SearchOption.AllDirectories)
            .Select(file => new DialogSource(Path.GetRelativePath(directory, file).Replace('\\', '/'), File.ReadAllText(file)))];
    }
}
