using Helpline.Messages;

namespace Helpline.Dialogs;

/// <summary>Proves that a library is whole: what it names exists, everything is reached, fits its SMS, and is said in every language.</summary>
internal static class DialogLinter
{
    /// <summary>Segments that one SMS may have.</summary>
    public const int MostSegments = 2;

    /// <summary>SMS that one answer may bring.</summary>
    public const int MostMessagesPerTurn = 3;

    public static void Check(DialogDraft draft)
    {
        if (draft.Root is not { } root)
        {
            draft.Problems.Add(new DialogProblem("flows/root.yaml", 1, 1, "the file is missing; it says where conversations begin and which words work everywhere"));
            return;
        }

        if (draft.Referrals is null)
            draft.Problems.Add(new DialogProblem("resources/", 1, 1, "the referral directory is missing"));
        foreach (var language in Languages.All.Where(language => draft.Lexicons.All(lexicon => lexicon.Language != language)))
            draft.Problems.Add(new DialogProblem($"risk/{language}.yaml", 1, 1, "the lexicon is missing; triage reads every language"));

        CheckTargets(draft, root);
        CheckPhrases(draft, root);
        CheckAnswers(draft, root);
        LexiconLinter.Check(draft);
        if (draft.Problems.Count > 0)
            return;
        CheckReach(draft, root);
        CheckChains(draft);
        CheckLengths(draft);
    }

    /// <summary>The targets of a state, in order.</summary>
    internal static IEnumerable<string> Targets(DialogState state) => state.Ending switch
    {
        Ending.Ask ask => ask.Options.Select(option => option.Target),
        Ending.Go go => [go.Target],
        Ending.CallHuman or Ending.GoBack or Ending.Rest => [],
        _ => throw new InvalidOperationException($"Unknown ending {state.Ending}."),
    };

    private static IEnumerable<string> Entrances(RootDialog root) =>
        root.Words.Values.Select(word => word.Target).Concat([root.Begin, root.Returning, root.Lost]);

    private static void CheckTargets(DialogDraft draft, Located<RootDialog> root)
    {
        foreach (var word in GlobalWords.Required.Where(word => !root.Value.Words.ContainsKey(word)))
            draft.Problems.Add(root.At.Problem($"the global word '{word}' is missing under words"));
        foreach (var target in Entrances(root.Value).Where(target => !draft.States.ContainsKey(target)))
            draft.Problems.Add(root.At.Problem($"there is no state '{target}'"));
        if (root.Value.Words.TryGetValue(GlobalWords.Human, out var human) && draft.States.ContainsKey(human.Target) && !LeadsToHuman(draft, human.Target))
            draft.Problems.Add(root.At.Problem($"the global word '{GlobalWords.Human}' leads to no handoff: from every state a child must be able to reach a person"));
        foreach (var (name, state) in draft.States)
        {
            foreach (var target in Targets(state.Value).Where(target => !draft.States.ContainsKey(target)))
                draft.Problems.Add(state.At.Problem($"the state '{name}' goes to '{target}', which does not exist"));
        }
    }

    private static bool LeadsToHuman(DialogDraft draft, string state) =>
        Reached(draft, [state]).Any(name => draft.States[name].Value.Ending is Ending.CallHuman);

    private static void CheckPhrases(DialogDraft draft, Located<RootDialog> root)
    {
        var used = draft.States.Values.SelectMany(state => Spoken(state.Value).Select(key => (key, state.At)))
            .Concat(SystemPhrases.All.Select(key => (key, root.At)))
            .ToList();
        foreach (var (key, at) in used)
        {
            foreach (var language in Languages.All.Where(language => !draft.Texts.ContainsKey((language, key))))
                draft.Problems.Add(at.Problem($"the phrase '{key}' is missing in {language}; add it to phrases/{language}/{key.Split('.')[0]}.yaml"));
        }

        var keys = used.Select(use => use.key).ToHashSet(StringComparer.Ordinal);
        foreach (var ((_, key), text) in draft.Texts)
        {
            if (!keys.Contains(key))
                draft.Problems.Add(text.At.Problem($"no state says '{key}'; remove it or use it"));
            foreach (var name in Phrasebook.Placeholder().Matches(text.Value).Select(match => match.Groups[1].Value))
            {
                if (draft.Referrals is { } referrals && !referrals.Lines.ContainsKey(name))
                    draft.Problems.Add(text.At.Problem($"the placeholder {{{name}}} names no line of the referral directory; it has {string.Join(", ", referrals.Lines.Keys)}"));
            }
        }
    }

    private static IEnumerable<string> Spoken(DialogState state) => state.Ending is Ending.Ask ask ? state.Say.Append(ask.Phrase) : state.Say;

