using System.Globalization;
using System.Text;

namespace Helpline.Dialogs.Import;

/// <summary>A flow of ours while it is being made from one of RapidPro's: states, phrases and answers with their names, and the findings.</summary>
internal sealed class FlowDraft(RapidProFlow source, string name, ImportContext context)
{
    /// <summary>How a placeholder begins that stands for what nothing here works out: no text of a child's may show an expression as it is, and the linter refuses this.</summary>
    public const string Unknown = "{todo_";

    private readonly SafeNames _states = new("start", "done");
    private readonly SafeNames _phrases = new("answers");
    private readonly SafeNames _answers = new();
    private readonly Dictionary<(string Language, string Key), string> _texts = [];
    private readonly Dictionary<string, List<AnswerDraft>> _answersByWish = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AnswerDraft> _allAnswers = new(StringComparer.Ordinal);
    private readonly HashSet<(string Language, string Item, string Property)> _taken = [];

    public RapidProFlow Source { get; } = source;

    public string Name { get; } = name;

    public ImportContext Context { get; } = context;

    public List<DialogState> States { get; } = [];

    public List<ImportFinding> Findings { get; } = [];

    /// <summary>The node that each state came from; empty: none.</summary>
    public Dictionary<string, string> NodeOf { get; } = new(StringComparer.Ordinal);

    /// <summary>The wait that became a state's ending.</summary>
    public Dictionary<string, string> WaitOf { get; } = new(StringComparer.Ordinal);

    private bool HasEnd => NodeOf.ContainsKey(Full("done"));

    /// <summary>The language of the texts in the nodes themselves, in our terms; null if it is none of ours.</summary>
    public string? BaseLanguage => Context.Languages.GetValueOrDefault(Source.Language);

    public string Full(string state) => $"{Name}.{state}";

    public void Find(string node, string type, ImportOutcome outcome, string why, string remedy) => Findings.Add(new ImportFinding(Source.Name, node, type, outcome, why, remedy));

    /// <summary>A full state name of its own.</summary>
    public string TakeState(string wish) => Full(_states.Take(wish, "state"));

    public string TakePhrase(string wish) => Full(_phrases.Take(wish, "text"));

    public void Add(DialogState state, string node)
    {
        States.Add(state);
        NodeOf[state.Name] = node;
    }

    /// <summary>The state in which the flow ends: one that is called goes back to its caller.</summary>
    public string End()
    {
        var end = Full("done");
        if (!HasEnd)
        {
            NodeOf[end] = "";
            States.Add(new DialogState(end, Context.Calls.IsCalled(Source.Uuid) ? new Ending.GoBack() : new Ending.Finish()));
        }

        return end;
    }

    /// <summary>A state that only remembers something on the way; without anything to remember, the way itself.</summary>
    public string Via(string wish, IReadOnlyDictionary<string, string> facts, string target, string node)
    {
        if (facts.Count == 0)
            return target;
        var via = TakeState(wish);
        Add(new DialogState(via, new Ending.Go(target)) { Set = facts }, node);
        return via;
    }

    /// <summary>Translations of a property of an item, by our language; the base language is left to who has the item.</summary>
    public IEnumerable<(string Language, IReadOnlyList<string> Texts)> Translations(string item, string property)
    {
        foreach (var (code, language) in Context.Languages.Where(language => language.Key != Source.Language && language.Value != BaseLanguage))
        {
            if (item.Length == 0 || !Source.Localization.TryGetValue((code, item, property), out var texts) || texts.All(text => text.Length == 0))
                continue;
            _taken.Add((code, item, property));
            yield return (language, texts);
        }
    }

    /// <summary>Translations into our languages that nothing asked for.</summary>
    public IEnumerable<(string Code, string Item, string Property, string Text)> Untaken() =>
        from text in Source.Localization
        let language = Context.Languages.GetValueOrDefault(text.Key.Language)
        where language is not null && language != BaseLanguage && !text.Key.Property.StartsWith('_') && !_taken.Contains(text.Key)
        let said = string.Join(" / ", text.Value.Where(one => one.Length > 0))
        where said.Length > 0
        select (text.Key.Language, text.Key.Item, text.Key.Property, said);

    /// <summary>Writes a text down; the base language's and every translation are there, or listed as missing.</summary>
    /// <returns>The phrase's full name, and the facts that it names.</returns>
    public (string Key, HashSet<string> Facts) AddText(RapidProAction action, string wish, string node)
    {
        var key = TakePhrase(wish);
        var facts = new HashSet<string>(StringComparer.Ordinal);
        var texts = Translations(action.Uuid, "text").Select(text => (text.Language, Text: text.Texts[0])).DistinctBy(text => text.Language);
        if (BaseLanguage is { } language)
            texts = texts.Prepend((Language: language, action.Text));
        foreach (var (spoken, text) in texts)
            AddText(key, spoken, text, node, action.Type, facts);
        MissText(key, node);
        return (key, facts);
    }

