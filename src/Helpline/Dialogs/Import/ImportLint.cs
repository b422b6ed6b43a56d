using Helpline.Dialogs.Lint;

namespace Helpline.Dialogs.Import;

/// <summary>
/// What the linter says of the files that were made, in the library that they are to join. The linter stops at what is missing, so what a finding names as
/// missing already (flows, texts, labels) is filled in, and everything else comes to light at once.
/// </summary>
internal static class ImportLint
{
    public static void Find(IReadOnlyList<DialogSource> library, IReadOnlyList<DialogSource> files, IReadOnlyList<FlowDraft> flows, List<ImportFinding> findings)
    {
        var draft = new DialogDraft([]);
        foreach (var source in library.Where(IsOfDialogs).OrderByDescending(source => source.Path == LanguagesReader.Path).Concat(files.Where(file => file.Text.Length <= YamlFile.LargestFile)))
            DialogReader.ReadFile(source, draft);
        draft.NameAnswers();
        if (draft.Root is not { } root || draft.Referrals is null)
        {
            findings.Add(new ImportFinding("", "", "lint", ImportOutcome.Check, "the library that the flows are to join has no flows/root.yaml or no resources/, so the linter has not looked at them", "name the library with --directory, and import again"));
            return;
        }

        var flowOf = flows.ToDictionary(flow => flow.Name, StringComparer.Ordinal);
        FillIn(draft);
        TargetChecks.Check(draft, root);
        PhraseChecks.Check(draft, root);
        AnswerChecks.Check(draft, root);
        if (draft.Problems.All(problem => problem.IsWarning || flowOf.ContainsKey(FlowOf(problem)))) // the ways through a library with mistakes of its own cannot be followed
        {
            ReachChecks.CheckPerson(draft, root);
            ChainChecks.Check(draft);
            LengthChecks.Check(draft);
        }

        FactChecks.Check(draft);
        StateSizeChecks.Check(draft);
        var nodes = Nodes(draft, flowOf);
        var problems = draft.Problems.Where(problem => !problem.IsWarning && !problem.Message.Contains(FlowDraft.Unknown, StringComparison.Ordinal)).ToLookup(problem => problem.Message.EndsWith(ChainChecks.Circle, StringComparison.Ordinal));
        foreach (var problem in problems[false].Concat(problems[true].GroupBy(FlowOf).Select(OneCircle)))
        {
            var at = $"{problem.File}, line {problem.Line}";
            if (flowOf.GetValueOrDefault(FlowOf(problem)) is { } flow)
                flow.Find(nodes.GetValueOrDefault((problem.File, problem.Line), ""), "lint", ImportOutcome.Check, problem.Message, $"change {at}");
            else
                findings.Add(new ImportFinding("", "", "lint", ImportOutcome.Check, problem.Message, $"see {at}, of the library that the flows are to join"));
        }
    }

    /// <summary>Every state that leads into a circle has its problem: a flow's are one.</summary>
    private static DialogProblem OneCircle(IEnumerable<DialogProblem> circles) =>
        circles.First() with { Message = string.Join(", ", circles.Select(circle => circle.Message[..^(ChainChecks.Circle.Length + 1)])) + $" {ChainChecks.Circle}" };

    /// <summary>The lexicons are for triage; they take long to read, and no flow changes them.</summary>
    private static bool IsOfDialogs(DialogSource source) => !source.Path.StartsWith("risk/", StringComparison.Ordinal);

    private static string FlowOf(DialogProblem problem) => Path.GetFileNameWithoutExtension(problem.File);

    private static void FillIn(DialogDraft draft)
    {
        foreach (var state in draft.States.Values.ToList())
        {
            foreach (var target in Routes.Of(state.Value))
                draft.States.TryAdd(target, new Located<DialogState>(new DialogState(target, new Ending.GoBack()), state.At));
            foreach (var language in draft.Languages)
            {
                foreach (var phrase in Routes.Phrases(state.Value))
                    draft.Texts.TryAdd((language, phrase), new Located<string>("", state.At));
                foreach (var option in state.Value.Ending is Ending.Ask ask ? ask.Options : [])
                    draft.Answers.TryAdd((language, option.Answer), new Located<AnswerWords>(new AnswerWords("", [], Alone: false), state.At));
            }
        }
    }

    /// <summary>The nodes that states, texts and answers came from, by the line where they stand.</summary>
    private static Dictionary<(string File, long Line), string> Nodes(DialogDraft draft, Dictionary<string, FlowDraft> flowOf)
    {
        var nodes = new Dictionary<(string File, long Line), string>();
        foreach (var (name, state) in draft.States)
        {
            if (!flowOf.TryGetValue(state.Value.Flow, out var flow) || !flow.NodeOf.TryGetValue(name, out var node))
                continue;
            Add(state.At, node);
            foreach (var language in draft.Languages)
            {
                foreach (var phrase in Routes.Phrases(state.Value))
                    Add(draft.Texts[(language, phrase)].At, node);
                foreach (var option in state.Value.Ending is Ending.Ask ask ? ask.Options : [])
                    Add(draft.Answers[(language, option.Answer)].At, flow.WaitOf.GetValueOrDefault(name, node));
            }

            void Add(Place at, string from) => nodes.TryAdd((at.File, at.Line), from);
        }

        return nodes;
    }
}
