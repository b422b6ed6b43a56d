using Helpline.Risk;

namespace Helpline.Server.Commands.Risk;

/// <summary>A message and what a person says of it. Its text never shows what is in it.</summary>
/// <param name="Line">Where it stands in its file.</param>
/// <param name="IsAtRisk">A counsellor must be called: level high or imminent.</param>
/// <param name="Language">Null where the file does not say.</param>
/// <param name="Category">Null where the file does not say.</param>
/// <param name="Danger">Null where the file does not say, or there is none.</param>
internal sealed record LabelledMessage(long Line, string Text, bool IsAtRisk, string? Language, string? Category, Danger? Danger)
{
    public override string ToString() => $"line {Line}";
}
