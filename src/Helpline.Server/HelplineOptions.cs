namespace Helpline.Server;

/// <summary>Configuration section <c>Helpline</c>.</summary>
public sealed class HelplineOptions
{
    public const string Section = "Helpline";

    /// <summary>Where this node keeps its files: its spool and, with embedded stores, everything. Default: <c>data</c> below the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Megabytes that the spool may take while SQL is out of reach, 1 to 100,000. Default: 256, some 500,000 messages.</summary>
    public int SpoolMegabytes { get; set; } = 256;

    /// <summary>The dialog library. Default: <c>dialogs</c> below the working directory if it is there, else the one that was published with the server.</summary>
    public string DialogsDirectory { get; set; } =
        Directory.Exists("dialogs") ? "dialogs" : Path.Combine(AppContext.BaseDirectory, "dialogs");
}
