namespace Helpline.Risk;

/// <summary>
/// The ladder that text lines ask along: thoughts, a plan, the means, a time. Steps are gathered over the messages of a conversation, because
/// children say them one by one ("i have pills" … "tonight").
/// </summary>
[Flags]
public enum RiskSteps
{
    None = 0,

    /// <summary>Thinks of dying or of hurting themselves.</summary>
    Thought = 1,

    /// <summary>Knows how.</summary>
    Plan = 2,

    /// <summary>Has what it takes.</summary>
    Means = 4,

    /// <summary>Within a day or two.</summary>
    Time = 8,
}

/// <summary>What the steps mean together.</summary>
public static class RiskLadder
{
    /// <summary>The level of a set of steps. A time alone says nothing, and means alone are in every kitchen.</summary>
    public static RiskLevel LevelOf(RiskSteps steps)
    {
        var (thought, plan, means, time) = (Has(RiskSteps.Thought), Has(RiskSteps.Plan), Has(RiskSteps.Means), Has(RiskSteps.Time));
        if ((time && (thought || plan || means)) || (means && (thought || plan)))
            return RiskLevel.Imminent;
        return plan || thought ? RiskLevel.High : means ? RiskLevel.Medium : RiskLevel.None;

        bool Has(RiskSteps step) => (steps & step) != 0;
    }
}
