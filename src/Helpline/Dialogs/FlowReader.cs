using System.Globalization;
using Helpline.Dialogs.Format;
using Helpline.Risk;
using YamlDotNet.RepresentationModel;

namespace Helpline.Dialogs;

/// <summary>Reads <c>flows/*.yaml</c>.</summary>
internal static class FlowReader
{
    private const int OldestAge = 120;

    private static string Endings { get; } = $"{string.Join(", ", FlowFormat.OfState.ExactlyOne.SkipLast(1))} or {FlowFormat.OfState.ExactlyOne[^1]}";

    public static void ReadFlow(YamlFile file, DialogDraft draft)
    {
        var root = file.Root!;
        file.Check(root, FlowFormat.OfFile);
        var flow = file.Text(YamlFile.Child(root, "flow"), root, "flow (the flow's name)");
        if (flow.Length > 0 && flow != file.Name)
            file.Problem(YamlFile.Child(root, "flow")!, $"the flow is called '{flow}' but the file '{file.Name}.yaml'; give both the same name");

        var start = file.Text(YamlFile.Child(root, "start"), root, "start (the first state)");
        draft.Flows[file.Name] = new Flow(file.Text(YamlFile.Child(root, "title"), root, "title"), $"{file.Name}.{start}")
        {
            IsSensitive = file.Flag(YamlFile.Child(root, "sensitive"), absent: false),
            Budget = YamlFile.Child(root, "budget") is { } budget ? file.Number(budget, root, "budget (segments)", 1, FlowFormat.LargestBudget) : null,
        };
        var states = YamlFile.Child(root, "states");
        if (states is null)
            file.Problem(root, "states is missing");
        foreach (var (key, node) in file.Entries(states))
        {
            var name = $"{file.Name}.{key.Value}";
            draft.States[name] = new Located<DialogState>(ReadState(file, name, key, node), file.At(key));
        }

        if (start.Length > 0 && !draft.States.ContainsKey($"{file.Name}.{start}"))
            file.Problem(YamlFile.Child(root, "start")!, $"there is no state '{start}' in this flow");
    }

    public static void ReadRoot(YamlFile file, DialogDraft draft)
    {
        file.Check(file.Root, RootFormat.OfFile);
        var root = YamlFile.Child(file.Root, "root");
        if (root is null)
        {
            file.Problem(file.Root!, "root is missing");
            return;
        }

        file.Check(root, RootFormat.Root);
        var words = new Dictionary<string, GlobalWord>(StringComparer.Ordinal);
        foreach (var (key, node) in file.Entries(YamlFile.Child(root, "words")))
        {
            var call = YamlFile.Child(node, "call");
            var go = YamlFile.Child(node, "go");
            file.Check(node, RootFormat.Word);
            if (call is null == go is null)
                file.Problem(node, "a global word has one of go: flow.state or call: flow.state");
            else
                words[key.Value!] = new GlobalWord(file.Text(call ?? go, node, "the target"), call is not null);
        }

        draft.Root = new Located<RootDialog>(
            new RootDialog(
                file.Text(YamlFile.Child(root, "begin"), root, "begin"),
                file.Text(YamlFile.Child(root, "returning"), root, "returning"),
                file.Text(YamlFile.Child(root, "lost"), root, "lost"),
                words)
            {
                SafeWord = YamlFile.Child(root, "safe_word") is { } gate ? file.Text(gate, root, "safe_word") : null,
                Notice = YamlFile.Child(root, "notice") is { } notice ? file.Text(notice, root, "notice") : null,
            },
            file.At(root));
    }

    private static DialogState ReadState(YamlFile file, string name, YamlScalarNode key, YamlNode node)
    {
        file.Check(node, FlowFormat.OfState);
        return new DialogState(name, ReadEnding(file, key, node))
        {
            Set = file.Entries(YamlFile.Child(node, "set")).ToDictionary(fact => fact.Key.Value!, fact => file.Text(fact.Value, node, "the fact's value")),
            Forget = [.. file.Texts(YamlFile.Child(node, "forget"), "a fact").Select(fact => fact.Text)],
            Say = [.. file.Texts(YamlFile.Child(node, "say"), "a phrase").Select(phrase => Absolute(file, phrase.Text))],
            Refer = YamlFile.Child(node, "refer") is { } refer ? ReadReferral(file, refer) : null,
            FollowUp = YamlFile.Child(node, "follow_up") is { } later ? ReadFollowUp(file, later) : null,
        };
    }

    private static Ending ReadEnding(YamlFile file, YamlScalarNode key, YamlNode node)
    {
        var endings = new List<Ending>();
        if (YamlFile.Child(node, "ask") is { } ask)
            endings.Add(ReadAsk(file, node, ask));
        if (YamlFile.Child(node, "branch") is { } branch)
            endings.Add(ReadBranch(file, branch));
        if (YamlFile.Child(node, "go") is { } go)
            endings.Add(new Ending.Go(Target(file, go, node, "go")));
        if (YamlFile.Child(node, "call") is { } call)
            endings.Add(new Ending.SubDialog(Target(file, call, node, "call"), YamlFile.Child(node, "then") is { } then ? Target(file, then, node, "then (the state that follows what is called)") : ""));
        if (YamlFile.Child(node, "handoff") is { } handoff)
        {
            file.Check(handoff, FlowFormat.Handoff);
            endings.Add(new Ending.CallHuman(
                file.Text(YamlFile.Child(handoff, "reason"), handoff, "reason"),
                file.Choice<RiskLevel>(YamlFile.Child(handoff, "level"), handoff, "level")));
        }

        if (file.Flag(YamlFile.Child(node, "return"), absent: false))
            endings.Add(new Ending.GoBack());
        if (file.Flag(YamlFile.Child(node, "end"), absent: false))
            endings.Add(new Ending.Finish());

        if (endings.Count == 1)
            return endings[0];
        file.Problem(key, endings.Count == 0
            ? $"the state '{key.Value}' is a dead end; end it with {Endings}"
            : $"the state '{key.Value}' has {endings.Count} endings; keep one of {Endings}");
        return new Ending.Finish();
    }

