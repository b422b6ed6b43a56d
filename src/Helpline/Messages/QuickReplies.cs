using System.Globalization;

namespace Helpline.Messages;

/// <summary>The answers that a text offers: the lines at its end that are numbered 1, 2, 3, … as <see cref="Dialogs.Phrasebook.WithOptions"/> writes them.</summary>
/// <remarks>
/// A network with buttons shows <see cref="Line"/> and a button for each label; all others show the text as it stands. Read from the text, so that what
/// is stored, counted and shown to a counsellor is what a child without buttons reads.
/// </remarks>
/// <param name="Line">What stands before the answers.</param>
/// <param name="Labels">The answers without their numbers, in order; empty if there are none.</param>
public sealed record QuickReplies(string Line, IReadOnlyList<string> Labels)
{
    public static QuickReplies Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        for (var first = lines.Length - 1; first > 0; first--)
        {
            var labels = lines[first..].Select((line, index) => Label(line, index + 1)).ToList();
            if (labels.TrueForAll(label => label is not null))
                return new QuickReplies(string.Join('\n', lines[..first]), labels!);
        }

        return new QuickReplies(text, []);
    }

    public override string ToString() => $"{Labels.Count} quick replies";

    private static string? Label(string line, int number)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{number} ");
        return line.StartsWith(prefix, StringComparison.Ordinal) && line.Length > prefix.Length ? line[prefix.Length..] : null;
    }
}
