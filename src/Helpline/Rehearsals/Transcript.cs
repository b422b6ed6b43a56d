using System.Globalization;
using System.Text;

namespace Helpline.Rehearsals;

/// <summary>A talk as it should go: who says what, and how time passes.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Language">The language chosen before it begins.</param>
/// <param name="State">The state that it begins at, or <see cref="NewContact"/>.</param>
/// <param name="Lines">In order.</param>
/// <param name="Line">Where it begins in its file, from 1.</param>
public sealed record Transcript(string Title, string Language, string State, IReadOnlyList<TranscriptLine> Lines, int Line)
{
    /// <summary>Stands for a state where the child has never written before.</summary>
    public const string NewContact = "new";

    private const string Child = "> ";
    private const string Bot = "< ";
    private const string Time = "+ ";
    private const string Standing = "= ";
    private const string More = "  ";
    private const string Heading = "# ";
    private const string Beginning = "at ";
    private const string OnWebChat = " on a web chat";

    /// <summary>True if the child is on a web chat, and not on SMS.</summary>
    public bool IsOnWebChat { get; init; }

    /// <summary>Reads a file of transcripts.</summary>
    /// <exception cref="FormatException">A line is none that a transcript has; the message names it.</exception>
    public static IReadOnlyList<Transcript> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var transcripts = new List<Transcript>();
        var lines = new List<TranscriptLine>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.StartsWith(Heading, StringComparison.Ordinal))
            {
                lines = [];
                transcripts.Add(new Transcript(line[Heading.Length..], "", "", lines, number));
            }
            else if (line.Length == 0)
            {
                continue;
            }
            else if (transcripts.Count == 0)
            {
                throw new FormatException($"line {Number(number)}: a transcript begins with '{Heading}' and its title");
            }
            else if (line.StartsWith(Beginning, StringComparison.Ordinal) && lines.Count == 0 && line[Beginning.Length..].Replace(OnWebChat, "", StringComparison.Ordinal).Split(" in ") is [var state, var language])
            {
                transcripts[^1] = transcripts[^1] with { State = state, Language = language, IsOnWebChat = line.EndsWith(OnWebChat, StringComparison.Ordinal) };
            }
            else if (line.StartsWith(More, StringComparison.Ordinal) && lines is [.., { Speaker: Speaker.Bot or Speaker.Child } last])
            {
                lines[^1] = last with { Text = $"{last.Text}\n{line[More.Length..]}" };
            }
            else
            {
                lines.Add(Read(line, number));
            }
        }

        if (transcripts.FirstOrDefault(transcript => transcript.State.Length == 0) is { } homeless)
            throw new FormatException($"line {Number(homeless.Line)}: after the title comes where it begins, as 'at menu.start in en'");
        return transcripts;
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public static string Format(IEnumerable<Transcript> transcripts)
    {
        ArgumentNullException.ThrowIfNull(transcripts);
        var text = new StringBuilder();
        foreach (var transcript in transcripts)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(Heading).Append(transcript.Title).Append('\n').Append(Beginning).Append(transcript.State).Append(" in ").Append(transcript.Language).Append(transcript.IsOnWebChat ? OnWebChat : "").Append('\n');
            foreach (var line in transcript.Lines)
                text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A time such as 10m, 2h or 3d.</summary>
    public static TimeSpan? Duration(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => null,
            }
            : null;
    }

    private static TranscriptLine Read(string line, int number) => line switch
    {
        _ when line.StartsWith(Child, StringComparison.Ordinal) => new TranscriptLine(Speaker.Child, line[Child.Length..]),
        _ when line.StartsWith(Bot, StringComparison.Ordinal) => new TranscriptLine(Speaker.Bot, line[Bot.Length..]),
        _ when line.StartsWith(Standing, StringComparison.Ordinal) => new TranscriptLine(Speaker.Standing, line[Standing.Length..]),
        _ when line.StartsWith(Time, StringComparison.Ordinal) && Duration(line[Time.Length..]) is not null => new TranscriptLine(Speaker.Time, line[Time.Length..]),
        _ => throw new FormatException($"line {Number(number)}: '{line}' is none of '> what the child writes', '< what it is answered', '  more of the same message', '+ 10m' (time passes) and '= waiting, high'"),
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Who a line of a transcript is from.</summary>
public enum Speaker
{
    Child,
    Bot,

    /// <summary>Time passes.</summary>
    Time,

    /// <summary>Who may speak now, and how high the risk is.</summary>
    Standing,
}

/// <summary>A line of a transcript; a message may have several.</summary>
public sealed record TranscriptLine(Speaker Speaker, string Text)
{
    /// <summary>As it stands in a file.</summary>
    public override string ToString() => $"{Speaker switch { Speaker.Child => '>', Speaker.Bot => '<', Speaker.Time => '+', _ => '=' }} {Text.Replace("\n", "\n  ", StringComparison.Ordinal)}";
}
