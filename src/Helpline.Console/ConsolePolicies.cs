namespace Helpline.Console;

/// <summary>Names of the authorization policies.</summary>
public static class ConsolePolicies
{
    /// <summary>Counsellors and supervisors: may read what children write.</summary>
    public const string Console = "console";

    /// <summary>Operators and supervisors: numbers only.</summary>
    public const string Operations = "operations";

    /// <summary>All who work here: what the bot says is no secret.</summary>
    public const string Dialogs = "dialogs";
}
