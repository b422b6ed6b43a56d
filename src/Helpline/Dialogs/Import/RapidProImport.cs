using System.Text;
using Helpline.Dialogs.Lint;

namespace Helpline.Dialogs.Import;

/// <summary>
/// Converts a RapidPro (TextIt) export, spec version 13 or 14, into flows and phrases. Pure: it reads no file and writes none. Nothing of the export is lost in
/// silence: it is in the files, or a finding names it. No text is invented, translated or cut.
/// </summary>
/// <remarks>The format is that of goflow's flow definitions, https://github.com/nyaruka/goflow.</remarks>
public sealed class RapidProImport
{
    /// <summary>Names of files in phrases/ and flows/ that are no flow's, and of shared phrases; Windows' own; and the machine's superstate.</summary>
    private static readonly string[] TakenNames = ["root", "answers", "private", "system", "safety", "common", "con", "prn", "aux", "nul"];

    private readonly RapidProExport _export;
    private readonly IReadOnlyDictionary<string, string> _languages;

    private RapidProImport(RapidProExport export, IReadOnlyDictionary<string, string> languages)
    {
        _export = export;
        _languages = languages;
    }

    /// <summary>RapidPro's codes (ISO 639-3) for the languages that every dialog speaks, as far as there are any.</summary>
    public static IReadOnlyDictionary<string, string> UsualLanguages { get; } = new Dictionary<string, string> { ["eng"] = Languages.English, ["urd"] = Languages.Urdu };

    /// <summary>The flows that <see cref="Convert"/> converts.</summary>
    public int Flows => _export.Flows.Count;

    /// <summary>Reads an export.</summary>
    /// <param name="languages">RapidPro's language codes, and which of ours each is.</param>
    /// <exception cref="RapidProFormatException">It is no export that can be read.</exception>
    public static RapidProImport Read(string json, IReadOnlyDictionary<string, string> languages)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(languages);
        var export = RapidProReader.Read(json);
        if (export.Flows.Count > 0 && !export.Flows.SelectMany(Codes).Any(languages.ContainsKey))
        {
            var found = export.Flows.SelectMany(Codes).Distinct().Order(StringComparer.Ordinal).ToList();
            throw new RapidProFormatException($"The export's languages are {string.Join(", ", found)}, of which {string.Join(", ", languages.Keys)} are none. Say which is which, for example --lang {found[0]}={Languages.English}.");
        }

