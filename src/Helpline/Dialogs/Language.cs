namespace Helpline.Dialogs;

/// <summary>A language that dialogs can be written in.</summary>
/// <param name="Tag">BCP 47; the name of its folder of phrases.</param>
/// <param name="Name">For counsellors.</param>
/// <param name="OwnName">What its speakers call it.</param>
/// <param name="Script">ISO 15924.</param>
public sealed record Language(string Tag, string Name, string OwnName, string Script)
{
    /// <summary>Letters that of all languages here only this one has: one of them tells it from the others of its script.</summary>
    public string OwnLetters { get; init; } = "";

    public bool IsRightToLeft => Script == Languages.ArabicScript;
}
