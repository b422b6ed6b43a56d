namespace Helpline.Server;

/// <summary>Configuration section <c>Triage</c>.</summary>
public sealed class TriageOptions
{
    public const string Section = "Triage";

    /// <summary>A model that <c>triage train</c> has made. Default: the one that lies in the dialog library, if one does.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// <c>off</c> (the rules decide alone), <c>shadow</c> (what the model would say is recorded, and nothing follows from it) or <c>force</c> (it raises
    /// what the rules found). Default: <c>force</c>.
    /// </summary>
    public string? ModelMode { get; set; }
}
