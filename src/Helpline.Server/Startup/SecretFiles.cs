using Helpline.Server.Commands;

namespace Helpline.Server.Startup;

/// <summary>Settings that container engines mount as files.</summary>
internal static class SecretFiles
{
    /// <summary>Adds <c>Helpline:SecretsDirectory</c>, if it is set; its files win over the environment.</summary>
    /// <exception cref="StartupException">The directory cannot be read.</exception>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        const string Setting = $"{HelplineOptions.Section}:{nameof(HelplineOptions.SecretsDirectory)}";
        if (configuration[Setting] is not { Length: > 0 } directory)
            return;
        if (!Directory.Exists(directory))
            throw new StartupException($"{Setting} is '{directory}', and there is no such directory. Mount the secrets there, or remove the setting.");
        try
        {
            configuration.AddKeyPerFile(Path.GetFullPath(directory));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{Setting} is '{directory}', which cannot be read: {error.Message} Let the user that the server runs as read it.");
        }
    }
}
