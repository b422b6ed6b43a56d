namespace Helpline.Risk;

/// <summary>What a model may do.</summary>
public enum ModelMode
{
    /// <summary>Nothing; the rules decide alone.</summary>
    Off,

    /// <summary>What it would have said is recorded (<see cref="RiskAssessment.ShadowLevel"/>), and nothing follows from it.</summary>
    Shadow,

    /// <summary>It raises what the rules found.</summary>
    Force,
}
