using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>What a step of the dialog wants done, in order. The machine itself does nothing.</summary>
public abstract record DialogEffect
{
    private DialogEffect()
    {
    }

    public sealed record Say(string Phrase) : DialogEffect;

    public sealed record Ask(Ending.Ask Question) : DialogEffect;

    public sealed record SetFact(string Fact, string Value) : DialogEffect;

    public sealed record CallHuman(string Reason, RiskLevel Level) : DialogEffect;
}
