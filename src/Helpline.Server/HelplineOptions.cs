namespace Helpline.Server;

/// <summary>Configuration section <c>Helpline</c>.</summary>
public sealed class HelplineOptions
{
    public const string Section = "Helpline";

    /// <summary>Where the embedded stores keep their files. Default: <c>data</c> below the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The dialog library. Default: <c>dialogs</c> below the working directory if it is there, else the one that was published with the server.</summary>
    public string DialogsDirectory { get; set; } =
        Directory.Exists("dialogs") ? "dialogs" : Path.Combine(AppContext.BaseDirectory, "dialogs");

    /// <summary>A directory of secrets, one file each, named like the setting with <c>__</c> for <c>:</c> (<c>Encryption__Key</c>). Default: none.</summary>
    public string SecretsDirectory { get; set; } = "";
}
