namespace Helpline.Dialogs;

/// <summary>Global words that the code itself knows by their answer id; the linter demands them of the root.</summary>
public static class GlobalWords
{
    public const string Stop = "stop";
    public const string Start = "start";
    public const string Hide = "hide";
    public const string Menu = "menu";
    public const string Human = "human";
    public const string Language = "language";

    public static IReadOnlyList<string> Required { get; } = [Stop, Start, "help", Human, Language, Hide, Menu];
}
