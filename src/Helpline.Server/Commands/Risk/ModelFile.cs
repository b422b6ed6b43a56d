using Helpline.Risk;

namespace Helpline.Server.Commands.Risk;

/// <summary>Reads and writes risk models.</summary>
internal static class ModelFile
{
    /// <summary>The model that lies in a dialog library; null if none does.</summary>
    public static string? Shipped(string directory) => Path.Combine(directory, "risk", "model.bin") is var path && File.Exists(path) ? path : null;

    /// <exception cref="StartupException">It is not there, or no model.</exception>
    public static TextModel Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return TextModel.Load(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StartupException($"The risk model {path} cannot be read: {error.Message}");
        }
    }

    public static void Write(TextModel model, string path)
    {
        using var file = File.Create(path);
        model.Save(file);
    }
}
