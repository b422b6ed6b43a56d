using System.Globalization;
using Helpline.Dialogs.Format;

namespace Helpline.Dialogs.Import;

/// <summary>
/// Makes a question's answers of a wait: tests for words and quick replies are options; tests for numbers, for any text and for places are answers in own
/// words. What RapidPro called Other is left to the engine where it only asked again, and is an answer in own words where it led elsewhere.
/// </summary>
/// <param name="replies">Quick replies of the messages before the wait, each with its translations.</param>
/// <param name="target">The state that a node becomes; null: the end.</param>
/// <param name="asksAgain">True if a node leads back to this wait without a decision.</param>
internal sealed class QuestionBuilder(FlowDraft draft, RapidProNode node, string state, IReadOnlyList<QuickReply> replies, Func<string?, string> target, Func<string?, bool> asksAgain)
{
    private readonly RapidProRouter _router = node.Router!;

    public Question Build()
    {
        Unsupported();
        var numbers = Numbers();
        var options = Options(numbers.Count > 0);
        return new Question(options, Free(options, numbers), Silence());
    }

    private static bool IsUnknown(RapidProCase test, bool hasNumbers) =>
        test.Type != "has_text" && !TestWords.IsOfPlace(test.Type) && TestWords.Of(test.Type, test.Arguments) is null && !(TestWords.Range(test.Type, test.Arguments) is not null || hasNumbers && TestWords.IsOfNumber(test.Type));

    private void Unsupported()
    {
        if (_router.Wait is { Type: not "msg" } wait)
            Find(wait.Type, ImportOutcome.NotConverted, $"it waits for a {wait.Type}, not for a message", "ask in words what should be known");
        if (_router.Wait is { Hint.Length: > 0 } hinted)
            Find($"hint {hinted.Hint}", ImportOutcome.Check, $"it waits for {hinted.Hint}; only words are read here, and media are never downloaded", "ask for words");
        if (Reference.OfWhole(_router.Operand).Kind != ReferenceKind.Input)
            Find("switch", ImportOutcome.Check, $"the answer is not tested as it is but as {_router.Operand}", "see whether the answers' words still fit");
        foreach (var test in _router.Cases)
        {
            var said = $"{test.Type} {string.Join(' ', test.Arguments)}".TrimEnd();
            if (IsUnknown(test, hasNumbers: false))
                Find(test.Type, ImportOutcome.NotConverted, $"no answer can be tested by {said}; it led to '{CategoryName(test.Category)}'", "give the answer words, or take any text and let a counsellor look");
            else if (test.Type is "has_beginning" or "has_all_words")
                Find(test.Type, ImportOutcome.Check, $"{said} became the words of an answer, which are understood anywhere and in this order", "see whether they mean only this answer");
            else if (TestWords.IsOfPlace(test.Type))
                Find(test.Type, ImportOutcome.Check, "it asks for one of the places of the directory here, not of RapidPro's", "see that resources/ has these places");
            if (test.Arguments.Any(TemplateText.HasExpression))
                Find(test.Type, ImportOutcome.NotConverted, $"the words of an answer cannot be worked out: {said}", "write the words, or branch on a fact");
        }
    }

    private void Find(string type, ImportOutcome outcome, string why, string remedy) => draft.Find(node.Uuid, type, outcome, why, remedy);

    private string CategoryName(string category) => _router.Categories.First(one => one.Uuid == category).Name;

    /// <summary>Number tests, unless each takes a single number: those are numbered options, as a child sees them.</summary>
    private List<(RapidProCase Test, (int From, int To) Range)> Numbers()
    {
        var ranges = _router.Cases.Select(test => (Test: test, Range: TestWords.Range(test.Type, test.Arguments))).Where(test => test.Range is not null).Select(test => (test.Test, test.Range!.Value)).ToList();
        return ranges.All(test => test.Test.Type == "has_number_eq") ? [] : ranges;
    }

    private List<Choice> Options(bool hasNumbers)
    {
        var options = new List<Choice>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var categories = _router.Cases.Where(test => IsOfWords(test, hasNumbers)).Select(test => test.Category).Distinct().ToList();
        var placed = replies.Select(reply => (Reply: reply, Category: _router.Cases.FirstOrDefault(test => TestWords.Takes(test, reply.Text))?.Category ?? _router.Default)).ToList();
        var ordered = placed.Where(one => categories.Contains(one.Category!)).Select(one => one.Category!).Concat(categories).Distinct().ToList();
        if (placed.Count == 0 && categories.All(category => Number(category) is not null))
            ordered = [.. ordered.OrderBy(category => Number(category))];
        foreach (var category in ordered)
            Offer(OfCategory(category, hasNumbers, [.. placed.Where(one => one.Category == category).Select(one => one.Reply)]));
        foreach (var (reply, category) in placed.Where(one => !categories.Contains(one.Category!)))
            Offer(OfReply(reply, category));
        CheckNumbers(options, ordered);
        if (ordered.Where(category => placed.All(one => one.Category != category)).Select(CategoryName).ToList() is { Count: > 0 } hidden)
            Find("category", ImportOutcome.Check, $"RapidPro understood these answers without showing them; here a child reads them: {string.Join(", ", hidden)}", "write labels that suit a child, and no second list in the text");
        return options;

        void Offer(Choice choice)
        {
            if (seen.Add(choice.Answer))
                options.Add(choice);
            else
                Find("category", ImportOutcome.NotConverted, $"two answers are both '{DialogState.ShortOf(choice.Answer)}'; the second led to '{DialogState.ShortOf(choice.Target)}'", "tell them apart by their words");
        }
    }

