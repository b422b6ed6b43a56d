using System.Globalization;
using System.Text;

namespace Helpline.Dialogs.Import;

/// <summary>Writes a flow as <see cref="FlowReader"/> reads it. Names that begin with a digit are quoted, so that nobody takes them for numbers.</summary>
internal static class FlowWriter
{
    /// <param name="comments">What is written above a state, by its name.</param>
    public static string Write(string flow, string title, string start, IEnumerable<DialogState> states, Func<string, string?> comments)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"flow: {YamlText.Of(flow)}\ntitle: {YamlText.Quote(title)}\nstart: {YamlText.Of(start)}\nstates:\n");
        foreach (var state in states)
        {
            if (comments(state.Name) is { } comment)
                text.Append(CultureInfo.InvariantCulture, $"  # {YamlText.Comment(comment)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  {Short(flow, state.Name)}:\n");
            WriteActs(text, flow, state);
            WriteEnding(text, flow, state.Ending);
        }

        return text.ToString();
    }

    private static void WriteActs(StringBuilder text, string flow, DialogState state)
    {
        if (state.Set.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"    set: {{{string.Join(", ", state.Set.Select(fact => $"{YamlText.Of(fact.Key)}: {(fact.Value == "+1" ? "+1" : YamlText.Quote(fact.Value))}"))}}}\n");
        if (state.Say.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"    say: [{string.Join(", ", state.Say.Select(phrase => Short(flow, phrase)))}]\n");
        if (state.Forget.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"    forget: [{string.Join(", ", state.Forget.Select(YamlText.Of))}]\n");
    }

    private static void WriteEnding(StringBuilder text, string flow, Ending ending)
    {
        switch (ending)
        {
            case Ending.Ask ask:
                WriteAsk(text, flow, ask);
                break;
            case Ending.Go go:
                text.Append(CultureInfo.InvariantCulture, $"    go: {Short(flow, go.Target)}\n");
                break;
            case Ending.Branch branch:
                text.Append("    branch:\n");
                foreach (var way in branch.Ways)
                    text.Append(CultureInfo.InvariantCulture, $"      - {{{(way.Conditions.Count == 0 ? "" : $"if: {{{string.Join(", ", way.Conditions.Select(one => $"{YamlText.Of(one.Key)}: {YamlText.Quote(Sign(one.Value))}"))}}}, ")}go: {Short(flow, way.Target)}}}\n");
                break;
            case Ending.SubDialog call:
                text.Append(CultureInfo.InvariantCulture, $"    call: {Short(flow, call.Target)}\n    then: {Short(flow, call.Then)}\n");
                break;
            case Ending.CallHuman human:
                text.Append(CultureInfo.InvariantCulture, $"    handoff: {{reason: {YamlText.Of(human.Reason)}, level: {SnakeCase.Of(human.Level)}}}\n");
                break;
            case Ending.GoBack:
                text.Append("    return: true\n");
                break;
            case Ending.Finish:
                text.Append("    end: true\n");
                break;
            default:
                throw new InvalidOperationException($"Unknown ending {ending}.");
        }
    }

    private static void WriteAsk(StringBuilder text, string flow, Ending.Ask ask)
    {
        text.Append(CultureInfo.InvariantCulture, $"    ask: {Short(flow, ask.Phrase)}\n");
        if (ask.Options.Count > 0)
            text.Append("    options:\n");
        foreach (var option in ask.Options)
            text.Append(CultureInfo.InvariantCulture, $"      {Short(flow, option.Answer)}: {Short(flow, option.Target)}\n");
        if (ask.Free is { } free)
        {
            var limits = free.Kind switch
            {
                AnswerKind.Text => $", most: {free.To.ToString(CultureInfo.InvariantCulture)}",
                AnswerKind.Place => "",
                _ => $", from: {free.From.ToString(CultureInfo.InvariantCulture)}{(free.To == int.MaxValue ? "" : $", to: {free.To.ToString(CultureInfo.InvariantCulture)}")}",
            };
            text.Append(CultureInfo.InvariantCulture, $"    {SnakeCase.Of(free.Kind)}: {{fact: {YamlText.Of(free.Fact)}{limits}, go: {Short(flow, free.Target)}}}\n");
        }

        if (ask.Silence.Count > 0)
            text.Append("    silence:\n");
        foreach (var step in ask.Silence)
            text.Append(CultureInfo.InvariantCulture, $"      - {{after: {Duration(step.After)}{(step.Say is { } say ? $", say: {Short(flow, say)}" : "")}{(step.Target is { } target ? $", go: {Short(flow, target)}" : "")}}}\n");
    }

    private static string Sign(Condition condition) => condition.Test switch
    {
        ConditionTest.Equal => condition.Value,
        ConditionTest.Below => $"<{condition.Value}",
        ConditionTest.AtMost => $"<={condition.Value}",
        ConditionTest.Above => $">{condition.Value}",
        ConditionTest.AtLeast => $">={condition.Value}",
        ConditionTest.Set => "set",
        ConditionTest.Unset => "unset",
        _ => throw new InvalidOperationException($"Unknown test {condition.Test}."),
    };

    private static string Duration(TimeSpan time) =>
        time.TotalHours % 24 == 0 ? $"{(int)time.TotalDays}d" : time.TotalMinutes % 60 == 0 ? $"{(int)time.TotalHours}h" : $"{(int)time.TotalMinutes}m";

    /// <summary>A name of the flow's own without the flow.</summary>
    private static string Short(string flow, string name) => YamlText.Of(name.StartsWith($"{flow}.", StringComparison.Ordinal) ? name[(flow.Length + 1)..] : name);
}