    public void MissText(string key, string node)
    {
        if (Context.Spoken.Where(language => !_texts.ContainsKey((language, key))).ToList() is { Count: > 0 } missing)
            Find(node, "translation", ImportOutcome.Check, $"the phrase '{key}' has no text in {string.Join(", ", missing)}", $"write it in phrases/{missing[0]}/{Name}.yaml");
    }

    /// <summary>An answer with its words; one that is the same in every language is used again.</summary>
    public string AddAnswer(string wish, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, IReadOnlyList<string>> words, bool alone, string node)
    {
        var draft = new AnswerDraft("", labels, words, alone);
        if (!_answersByWish.TryGetValue(wish, out var known))
            _answersByWish[wish] = known = [];
        if (known.FirstOrDefault(draft.IsLike) is { } same)
            return Full(same.Id);
        draft = draft with { Id = _answers.Take(wish, "answer") };
        known.Add(draft);
        _allAnswers.Add(Full(draft.Id), draft);
        if (Context.Spoken.Where(language => !labels.ContainsKey(language)).ToList() is { Count: > 0 } missing)
            Find(node, "translation", ImportOutcome.Check, $"the answer '{draft.Id}' has no label in {string.Join(", ", missing)}", $"write it in phrases/{missing[0]}/{Name}.yaml, under answers");
        foreach (var language in words.Keys.Where(language => !labels.ContainsKey(language)))
            Find(node, "translation", ImportOutcome.NotConverted, $"the answer '{draft.Id}' has words in {language} but no label: {string.Join(", ", words[language])}", "write its label, and these words with it");
        return Full(draft.Id);
    }

    /// <summary>The files, flow first.</summary>
    public IEnumerable<DialogSource> Files()
    {
        var ordered = States.OrderBy(state => state.Name == Full("start") ? 0 : state.Name == Full("done") ? 2 : 1);
        var flow = FlowWriter.Write(Name, Source.Name, "start", ordered, Comment);
        yield return new DialogSource($"flows/{Name}.yaml", $"# From the RapidPro flow {YamlText.Comment(Source.Uuid)}.\n{flow}");
        foreach (var language in Context.Spoken)
        {
            if (Phrases(language) is { Length: > 0 } phrases)
                yield return new DialogSource($"phrases/{language}/{Name}.yaml", phrases);
        }
    }

    private string? Comment(string state) => NodeOf[state] is { Length: > 0 } node ? $"node {node}{(WaitOf.TryGetValue(state, out var wait) && wait != node ? $", wait {wait}" : "")}" : null;

    private string Phrases(string language)
    {
        var text = new StringBuilder();
        foreach (var ((spoken, key), phrase) in _texts)
        {
            if (spoken == language)
                text.Append(CultureInfo.InvariantCulture, $"{YamlText.Of(key[(Name.Length + 1)..])}: {YamlText.Quote(phrase)}\n");
        }

        var answers = _allAnswers.Values.Where(answer => answer.Labels.ContainsKey(language)).ToList();
        if (answers.Count > 0)
            text.Append("answers:\n");
        foreach (var answer in answers)
        {
            var words = answer.Words.GetValueOrDefault(language) ?? [];
            text.Append(CultureInfo.InvariantCulture, $"  {YamlText.Of(answer.Id)}: {{label: {YamlText.Quote(answer.Labels[language])}{(answer.Alone ? ", alone: true" : "")}, words: [{string.Join(", ", words.Select(YamlText.Quote))}]}}\n");
        }

        return text.ToString();
    }

    private void AddText(string key, string language, string template, string node, string type, HashSet<string> facts)
    {
        var text = new StringBuilder();
        foreach (var part in TemplateText.Parts(template))
        {
            if (!part.IsExpression)
            {
                text.Append(part.Text);
                if (Phrasebook.Placeholder().Match(part.Text) is { Success: true } braces)
                    Find(node, type, ImportOutcome.Check, $"'{key}' in {language} has {braces.Value} in it, which here names a fact or a line of the directory", "write it without the braces");
            }
            else if (Context.Facts.Of(Source.Uuid, Reference.Of(part.Text)) is { } fact)
            {
                text.Append(CultureInfo.InvariantCulture, $"{{fact.{fact}}}");
                facts.Add(fact);
            }
            else
            {
                var placeholder = $"{Unknown}{SafeNames.Of(part.Text)}}}";
                text.Append(placeholder);
                Find(node, type, ImportOutcome.NotConverted, $"'{key}' in {language} names @{part.Text}, which nothing here works out; {placeholder} stands for it", "say it without, or remember it as a fact and write {fact.name}");
            }
        }

        if (text.ToString().Trim() is { Length: > 0 } said)
            _texts[(language, key)] = said;
    }
}
