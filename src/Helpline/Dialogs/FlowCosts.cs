using Helpline.Messages;

namespace Helpline.Dialogs;

/// <summary>What the ways through a flow cost, in SMS segments or in messages, as the channel is paid for. A way goes from the flow's start to its end, to a person, or to another flow; no state comes twice.</summary>
public sealed class FlowCosts
{
    /// <summary>Ways that are followed in one flow; what a flow has more of is not looked at.</summary>
    private const int MostWays = 100_000;

    /// <summary>What fills in for a child's own words.</summary>
    private const int LengthOfText = 20;

    private readonly DialogLibrary _library;
    private readonly bool _inSegments;
    private readonly Dictionary<(string State, string Language), int> _segments = [];
    private readonly Dictionary<string, string> _facts;

    /// <param name="library">Whose flows.</param>
    /// <param name="inSegments">True: a text counts as its segments; false: as one message.</param>
    public FlowCosts(DialogLibrary library, bool inSegments = true)
    {
        ArgumentNullException.ThrowIfNull(library);
        _library = library;
        _inSegments = inSegments;
        _facts = library.States.Values.Select(state => state.Ending).OfType<Ending.Ask>().Select(ask => ask.Free).OfType<FreeAnswer>()
            .DistinctBy(free => free.Fact)
            .ToDictionary(free => free.Fact, free => free.Kind == AnswerKind.Text ? new string('w', Math.Min(free.To, LengthOfText)) : "13");
    }

    /// <summary>The costs of a flow in a language.</summary>
    public FlowCost Of(string flow, string language)
    {
        var ways = new List<(Cost Cost, double Share)>();
        Follow(_library.Flows[flow].Start, flow, language, default, 1, [], [], ways);
        return new FlowCost(
            flow,
            language,
            ways.MinBy(way => way.Cost.Segments).Cost,
            ways.Sum(way => way.Cost.Segments * way.Share) / ways.Sum(way => way.Share),
            ways.Sum(way => way.Cost.Answers * way.Share) / ways.Sum(way => way.Share),
            ways.MaxBy(way => way.Cost.Segments).Cost);
    }

    private void Follow(string name, string flow, string language, Cost cost, double share, HashSet<string> visited, Stack<(string Flow, string Then)> callers, List<(Cost Cost, double Share)> ways)
    {
        if (ways.Count >= MostWays)
            return;
        if ((DialogState.FlowOf(name) != flow && callers.Count == 0) || !visited.Add(name))
        {
            ways.Add((cost, share)); // a circle, or another flow: that is its own cost
            return;
        }

        var state = _library.States[name];
        cost += new Cost(Segments(state, language), 0);
        var (next, answers) = Next(state, callers);
        if (next.Count == 0)
            ways.Add((cost, share));
        foreach (var target in next)
            Follow(target.State, target.Flow ?? flow, language, cost + new Cost(0, answers), share / next.Count, visited, target.Callers ?? callers, ways);
        visited.Remove(name);
    }

    private static (IReadOnlyList<(string State, string? Flow, Stack<(string Flow, string Then)>? Callers)> Next, int Answers) Next(DialogState state, Stack<(string Flow, string Then)> callers)
    {
        switch (state.Ending)
        {
            case Ending.SubDialog call:
                return ([(call.Target, DialogState.FlowOf(call.Target), new Stack<(string, string)>(callers.Reverse().Append((state.Flow, call.Then))))], 0);
            case Ending.GoBack when callers.TryPeek(out var caller):
                return ([(caller.Then, caller.Flow, new Stack<(string, string)>(callers.Reverse().SkipLast(1)))], 0);
            case Ending.Ask ask:
                return ([.. ask.Options.Select(option => option.Target).Concat(ask.Free is { } free ? [free.Target] : []).Select(target => (target, (string?)null, (Stack<(string, string)>?)null))], 1);
            default:
                return ([.. Routes.Of(state with { FollowUp = null }).Select(target => (target, (string?)null, (Stack<(string, string)>?)null))], 0);
        }
    }

    private int Segments(DialogState state, string language)
    {
        if (_segments.TryGetValue((state.Name, language), out var known))
            return known;
        var phrases = _library.Phrases;
        var texts = state.Say.Select(phrase => phrases.Text(language, phrase, _facts)).ToList();
        if (state.Refer is { } referral)
            texts.Add(phrases.Text(language, referral, _facts, DateTimeOffset.UnixEpoch));
        if (state.Ending is Ending.Ask ask)
            texts.Add(phrases.Question(language, ask, _facts));
        if (state.Ending is Ending.CallHuman)
            texts.Add(phrases.Text(language, SystemPhrases.Holding));
        return _segments[(state.Name, language)] = _inSegments ? texts.Sum(text => SmsSegments.Of(text).Count) : texts.Count;
    }
}

/// <summary>What a way costs: segments (or messages) that are sent, and answers that the child sends.</summary>
public readonly record struct Cost(int Segments, int Answers)
{
    public static Cost operator +(Cost one, Cost other) => new(one.Segments + other.Segments, one.Answers + other.Answers);

    public static Cost Add(Cost left, Cost right) => left + right;
}

/// <summary>A flow's costs in a language.</summary>
/// <param name="TypicalSegments">The mean, if every answer is as likely as the others.</param>
public sealed record FlowCost(string Flow, string Language, Cost Cheapest, double TypicalSegments, double TypicalAnswers, Cost Dearest);
