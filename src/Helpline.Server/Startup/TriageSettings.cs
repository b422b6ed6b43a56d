using Helpline.Dialogs;
using Helpline.Risk;
using Helpline.Server.Commands;
using Helpline.Server.Commands.Risk;

namespace Helpline.Server.Startup;

/// <summary>Triage as it is configured.</summary>
internal static class TriageSettings
{
    private const string ModelKey = $"{TriageOptions.Section}:{nameof(TriageOptions.Model)}";
    private const string ModeKey = $"{TriageOptions.Section}:{nameof(TriageOptions.ModelMode)}";
    private const string Modes = "off (the rules decide alone), shadow (what the model would say is recorded and nothing follows from it) or force (it raises what the rules found)";

    /// <param name="library">Its lexicons are the rules.</param>
    /// <param name="directory">The library's directory: where the shipped model lies.</param>
    /// <param name="configuration">Section <see cref="TriageOptions.Section"/>.</param>
    /// <exception cref="StartupException">A setting is wrong; all that is wrong is named.</exception>
    public static Triage Open(DialogLibrary library, string directory, IConfiguration configuration)
    {
        var options = configuration.GetSection(TriageOptions.Section).Get<TriageOptions>() ?? new TriageOptions();
        var path = options.Model is { Length: > 0 } own ? own : ModelFile.Shipped(directory);
        var problems = new List<string>();
        var mode = Mode(options.ModelMode ?? "", path, problems);
        // A model that is switched off is not looked at: whoever has a broken one must be able to start without it.
        var model = path is null || mode == ModelMode.Off ? null : Read(path, problems);
        if (problems.Count > 0)
            throw new StartupException(string.Join(Environment.NewLine, problems));
        return new Triage(library.Lexicons, model, mode);
    }

    private static ModelMode Mode(string word, string? path, List<string> problems)
    {
        switch (word.ToUpperInvariant())
        {
            case "OFF":
                return ModelMode.Off;
            case "" when path is null:
                return ModelMode.Off;
            case "":
                return ModelMode.Force;
            case "FORCE" or "SHADOW" when path is null:
                problems.Add($"{ModeKey} is '{word}' and there is no model. Set {ModelKey} to a file that 'triage train' has made, or {ModeKey} to off.");
                return ModelMode.Off;
            case "FORCE":
                return ModelMode.Force;
            case "SHADOW":
                return ModelMode.Shadow;
            default:
                problems.Add($"{ModeKey} is '{word}'; it must be {Modes}.");
                return ModelMode.Force; // so that a broken model is named as well
        }
    }

    private static TextModel? Read(string path, List<string> problems)
    {
        try
        {
            return ModelFile.Read(path);
        }
        catch (Exception error) when (error is StartupException)
        {
            problems.Add($"{ModelKey} is '{path}'. {error.Message} Set it to a file that 'triage train' has made, or {ModeKey} to off.");
            return null;
        }
    }
}
