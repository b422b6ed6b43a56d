namespace Helpline.Server;

/// <summary>Configuration section <c>Triage</c>.</summary>
public sealed class TriageOptions
{
    public const string Section = "Triage";

    /// <summary>A model that <c>triage train</c> has made. Default: none, the rules decide alone.</summary>
    public string? Model { get; set; }

    /// <summary>
    /// <c>off</c>, <c>shadow</c> (what the model would say is recorded, and nothing follows from it) or <c>force</c> (it raises what the rules found).
    /// Default: <c>off</c> without a model; with one it must be said.
    /// </summary>
    public string? ModelMode { get; set; }
}