    private static void CheckAnswers(DialogDraft draft, Located<RootDialog> root)
    {
        var asked = draft.States.Values.Where(state => state.Value.Ending is Ending.Ask)
            .SelectMany(state => ((Ending.Ask)state.Value.Ending).Options.Select(option => (option.Answer, state.At)))
            .Concat(root.Value.Words.Keys.Select(word => (Answer: word, root.At)))
            .Distinct()
            .ToList();
        foreach (var (answer, at) in asked)
        {
            foreach (var language in Languages.All.Where(language => !draft.Answers.ContainsKey((language, answer))))
                draft.Problems.Add(at.Problem($"the answer '{answer}' has no label in {language}; add it to phrases/{language}/answers.yaml"));
        }

        var phrases = draft.Phrasebook();
        foreach (var shared in root.Value.Words.Keys.SelectMany(answer => phrases.Words(answer).Distinct().Select(word => (word, answer))).GroupBy(pair => pair.word).Where(group => group.Count() > 1))
            draft.Problems.Add(root.At.Problem($"the word '{shared.Key}' means both '{string.Join("' and '", shared.Select(pair => pair.answer))}', which work everywhere; keep one"));
        var global = root.Value.Words.Keys.SelectMany(word => phrases.Words(word)).ToHashSet(StringComparer.Ordinal);
        foreach (var ((_, answer), words) in draft.Answers.Where(answer => !root.Value.Words.ContainsKey(answer.Key.Answer)))
        {
            foreach (var word in words.Value.Normal.Where(global.Contains))
                draft.Problems.Add(words.At.Problem($"'{word}' of the answer '{answer}' is a global word and would never be understood as this answer"));
        }

        CheckCollisions(draft);
    }

    private static void CheckCollisions(DialogDraft draft)
    {
        var phrases = draft.Phrasebook();
        foreach (var (name, state) in draft.States)
        {
            if (state.Value.Ending is not Ending.Ask ask)
                continue;
            var owners = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var option in ask.Options)
            {
                foreach (var word in phrases.Words(option.Answer).Distinct())
                {
                    if (!owners.TryAdd(word, option.Answer))
                        draft.Problems.Add(state.At.Problem($"in the state '{name}' the word '{word}' means both '{owners[word]}' and '{option.Answer}'"));
                }
            }
        }
    }

    private static HashSet<string> Reached(DialogDraft draft, IEnumerable<string> from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from.Where(draft.States.ContainsKey));
        while (open.TryPop(out var name))
        {
            if (!reached.Add(name))
                continue;
            foreach (var target in Targets(draft.States[name].Value).Where(draft.States.ContainsKey))
                open.Push(target);
        }

        return reached;
    }

    private static void CheckReach(DialogDraft draft, Located<RootDialog> root)
    {
        var reached = Reached(draft, Entrances(root.Value));
        foreach (var (name, state) in draft.States.Where(state => !reached.Contains(state.Key)))
            draft.Problems.Add(state.At.Problem($"nothing leads to the state '{name}'"));
    }

    /// <summary>Follows go-chains: they must end, and must not flood a child's phone.</summary>
    private static void CheckChains(DialogDraft draft)
    {
        foreach (var (name, first) in draft.States)
        {
            var visited = new HashSet<string>(StringComparer.Ordinal);
            var messages = 0;
            for (var state = first.Value; ; state = draft.States[((Ending.Go)state.Ending).Target].Value)
            {
                if (!visited.Add(state.Name))
                {
                    draft.Problems.Add(first.At.Problem($"from the state '{name}' go leads in a circle without a question"));
                    break;
                }

                messages += Spoken(state).Count() + (state.Ending is Ending.CallHuman or Ending.GoBack ? 1 : 0); // the holding message, the question asked again
                if (state.Ending is Ending.Go)
                    continue;
                if (messages > MostMessagesPerTurn)
                    draft.Problems.Add(first.At.Problem($"entering '{name}' sends {messages} messages at once; {MostMessagesPerTurn} is the most"));
                break;
            }
        }
    }

    private static void CheckLengths(DialogDraft draft)
    {
        var phrases = draft.Phrasebook();
        foreach (var ((language, key), text) in draft.Texts)
            CheckLength(draft, text.At, $"'{key}' in {language}", phrases.Text(language, key));
        foreach (var state in draft.States.Values)
        {
            if (state.Value.Ending is not Ending.Ask ask)
                continue;
            foreach (var language in Languages.All)
            {
                var at = draft.Texts[(language, ask.Phrase)].At;
                CheckLength(draft, at, $"the question of '{state.Value.Name}' with its answers in {language}", phrases.Question(language, ask));
                CheckLength(draft, at, $"the simpler question of '{state.Value.Name}' in {language}", phrases.WithOptions(language, phrases.Text(language, SystemPhrases.Simpler), ask));
            }
        }
    }

    private static void CheckLength(DialogDraft draft, Place at, string what, string text)
    {
        var segments = SmsSegments.Of(text);
        if (segments.Count > MostSegments)
            draft.Problems.Add(at.Problem($"{what} takes {segments.Count} SMS segments ({segments.Units} {(segments.Encoding == SmsEncoding.Gsm7 ? "septets; 306" : "UTF-16 units; 134")} are the most): shorten it"));
    }
}