        return new RapidProImport(export, languages);
    }

    /// <summary>Converts all flows.</summary>
    /// <param name="step">Called after each.</param>
    public ImportResult Convert(Action step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var names = new SafeNames(TakenNames);
        var byUuid = new Dictionary<string, string>(StringComparer.Ordinal);
        var flows = _export.Flows.Select(flow => (Flow: flow, Name: names.Take(flow.Name, "flow"))).ToList();
        foreach (var (flow, name) in flows)
            byUuid.TryAdd(flow.Uuid, name);
        var spoken = _export.Flows.SelectMany(Codes).Select(code => _languages.GetValueOrDefault(code)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var context = new ImportContext(_languages, [.. Languages.All.Where(spoken.Contains)], byUuid, _export.Groups, new FactBook(_export), new CallGraph(_export.Flows));
        var files = new List<DialogSource>();
        var findings = new List<ImportFinding>(_export.Findings);
        var drafts = new List<FlowDraft>();
        foreach (var (flow, name) in flows)
        {
            var draft = new FlowDraft(flow, name, context);
            FindLanguages(draft);
            FlowConverter.Convert(draft);
            FindDepth(draft);
            foreach (var file in draft.Files())
            {
                files.Add(file);
                if (file.Text.Length > YamlFile.LargestFile)
                    draft.Find("", "size", ImportOutcome.NotConverted, $"{file.Path} has {file.Text.Length} characters and is not read; {YamlFile.LargestFile} is the limit", "split the flow into several in RapidPro, and export again");
            }

            findings.AddRange(draft.Findings);
            drafts.Add(draft);
            step();
        }

        var states = drafts.SelectMany(draft => draft.States).ToList();
        FindUnset(drafts, states, findings);
        FindReturns(states, flows, findings);
        FindBytes(states, findings);
        foreach (var language in Languages.All.Where(language => _export.Flows.Count > 0 && !spoken.Contains(language)))
            findings.Add(new ImportFinding("", "", "language", ImportOutcome.Check, $"the export has nothing in {language}", $"write phrases/{language}/, or name its code with --lang if it has one"));
        return new ImportResult(files, [.. findings.Distinct()], Count(findings));
    }

    private static IEnumerable<string> Codes(RapidProFlow flow) => flow.Translations.Keys.Prepend(flow.Language);

    private static void FindLanguages(FlowDraft draft)
    {
        var flow = draft.Source;
        var texts = flow.Nodes.SelectMany(node => node.Actions).Count(action => action.Text.Length > 0);
        if (draft.BaseLanguage is null)
            draft.Find("", "language", ImportOutcome.NotConverted, $"its own language '{flow.Language}' is none of ours: {texts} texts are not written", $"give --lang {flow.Language}= and one of {string.Join(", ", Languages.All)}");
        foreach (var (code, count) in flow.Translations.Where(language => language.Key != flow.Language))
        {
            if (!draft.Context.Languages.TryGetValue(code, out var language))
                draft.Find("", "language", ImportOutcome.NotConverted, $"{count} translations into '{code}', which is none of our languages, are not written", $"leave them, or give --lang {code}= and one of {string.Join(", ", Languages.All)}");
            else if (language == draft.BaseLanguage || flow.Translations.Keys.TakeWhile(other => other != code).Any(other => draft.Context.Languages.GetValueOrDefault(other) == language))
                draft.Find("", "language", ImportOutcome.NotConverted, $"{count} translations into '{code}' stand beside other texts in {language}, which were taken", "compare them by hand");
        }
    }

    private static void FindDepth(FlowDraft draft)
    {
        if (draft.Context.Calls.Depth(draft.Source.Uuid) is > ChainChecks.MostCalls and var depth)
            draft.Find("", "enter_flow", ImportOutcome.Check, $"it enters flows {depth} deep; {ChainChecks.MostCalls} is the most", "use go instead of call where nothing comes after");
    }

    /// <summary>A call needs a flow that comes back.</summary>
    private static void FindReturns(List<DialogState> states, List<(RapidProFlow Flow, string Name)> flows, List<ImportFinding> findings)
    {
        var returning = states.Where(state => state.Ending is Ending.GoBack).Select(state => state.Flow).ToHashSet(StringComparer.Ordinal);
        var called = states.Select(state => state.Ending).OfType<Ending.SubDialog>().Select(call => DialogState.FlowOf(call.Target)).ToHashSet(StringComparer.Ordinal);
        foreach (var (flow, name) in flows.Where(flow => called.Contains(flow.Name) && !returning.Contains(flow.Name)))
            findings.Add(new ImportFinding(flow.Name, "", "flow", ImportOutcome.Check, $"the flow '{name}' is called and never ends, so that it never comes back", "end one of its states with return: true, or enter it with go"));
    }

    /// <summary>Results of webhooks, fields that somebody filled in by hand: nothing here sets them, and a branch on them always goes one way.</summary>
    private static void FindUnset(List<FlowDraft> drafts, List<DialogState> states, List<ImportFinding> findings)
    {
        var set = states.SelectMany(state => state.Set.Keys).Concat(states.Select(state => state.Ending).OfType<Ending.Ask>().Select(ask => ask.Free?.Fact).OfType<string>()).Concat(FactNames.Known).ToHashSet(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            var tested = draft.States.Where(state => state.Ending is Ending.Branch)
                .SelectMany(state => ((Ending.Branch)state.Ending).Ways.SelectMany(way => way.Conditions).SelectMany(condition => new[] { condition.Key, condition.Value.OtherFact }).OfType<string>().Select(fact => (Fact: fact, Node: draft.NodeOf[state.Name])));
            foreach (var (fact, node) in draft.Named.Select(named => (Fact: named.Key, Node: named.Value)).Concat(tested).Where(used => !set.Contains(used.Fact)).DistinctBy(used => used.Fact))
                findings.Add(new ImportFinding(draft.Source.Name, node, "fact", ImportOutcome.Check, $"the fact '{fact}' is read here, and nothing sets it", "let a question remember it, set it, or do without"));
        }
    }

    private static void FindBytes(List<DialogState> states, List<ImportFinding> findings)
    {
        var facts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var state in states)
        {
            foreach (var (fact, value) in state.Set)
                facts[fact] = Math.Max(facts.GetValueOrDefault(fact), Encoding.UTF8.GetByteCount(value));
            if (state.Ending is Ending.Ask { Free: { Kind: AnswerKind.Text } free })
                facts[free.Fact] = Math.Max(facts.GetValueOrDefault(free.Fact), free.To);
        }

        if (facts.Sum(fact => fact.Key.Length + fact.Value) is > FactChecks.MostBytes and var bytes)
            findings.Add(new ImportFinding("", "", "facts", ImportOutcome.Check, $"{facts.Count} facts may take {bytes} bytes and more; {FactChecks.MostBytes} is the most", "remember less: drop what no branch and no text needs"));
    }

    private ImportFigures Count(List<ImportFinding> findings)
    {
        var nodes = _export.Flows.SelectMany(flow => flow.Nodes.Select(node => (flow.Name, node.Uuid))).ToList();
        var lost = findings.Where(finding => finding.Outcome == ImportOutcome.NotConverted).Select(finding => (finding.Flow, finding.Node)).ToHashSet();
        var named = findings.Select(finding => (finding.Flow, finding.Node)).ToHashSet();
        return new ImportFigures(_export.Flows.Count, nodes.Count, nodes.Count(node => !lost.Contains(node)), nodes.Count(node => !named.Contains(node)));
    }
}
