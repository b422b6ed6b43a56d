using System.CommandLine;
using Helpline.Dialogs.Format;
using Helpline.Server.Startup;

namespace Helpline.Server.Commands.Dialogs;

/// <summary><c>dialogs schema</c>: writes the JSON Schemas by which editors check and complete the library's files.</summary>
internal static class SchemaCommand
{
    private const string Folder = "schema";

    public static Command Create()
    {
        var directory = DialogsCommand.Directory();
        var command = new Command("schema", "Writes the schemas by which editors check and complete the library's files.") { directory };
        command.SetAction(parsed =>
        {
            var written = Write(parsed.GetRequiredValue(directory));
            Terminal.WriteLine(written.Count == 0 ? "The schemas are as they were." : $"Written: {string.Join(", ", written)}.");
        });
        return command;
    }

    /// <returns>The files that are others now.</returns>
    internal static IReadOnlyList<string> Write(string directory)
    {
        var written = new List<string>();
        System.IO.Directory.CreateDirectory(Path.Combine(directory, Folder));
        foreach (var (name, text) in DialogSchemas.Of(DialogFiles.Read(directory)))
        {
            var path = Path.Combine(directory, Folder, name);
            if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == text)
                continue;
            File.WriteAllText(path, text);
            written.Add($"{Folder}/{name}");
        }

        return written;
    }
}
