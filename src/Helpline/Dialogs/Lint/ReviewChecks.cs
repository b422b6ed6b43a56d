using System.Globalization;

namespace Helpline.Dialogs.Lint;

/// <summary>Lines of the directory that nobody has confirmed for too long.</summary>
internal static class ReviewChecks
{
    public static void Check(DialogDraft draft, DateOnly today)
    {
        foreach (var line in draft.Referrals?.Lines.Values.Where(line => line.Review < today) ?? [])
            draft.Problems.Add(draft.Lines[line.Id].Warning(string.Create(CultureInfo.InvariantCulture, $"the line '{line.Id}' was to be confirmed again by {line.Review:yyyy-MM-dd}: ask there, then set checked and review")));
    }
}
