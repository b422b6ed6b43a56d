using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>What a step of the dialog wants done, in order. The machine itself does nothing.</summary>
public abstract record DialogEffect
{
    private DialogEffect()
    {
    }

    /// <summary>A state was entered; nothing is to be done.</summary>
    public sealed record Entered(string State) : DialogEffect;

    public sealed record Say(string Phrase) : DialogEffect;

    public sealed record Ask(Ending.Ask Question) : DialogEffect;

    /// <param name="Value">Null: it is forgotten.</param>
    public sealed record SetFact(string Fact, string? Value) : DialogEffect
    {
        public override string ToString() => $"{Fact} is {(Value is null ? "forgotten" : "remembered")}"; // it may be a child's own words
    }

    public sealed record Refer(Referral Referral) : DialogEffect;

    public sealed record FollowUpLater(FollowUp FollowUp) : DialogEffect;

    public sealed record CallHuman(string Reason, RiskLevel Level) : DialogEffect;
}
