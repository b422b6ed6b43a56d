using Helpline.Dialogs;

namespace Helpline.Rehearsals;

/// <summary>
/// Walks a flow in every direction and writes down talks that together enter all of its states and give every answer once. Breadth first over what
/// a child can write, so that the talks are short. Deterministic.
/// </summary>
public sealed class Explorer(DialogEngine dialogs, Stage stage)
{
    /// <summary>Talks that are tried in one flow.</summary>
    private const int MostTalks = 5_000;

    /// <summary>Facts make the same question a different one; so many versions of one are explored.</summary>
    private const int MostVersions = 3;

    /// <summary>What a child might say in answer to questions that are answered in own words.</summary>
    private static readonly Dictionary<string, string> Words = new() { [Languages.English] = "My sister", [Languages.Urdu] = "میری بہن", [Languages.RomanUrdu] = "Meri behan" };

    /// <summary>Talks through a flow in a language, that enter what others have not entered.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="language">The language.</param>
    /// <param name="known">States that need no talk.</param>
    public IReadOnlyList<Transcript> Explore(string flow, string language, IEnumerable<string> known)
    {
        var entered = known.ToHashSet(StringComparer.Ordinal);
        var talks = new List<Transcript>();
        var start = dialogs.Library.Flows[flow].Start;
        foreach (var state in dialogs.Library.States.Keys.Where(state => DialogState.FlowOf(state) == flow).OrderByDescending(state => state == start))
        {
            if (!entered.Contains(state))
                Walk(state, flow, language, entered, talks);
        }

        return talks;
    }

    private void Walk(string start, string flow, string language, HashSet<string> entered, List<Transcript> talks)
    {
        var open = new Queue<Transcript>([new Transcript($"{start}", language, start, [], 0)]);
        var asked = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var tried = 0; tried < MostTalks && open.TryDequeue(out var talk); tried++)
        {
            var performance = stage.Play(talk);
            var inputs = performance.IsOpen && DialogState.FlowOf(performance.Path[^1]) == flow && dialogs.OpenQuestion(new DialogPosition(performance.Path[^1])) is { } question
                && Ask(asked, performance.Path[^1], talk.Lines.Count)
                ? Inputs(question, language).ToList()
                : [];
            foreach (var input in inputs)
                open.Enqueue(talk with { Lines = [.. talk.Lines, input] });
            if (inputs.Count > 0)
                continue;
            foreach (var state in performance.Path)
                entered.Add(state);
            talks.Add(performance.Transcript with { Title = $"{start}{string.Concat(talk.Lines.Select(line => $" > {line.Text}"))}" });
        }
    }

    private static bool Ask(Dictionary<string, int> asked, string state, int depth)
    {
        var versions = asked.GetValueOrDefault(state);
        if (versions >= (depth == 0 ? MostVersions : 1))
            return false;
        asked[state] = versions + 1;
        return true;
    }

    private IEnumerable<TranscriptLine> Inputs(Ending.Ask question, string language)
    {
        for (var option = 1; option <= question.Options.Count; option++)
            yield return new TranscriptLine(Speaker.Child, question.Free?.Kind is AnswerKind.Number or AnswerKind.Age ? dialogs.Phrases.Label(language, question.Options[option - 1].Answer) : $"{option}");
        if (question.Free is { } free)
            yield return new TranscriptLine(Speaker.Child, free.Kind switch { AnswerKind.Text => Words.GetValueOrDefault(language) ?? Languages.Of(language)!.OwnName, AnswerKind.Place => "Lahore", _ => $"{Math.Clamp(13, free.From, free.To)}" });
        if (question.Silence is [.., var last])
            yield return new TranscriptLine(Speaker.Time, Hours(last.After));
    }

    private static string Hours(TimeSpan time) => $"{(int)Math.Ceiling(time.TotalHours)}h";
}
