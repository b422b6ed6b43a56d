namespace Helpline.Risk;

/// <summary>How much danger a child is in. The order is the queue's order; the values are stored: do not renumber.</summary>
public enum RiskLevel
{
    None = 0,
    Low = 1,
    Medium = 2,

    /// <summary>A counsellor is called.</summary>
    High = 3,

    /// <summary>Life or limb, now.</summary>
    Imminent = 4,
}
