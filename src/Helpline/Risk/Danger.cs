namespace Helpline.Risk;

/// <summary>What kind of danger a rule speaks of. Lexicons write it in snake_case; each has a phrase <c>safety.&lt;danger&gt;</c>.</summary>
public enum Danger
{
    Suicide,
    SelfHarm,
    SexualExploitation,
    Grooming,
    Abuse,
    Neglect,
    ViolenceNow,
    MissingTrafficked,
    ForcedMarriage,
    ChildLabour,
    Cyberbullying,
    OtherChild,
}
