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

    /// <exception cref="StartupException">A setting is wrong; all that is wrong is named.</exception>
    public static Triage Open(DialogLibrary library, IConfiguration configuration)
    {
        var options = configuration.GetSection(TriageOptions.Section).Get<TriageOptions>() ?? new TriageOptions();
        var (path, word) = (options.Model ?? "", options.ModelMode ?? "");
        var problems = new List<string>();
        var mode = Mode(path, word, problems);
        // A model that is switched off is not looked at: whoever has a broken one must be able to start without it.
        var model = path.Length == 0 || mode == ModelMode.Off ? null : Read(path, problems);
        if (problems.Count > 0)
            throw new StartupException(string.Join(Environment.NewLine, problems));
        return new Triage(library.Lexicons, model, mode);
    }

    private static ModelMode Mode(string path, string word, List<string> problems)
    {
        ModelMode? mode = word.ToUpperInvariant() switch
        {
            "OFF" => ModelMode.Off,
            "SHADOW" => ModelMode.Shadow,
            "FORCE" => ModelMode.Force,
            "" when path.Length == 0 => ModelMode.Off,
            _ => null,
        };
        if (mode is null)
            problems.Add(word.Length == 0 ? $"{ModelKey} is set and {ModeKey} is not. Say what the model may do: {Modes}." : $"{ModeKey} is '{word}'; it must be {Modes}.");
        if (mode is ModelMode.Shadow or ModelMode.Force && path.Length == 0)
            problems.Add($"{ModeKey} is '{word}' and there is no model. Set {ModelKey} to a file that 'triage train' has made, or {ModeKey} to off.");
        return mode ?? ModelMode.Force; // of no use: there are problems
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