    private static bool IsOfWords(RapidProCase test, bool hasNumbers) => TestWords.Of(test.Type, test.Arguments) is not null || (test.Type == "has_number_eq" && !hasNumbers && TestWords.Range(test.Type, test.Arguments) is not null);

    /// <summary>The number that alone chooses a category; null if words do.</summary>
    private int? Number(string category)
    {
        var tests = _router.Cases.Where(test => test.Category == category).ToList();
        return tests.SelectMany(test => test.Arguments).Select(argument => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null).FirstOrDefault(number => number is not null);
    }

    /// <summary>The engine numbers options from 1 on; where the text told a child other numbers, they would choose wrongly.</summary>
    private void CheckNumbers(List<Choice> options, List<string> ordered)
    {
        foreach (var (index, category) in ordered.Index())
        {
            if (Number(category) is { } number && number != index + 1)
                Find("has_number_eq", ImportOutcome.Check, $"'{CategoryName(category)}' was chosen by {number}; here it is option {index + 1} of {options.Count}", "see that the text names the same numbers, or none");
        }
    }

    private Choice OfCategory(string uuid, bool hasNumbers, IReadOnlyList<QuickReply> offered)
    {
        var category = _router.Categories.First(one => one.Uuid == uuid);
        var tests = _router.Cases.Where(test => test.Category == uuid && IsOfWords(test, hasNumbers)).ToList();
        var words = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        Gather(draft.BaseLanguage, tests.SelectMany(test => Words(test, test.Arguments)).Concat(offered.Skip(1).Select(reply => reply.Text)));
        foreach (var language in tests.SelectMany(test => draft.Translations(test.Uuid, "arguments").SelectMany(texts => Words(test, texts.Texts).Select(word => (texts.Language, Word: word)))).GroupBy(word => word.Language, word => word.Word))
            Gather(language.Key, language);
        foreach (var reply in offered.Skip(1))
        {
            foreach (var (language, text) in reply.Translations)
                Gather(language, words.GetValueOrDefault(language, []).Append(text));
        }

        var name = category.Name.Length > 0 ? category.Name : words.Values.SelectMany(all => all).FirstOrDefault() ?? "";
        var labels = offered is [var first, ..] ? first.Labels(draft) : Labels(category, name);
        var answer = draft.AddAnswer(name, labels, words, tests.All(test => TestWords.IsOnly(test.Type)), node.Uuid);
        return Lead(answer, name, tests.SelectMany(test => Words(test, test.Arguments)).FirstOrDefault() ?? name, uuid);

        void Gather(string? language, IEnumerable<string> found)
        {
            if (language is not null && found.Select(word => word.Trim()).Where(word => word.Length > 0).Distinct().ToList() is { Count: > 0 } kept)
                words[language] = kept;
        }
    }

    private Choice OfReply(QuickReply reply, string? category) =>
        Lead(draft.AddAnswer(reply.Text, reply.Labels(draft), new Dictionary<string, IReadOnlyList<string>>(), alone: false, node.Uuid), reply.Text, reply.Text, category);

    private static IEnumerable<string> Words(RapidProCase test, IReadOnlyList<string> arguments) =>
        (test.Type == "has_number_eq" ? arguments.Select(argument => argument.Trim()) : TestWords.Of(test.Type, arguments) ?? []).Where(word => !TemplateText.HasExpression(word));

    private Dictionary<string, string> Labels(RapidProCategory category, string name)
    {
        var labels = draft.Translations(category.Uuid, "name").DistinctBy(text => text.Language).Where(text => text.Texts[0].Trim().Length > 0).ToDictionary(text => text.Language, text => text.Texts[0].Trim());
        if (draft.BaseLanguage is { } language && name.Trim().Length > 0)
            labels[language] = name.Trim();
        return labels;
    }

    /// <summary>An option that leads on, over a state that remembers what was chosen if something reads it.</summary>
    private Choice Lead(string answer, string name, string value, string? category) =>
        new(answer, draft.Via($"{DialogState.ShortOf(state)}_{SafeNames.Of(name)}", Results(value, category), target(node.Way(category)), node.Uuid));

