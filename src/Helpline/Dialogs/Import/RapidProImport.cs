namespace Helpline.Dialogs.Import;

/// <summary>
/// Converts a RapidPro (TextIt) export, spec version 13 or 14, into flows and phrases. Pure: it reads no file and writes none. Nothing of the export is lost in
/// silence: it is in the files, or a finding names it. No text is invented, translated or cut.
/// </summary>
/// <remarks>The format is that of goflow's flow definitions, https://github.com/nyaruka/goflow.</remarks>
public sealed class RapidProImport
{
    /// <summary>The machine's superstate, the files that are no flow's, and Windows' own names.</summary>
    private static readonly string[] TakenNames = ["root", "answers", "private", "con", "prn", "aux", "nul"];

    private readonly RapidProExport _export;
    private readonly IReadOnlyDictionary<string, string> _languages;

    private RapidProImport(RapidProExport export, IReadOnlyDictionary<string, string> languages)
    {
        _export = export;
        _languages = languages;
    }

    /// <summary>RapidPro's codes (ISO 639-3) for the languages that every dialog speaks, as far as there are any.</summary>
    public static IReadOnlyDictionary<string, string> UsualLanguages { get; } = new Dictionary<string, string> { ["eng"] = Languages.English, ["urd"] = Languages.Urdu };

    /// <summary>Each flow, and the linter.</summary>
    public int Steps => _export.Flows.Count + 1;

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
    /// <param name="library">The library that they are to join: no flow gets a name that it has, and what its linter would say is found.</param>
    /// <param name="step">Called <see cref="Steps"/> times.</param>
    public ImportResult Convert(IReadOnlyList<DialogSource> library, Action step)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(step);
        var ours = Ours(library);
        var names = new SafeNames(TakenNames.Concat(library.Select(source => Path.GetFileNameWithoutExtension(source.Path))));
        var byUuid = new Dictionary<string, string>(StringComparer.Ordinal);
        var flows = _export.Flows.Select(flow => (Flow: flow, Name: names.Take(flow.Name, "flow"))).ToList();
        foreach (var (flow, name) in flows)
            byUuid.TryAdd(flow.Uuid, name);
        var spoken = _export.Flows.SelectMany(Codes).Select(code => _languages.GetValueOrDefault(code)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var context = new ImportContext(_languages, [.. ours.Where(spoken.Contains)], byUuid, _export.Groups, new FactBook(_export), new CallGraph(_export.Flows));
        var files = new List<DialogSource>();
        var findings = new List<ImportFinding>(_export.Findings);
        var drafts = new List<FlowDraft>();
        foreach (var (flow, name) in flows)
        {
            var draft = new FlowDraft(flow, name, context);
            FindLanguages(draft);
            FlowConverter.Convert(draft);
            foreach (var file in draft.Files())
            {
                files.Add(file);
                if (file.Text.Length > YamlFile.LargestFile)
                    draft.Find("", "size", ImportOutcome.NotConverted, $"{file.Path} has {file.Text.Length} characters and is not read; {YamlFile.LargestFile} is the limit", "split the flow into several in RapidPro, and export again");
            }

            drafts.Add(draft);
            step();
        }

        ImportLint.Find(library, files, drafts, findings);
        findings.AddRange(drafts.SelectMany(draft => draft.Findings));
        step();
        foreach (var language in ours.Where(language => _export.Flows.Count > 0 && !spoken.Contains(language)))
            findings.Add(new ImportFinding("", "", "language", ImportOutcome.Check, $"the export has nothing in {language}", $"write phrases/{language}/, or name its code with --lang if it has one"));
        return new ImportResult(files, [.. findings.Distinct()], Count(findings));
    }

    /// <summary>The languages of the library that the flows are to join.</summary>
    private static IReadOnlyList<string> Ours(IReadOnlyList<DialogSource> library)
    {
        var draft = new DialogDraft([]);
        foreach (var source in library.Where(source => source.Path == LanguagesReader.Path))
            DialogReader.ReadFile(source, draft);
        return draft.Languages.Count > 0 ? draft.Languages : [Languages.English, Languages.Urdu, Languages.RomanUrdu];
    }

    private static IEnumerable<string> Codes(RapidProFlow flow) => flow.Translations.Keys.Prepend(flow.Language);

    private static void FindLanguages(FlowDraft draft)
    {
        var flow = draft.Source;
        var texts = flow.Nodes.SelectMany(node => node.Actions).Count(action => action.Text.Length > 0);
        if (draft.BaseLanguage is null)
            draft.Find("", "language", ImportOutcome.NotConverted, $"its own language '{flow.Language}' is none of ours: {texts} texts are not written", $"give --lang {flow.Language}= and one of {string.Join(", ", Languages.Known.Select(language => language.Tag))}");
        foreach (var (code, count) in flow.Translations.Where(language => language.Key != flow.Language))
        {
            if (!draft.Context.Languages.TryGetValue(code, out var language))
                draft.Find("", "language", ImportOutcome.NotConverted, $"{count} translations into '{code}', which is none of our languages, are not written", $"leave them, or give --lang {code}= and one of {string.Join(", ", Languages.Known.Select(language => language.Tag))}");
            else if (language == draft.BaseLanguage || flow.Translations.Keys.TakeWhile(other => other != code).Any(other => draft.Context.Languages.GetValueOrDefault(other) == language))
                draft.Find("", "language", ImportOutcome.NotConverted, $"{count} translations into '{code}' stand beside other texts in {language}, which were taken", "compare them by hand");
        }
    }

    private ImportFigures Count(List<ImportFinding> findings)
    {
        var nodes = _export.Flows.SelectMany(flow => flow.Nodes.Select(node => (flow.Name, node.Uuid))).ToList();
        var lost = findings.Where(finding => finding.Outcome == ImportOutcome.NotConverted).Select(finding => (finding.Flow, finding.Node)).ToHashSet();
        var named = findings.Select(finding => (finding.Flow, finding.Node)).ToHashSet();
        return new ImportFigures(_export.Flows.Count, nodes.Count, nodes.Count(node => !lost.Contains(node)), nodes.Count(node => !named.Contains(node)));
    }
}
