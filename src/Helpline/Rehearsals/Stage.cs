using System.Globalization;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Rehearsals;

/// <summary>Plays transcripts on a library.</summary>
public sealed class Stage(DialogEngine dialogs, Triage triage)
{
    /// <summary>When all transcripts begin: a Monday, ten o'clock in Pakistan.</summary>
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 5, 0, 0, TimeSpan.Zero);

    /// <summary>Plays what the child does in a transcript, and says how it really goes.</summary>
    public Performance Play(Transcript transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        var rehearsal = new Rehearsal(dialogs, triage, Start, transcript.State == Transcript.NewContact ? null : transcript.State, transcript.Language, transcript.IsOnWebChat);
        var lines = rehearsal.Opening.Select(Bot).ToList();
        var standing = Standing(new Conversation { Id = default, Contact = default });
        Stand();
        foreach (var line in transcript.Lines.Where(line => line.Speaker is Speaker.Child or Speaker.Time))
        {
            lines.Add(line);
            lines.AddRange(line.Speaker == Speaker.Child
                ? rehearsal.Hear(line.Text).Select(Bot)
                : rehearsal.Wait(Transcript.Duration(line.Text)!.Value).Select(said => Bot(said.Text)));
            Stand();
        }

        return new Performance(transcript with { Lines = lines }, rehearsal.Path, rehearsal.Conversation.Lifecycle == LifecycleState.Automated);

        void Stand()
        {
            var now = Standing(rehearsal.Conversation);
            if (now != standing)
                lines.Add(new TranscriptLine(Speaker.Standing, now));
            standing = now;
        }
    }

    /// <summary>Who may speak, and how high the risk is.</summary>
    public static string Standing(Conversation conversation)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        return string.Create(CultureInfo.InvariantCulture, $"{SnakeCase.Of(conversation.Lifecycle)}, {SnakeCase.Of(conversation.Risk)}");
    }

    private static TranscriptLine Bot(string text) => new(Speaker.Bot, text);
}

/// <summary>How a transcript really goes.</summary>
/// <param name="Transcript">As it should stand.</param>
/// <param name="Path">The states that were entered.</param>
/// <param name="IsOpen">True if the dialog waits for the child.</param>
public sealed record Performance(Transcript Transcript, IReadOnlyList<string> Path, bool IsOpen);
