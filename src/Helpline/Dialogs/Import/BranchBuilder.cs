using System.Globalization;

namespace Helpline.Dialogs.Import;

/// <summary>Builds the branch that a split becomes. A way has one condition for each fact, so a range takes a state of its own for what lies beyond it.</summary>
internal sealed class BranchBuilder(FlowDraft draft, string node)
{
    private readonly List<(string Fact, IReadOnlyList<Condition> Any, (int From, int To)? Range, string Target)> _steps = [];

    /// <summary>Adds a test of a fact; what cannot be tested is found and left out.</summary>
    public void Add(string fact, RapidProCase test, string target)
    {
        if (TestWords.Range(test.Type, test.Arguments) is { } range)
        {
            _steps.Add((fact, [], range, target));
            return;
        }

        var tests = Conditions(fact, test).ToList();
        if (tests.Count == 0)
        {
            draft.Find(node, test.Type, ImportOutcome.NotConverted, $"a branch cannot test {test.Type} {string.Join(' ', test.Arguments)}".TrimEnd(), "decide by a text, a number, set or unset, or ask the child");
            return;
        }

        _steps.Add((fact, tests, null, target));
    }

    /// <summary>Adds a way that holds for one value.</summary>
    public void AddEqual(string fact, string value, string target) => _steps.Add((fact, [new Condition(ConditionTest.Equal, value)], null, target));

    /// <summary>The ending of the state that branches; the states of further ranges are added to the draft.</summary>
    public Ending Build(string state, string otherwise)
    {
        if (_steps.Count == 0)
            return new Ending.Go(otherwise);
        Ending? first = null;
        var (name, ways) = (state, new List<Way>());
        foreach (var (fact, any, range, target) in _steps)
        {
            if (range is not { } within)
            {
                ways.AddRange(any.Select(condition => new Way(new Dictionary<string, Condition> { [fact] = condition }, target)));
                continue;
            }

            if (within.From == within.To || within.From == int.MinValue || within.To == int.MaxValue)
            {
                ways.Add(new Way(new Dictionary<string, Condition> { [fact] = Edge(within) }, target));
                continue;
            }

            var rest = draft.TakeState($"{DialogState.ShortOf(state)}_or");
            ways.Add(new Way(new Dictionary<string, Condition> { [fact] = new(ConditionTest.Below, Number(within.From)) }, rest));
            ways.Add(new Way(new Dictionary<string, Condition> { [fact] = new(ConditionTest.AtMost, Number(within.To)) }, target));
            Close(rest);
            (name, ways) = (rest, []);
        }

        Close(otherwise);
        return first!;

        void Close(string target)
        {
            ways.Add(new Way(new Dictionary<string, Condition>(), target));
            Ending ending = ways.Count == 1 ? new Ending.Go(target) : new Ending.Branch(ways);
            if (first is null)
                first = ending;
            else
                draft.Add(new DialogState(name, ending), node);
        }
    }

    private static Condition Edge((int From, int To) range) => range switch
    {
        (int.MinValue, int.MaxValue) => new Condition(ConditionTest.AtLeast, Number(int.MinValue)), // any number at all
        var (from, to) when from == to => new Condition(ConditionTest.Equal, Number(from)),
        (int.MinValue, var to) => new Condition(ConditionTest.AtMost, Number(to)),
        var (from, _) => new Condition(ConditionTest.AtLeast, Number(from)),
    };

    private IEnumerable<Condition> Conditions(string fact, RapidProCase test)
    {
        if (test.Type == "has_text")
            return [new Condition(ConditionTest.Set, "")];
        if (TestWords.IsOnly(test.Type) && test.Arguments.All(argument => argument.Length == 0))
            return [new Condition(ConditionTest.Unset, "")];
        if (test.Type is not ("has_any_word" or "has_phrase" or "has_only_phrase" or "has_only_text" or "has_category"))
            return [];
        if (test.Type is "has_any_word" or "has_phrase")
            draft.Find(node, test.Type, ImportOutcome.Check, $"the branch on '{fact}' wants exactly {string.Join(' ', test.Arguments)}, where RapidPro looked for it within the text", "see what the fact can hold; add a way for each text");
        var words = test.Type == "has_category" ? test.Arguments
            : new[] { test.Arguments }.Concat(draft.Translations(test.Uuid, "arguments").Select(texts => texts.Texts)).SelectMany(arguments => TestWords.Of(test.Type, arguments) ?? []);
        return words.Select(word => Equal(fact, word)).OfType<Condition>().Distinct();
    }

    /// <summary>Null if a branch would read the text as something else, or if RapidPro works it out.</summary>
    private Condition? Equal(string fact, string word)
    {
        var text = fact == FactNames.Language ? draft.Context.Languages.GetValueOrDefault(word, "") : word;
        if (TemplateText.HasExpression(text))
            text = draft.Context.Facts.Of(draft.Source.Uuid, Reference.OfWhole(text)) is { } other ? $"{{fact.{other}}}" : "";
        return Condition.Parse(text) is { Test: ConditionTest.Equal } condition ? condition : null;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