    private static Ending.Ask ReadAsk(YamlFile file, YamlNode node, YamlNode ask)
    {
        var options = file.Entries(YamlFile.Child(node, "options"))
            .Select(option => new Choice(option.Key.Value!, Target(file, option.Value, node, "the option's target")))
            .ToList();
        var free = Enum.GetValues<AnswerKind>()
            .Select(kind => (Kind: kind, Node: YamlFile.Child(node, SnakeCase.Of(kind))))
            .Where(answer => answer.Node is not null)
            .Select(answer => ReadFree(file, answer.Kind, answer.Node!))
            .ToList();
        if (options.Count == 0 && free.Count == 0)
            file.Problem(ask, "a question needs options (answer id: state), or one of text, number, age or place");
        if (free.Count > 1)
            file.Problem(ask, "a question has one of text, number, age or place at the most");
        return new Ending.Ask(Absolute(file, file.Text(ask, node, "ask")), options) { Free = free.FirstOrDefault(), Silence = ReadSilence(file, YamlFile.Child(node, "silence")) };
    }

    private static FreeAnswer ReadFree(YamlFile file, AnswerKind kind, YamlNode node)
    {
        var isText = kind == AnswerKind.Text;
        var isPlace = kind == AnswerKind.Place;
        file.Check(node, isText ? FlowFormat.TextAnswer : isPlace ? FlowFormat.PlaceAnswer : FlowFormat.NumberAnswer);
        var from = isText || isPlace ? 0 : file.Number(YamlFile.Child(node, "from"), node, "from", 0, int.MaxValue, absent: 0);
        var to = isText ? file.Number(YamlFile.Child(node, "most"), node, "most (characters)", 1, FlowFormat.LongestText, absent: FlowFormat.LongestText)
            : isPlace ? 0
            : file.Number(YamlFile.Child(node, "to"), node, "to", from, int.MaxValue, absent: kind == AnswerKind.Age ? OldestAge : int.MaxValue);
        return new FreeAnswer(kind, file.Text(YamlFile.Child(node, "fact"), node, "fact"), Target(file, YamlFile.Child(node, "go"), node, "go"), from, to);
    }

    private static List<Silence> ReadSilence(YamlFile file, YamlNode? node)
    {
        var steps = new List<Silence>();
        foreach (var step in file.Items(node))
        {
            file.Check(step, FlowFormat.SilenceStep);
            var (say, go) = (YamlFile.Child(step, "say"), YamlFile.Child(step, "go"));
            if (say is null && go is null)
                file.Problem(step, "say a phrase, or go to a state");
            if (steps is [.., { Target: not null }])
                file.Problem(step, "nothing follows a step that goes to another state");
            var after = file.Duration(YamlFile.Child(step, "after"), step, "after");
            if (steps is [.., var last] && after <= last.After)
                file.Problem(step, "the steps stand in the order of time, each after the question");
            steps.Add(new Silence(after, say is null ? null : Absolute(file, file.Text(say, step, "say")), go is null ? null : Target(file, go, step, "go")));
        }

        return steps;
    }

    private static Ending.Branch ReadBranch(YamlFile file, YamlNode node)
    {
        var ways = new List<Way>();
        foreach (var way in file.Items(node))
        {
            file.Check(way, FlowFormat.Way);
            if (ways is [.., { Conditions.Count: 0 }])
                file.Problem(way, "nothing gets here: the way before it has no condition");
            var conditions = new Dictionary<string, Condition>(StringComparer.Ordinal);
            foreach (var (fact, value) in file.Entries(YamlFile.Child(way, "if")))
            {
                var text = file.Text(value, way, "the condition");
                if (Condition.Parse(text) is { } condition)
                    conditions[fact.Value!] = condition;
                else if (text.Length > 0)
                    file.Problem(value, $"'{text}' is no condition; write a text, <13, <=13, >13, >=13, set or unset");
            }

            ways.Add(new Way(conditions, Target(file, YamlFile.Child(way, "go"), way, "go")));
        }

        if (ways is not [.., { Conditions.Count: 0 }])
            file.Problem(node, "a branch ends with a way that has no condition (- {go: state})");
        return new Ending.Branch(ways);
    }

    private static Referral ReadReferral(YamlFile file, YamlNode node)
    {
        file.Check(node, FlowFormat.Refer);
        return new Referral(file.Text(YamlFile.Child(node, "for"), node, "for (a purpose)"), Absolute(file, file.Text(YamlFile.Child(node, "say"), node, "say (a phrase)")));
    }

    private static FollowUp ReadFollowUp(YamlFile file, YamlNode node)
    {
        file.Check(node, FlowFormat.FollowUp);
        return new FollowUp(file.Duration(YamlFile.Child(node, "after"), node, "after"), Target(file, YamlFile.Child(node, "go"), node, "go"));
    }

    private static string Target(YamlFile file, YamlNode? node, YamlNode owner, string what) => Absolute(file, file.Text(node, owner, what));

    /// <summary>A name without a dot belongs to the flow it stands in.</summary>
    private static string Absolute(YamlFile file, string name) => name.Contains('.', StringComparison.Ordinal) ? name : string.Create(CultureInfo.InvariantCulture, $"{file.Name}.{name}");
}