    /// <summary>What is to be remembered of an answer.</summary>
    /// <param name="value">Null: the answer itself is remembered already.</param>
    private Dictionary<string, string> Results(string? value, string? category)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        var (book, flow, result) = (draft.Context.Facts, draft.Source.Uuid, _router.ResultName);
        if (result.Length > 0 && value is { Length: > 0 } && book.IsRead(result))
            facts[book.Result(flow, result)] = value;
        if (result.Length > 0 && category is not null && book.IsRead(result, isCategory: true) && CategoryName(category) is { Length: > 0 } name)
            facts[book.Result(flow, result, isCategory: true)] = name;
        return facts;
    }

    private FreeAnswer? Free(List<Choice> options, List<(RapidProCase Test, (int From, int To) Range)> numbers)
    {
        var fact = _router.ResultName.Length > 0 && draft.Context.Facts.IsRead(_router.ResultName) ? draft.Context.Facts.Result(draft.Source.Uuid, _router.ResultName) : FactBook.Unread;
        var other = node.Way(_router.Default);
        var isElsewhere = other is not null && !asksAgain(other);
        var text = _router.Cases.FirstOrDefault(test => test.Type == "has_text")?.Category;
        if (numbers.Count > 0)
        {
            if (text is not null || isElsewhere)
                Find("wait", ImportOutcome.Check, $"an answer that is no number is asked for again here; in RapidPro it went on to '{CategoryName(text ?? _router.Default!)}'", "add an option that leads there");
            return Number(fact, numbers, isElsewhere);
        }

        if (_router.Cases.FirstOrDefault(test => TestWords.IsOfPlace(test.Type)) is { } place)
            return new FreeAnswer(AnswerKind.Place, fact, Follow("place", place.Category), 0, 0);
        var category = text ?? (isElsewhere || options.Count == 0 ? _router.Cases.FirstOrDefault(test => IsUnknown(test, false) && !isElsewhere)?.Category ?? _router.Default : null);
        if (category is null && options.Count > 0)
        {
            if (other is null && _router.Default is not null && options.Count > 0)
                Find("wait", ImportOutcome.Check, $"an answer that is not understood is asked for again here; in RapidPro '{CategoryName(_router.Default)}' ended the flow", "add an option that ends it, if it should");
            return null;
        }

        if (options.Count > 0)
            Find("wait", ImportOutcome.Check, $"any other answer leads to '{(category is null ? "" : CategoryName(category))}', so an option is chosen only by its number or by its words alone", "drop text: if every other answer should be asked for again");
        return new FreeAnswer(AnswerKind.Text, fact, Follow("text", category), 0, FlowFormat.LongestText);
    }

    private string Follow(string wish, string? category) => draft.Via($"{DialogState.ShortOf(state)}_{wish}", Results(null, category), target(node.Way(category)), node.Uuid);

    /// <summary>A number leads on by its range; what no range takes goes Other's way, if that led anywhere.</summary>
    private FreeAnswer Number(string fact, List<(RapidProCase Test, (int From, int To) Range)> numbers, bool isElsewhere)
    {
        var from = isElsewhere ? 0 : Math.Max(0, numbers.Min(test => test.Range.From));
        var to = isElsewhere ? int.MaxValue : Math.Max(from, numbers.Max(test => test.Range.To));
        if (numbers.Any(test => test.Range.To < 0))
            Find("wait", ImportOutcome.Check, "numbers below 0 are not understood here", "ask for numbers from 0 on");
        if (numbers.Count == 1 && !isElsewhere)
            return new FreeAnswer(AnswerKind.Number, fact, Follow("number", numbers[0].Test.Category), from, to);
        var branch = draft.TakeState($"{DialogState.ShortOf(state)}_number");
        var builder = new BranchBuilder(draft, node.Uuid);
        foreach (var (test, _) in numbers)
            builder.Add(fact, test, Follow($"{SafeNames.Of(CategoryName(test.Category))}", test.Category));
        draft.Add(new DialogState(branch, builder.Build(branch, isElsewhere ? Follow("other", _router.Default) : target(node.Way(_router.Default)))), node.Uuid);
        return new FreeAnswer(AnswerKind.Number, fact, branch, from, to);
    }

    private List<Silence> Silence()
    {
        if (_router.Wait is not { TimeoutCategory: { } category, Seconds: { } seconds })
            return [];
        if (_router.Categories.All(one => one.Uuid != category) || Whole(seconds) is not { } after)
        {
            Find("timeout", ImportOutcome.NotConverted, $"a timeout of {seconds} seconds {(Whole(seconds) is null ? "is no time from 1 minute to 366 days" : "leads to a category that the node does not have")}", "write silence: with a time and a state");
            return [];
        }

        if (after.TotalSeconds > seconds)
            Find("timeout", ImportOutcome.Check, $"{seconds} seconds became {after.TotalMinutes} minutes", "nothing, if that will do");
        return [new Silence(after, null, Follow("silence", category))];
    }

    /// <summary>The next longer time that a flow can say.</summary>
    private static TimeSpan? Whole(long seconds)
    {
        const int Most = 366;
        foreach (var unit in new[] { 60, 3_600, 86_400 })
        {
            if (seconds > 0 && (seconds + unit - 1) / unit is <= Most and var count)
                return TimeSpan.FromSeconds(count * unit);
        }

        return null;
    }
}
