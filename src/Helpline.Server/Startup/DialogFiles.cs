using Helpline.Dialogs;

namespace Helpline.Server.Startup;

/// <summary>Reads the dialog library from disk.</summary>
internal static class DialogFiles
{
    /// <param name="directory">Where it is.</param>
    /// <param name="today">The day, for what authors should look at again; null: only mistakes are looked for.</param>
    /// <exception cref="DialogLibraryException">The library has mistakes, or is not there; each is named with its file.</exception>
    public static DialogLibrary Read(string directory, DateOnly? today = null)
    {
        if (!Directory.Exists(directory))
            throw new DialogLibraryException([new DialogProblem(directory, 1, 1, "the directory does not exist; set Helpline:DialogsDirectory to the dialog library")]);
        var sources = Directory.EnumerateFiles(directory, "*.yaml", SearchOption.AllDirectories)
            .Select(file => new DialogSource(Path.GetRelativePath(directory, file).Replace('\\', '/'), File.ReadAllText(file)))
            .ToList();
        return DialogReader.Read(sources, today);
    }
}
