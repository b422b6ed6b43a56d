namespace Helpline.Dialogs;

/// <summary>Facts that the code itself reads.</summary>
public static class FactNames
{
    public const string Language = "language";
    public const string Discreet = "discreet";
    public const string OptedOut = "opted_out";

    /// <summary>A word that the child has chosen: it is asked for before sensitive advice.</summary>
    public const string SafeWord = "safe_word";

    /// <summary>There while the child, who has given the safe word, goes on writing.</summary>
    public const string Unlocked = "unlocked";

    /// <summary><see cref="Yes"/> if the child wants to be written to first.</summary>
    public const string SafeToText = "safe_to_text";

    /// <summary>The hour of the day at which that is safe, 0 to 23.</summary>
    public const string SafeHour = "safe_hour";

    /// <summary>One of the directory's places.</summary>
    public const string Place = "place";

    /// <summary><see cref="Yes"/> if the child is on a web chat: no SMS, no number.</summary>
    public const string WebChat = "web_chat";

    public const string Yes = "yes";

    /// <summary>Facts whose names begin so are the child's own, and outlast a conversation: a safety plan, a lesson's score.</summary>
    public const string Own = "my_";

    /// <summary>True if a fact is kept when a contact's next conversation begins.</summary>
    public static bool IsKept(string fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact is Language or OptedOut or Discreet or SafeWord or SafeToText or SafeHour || fact.StartsWith(Own, StringComparison.Ordinal);
    }

    /// <summary>Facts that a dialog may test although no dialog sets them.</summary>
    internal static IReadOnlyList<string> Known { get; } = [Language, Discreet, OptedOut, SafeWord, Unlocked, SafeToText, SafeHour, Place, WebChat];
}
