using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Console.Desk;

/// <summary>One step of a conversation's level.</summary>
/// <param name="By">Who set it; null if the counsellor is gone.</param>
/// <param name="Reason">A counsellor's; null if triage raised it.</param>
internal sealed record LevelStep(DateTimeOffset At, string? By, RiskLevel Level, string? Reason)
{
    public override string ToString() => $"step to {Level}";
}

/// <summary>How a conversation's level came about: triage's rises, from the transcript, and counsellors' changes between them.</summary>
internal static class LevelHistory
{
    public const string Triage = "Triage";

    /// <summary>The oldest first; empty if no counsellor has changed the level, since then the transcript says it all.</summary>
    public static IReadOnlyList<LevelStep> Of(ConversationView view)
    {
        if (view.LevelChanges.Count == 0)
            return [];
        var steps = new List<LevelStep>();
        var level = RiskLevel.None;
        var changes = new Queue<LevelChangeLine>(view.LevelChanges);
        foreach (var line in view.Lines.Where(line => line.Assessment is not null))
        {
            while (changes.TryPeek(out var change) && change.At < line.At)
                Add(changes.Dequeue());
            if (line.Assessment!.Level > level)
                steps.Add(new LevelStep(line.At, Triage, level = line.Assessment.Level, null));
        }

        while (changes.TryDequeue(out var last))
            Add(last);
        return steps;

        void Add(LevelChangeLine change) => steps.Add(new LevelStep(change.At, change.By, level = change.To, change.Reason));
    }
}
