using Helpline.Risk;
using YamlDotNet.RepresentationModel;

namespace Helpline.Dialogs;

/// <summary>Reads <c>flows/*.yaml</c>.</summary>
internal static class FlowReader
{
    private const string Endings = "ask with options, go, handoff, return or rest";

    public static void ReadFlow(YamlFile file, DialogDraft draft)
    {
        var root = file.Root!;
        _ = file.Entries(root, "flow", "title", "start", "states").Count();
        var flow = file.Text(YamlFile.Child(root, "flow"), root, "flow (the flow's name)");
        if (flow.Length > 0 && flow != file.Name)
            file.Problem(YamlFile.Child(root, "flow")!, $"the flow is called '{flow}' but the file '{file.Name}.yaml'; give both the same name");
        draft.FlowTitles[file.Name] = file.Text(YamlFile.Child(root, "title"), root, "title");

        var start = file.Text(YamlFile.Child(root, "start"), root, "start (the first state)");
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
        _ = file.Entries(file.Root, "root").Count();
        var root = YamlFile.Child(file.Root, "root");
        if (root is null)
        {
            file.Problem(file.Root!, "root is missing");
            return;
        }

        _ = file.Entries(root, "begin", "returning", "lost", "words").Count();
        var words = new Dictionary<string, GlobalWord>(StringComparer.Ordinal);
        foreach (var (key, node) in file.Entries(YamlFile.Child(root, "words")))
        {
            var call = YamlFile.Child(node, "call");
            var go = YamlFile.Child(node, "go");
            _ = file.Entries(node, "call", "go").Count();
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
                words),
            file.At(root));
    }

    private static DialogState ReadState(YamlFile file, string name, YamlScalarNode key, YamlNode node)
    {
        _ = file.Entries(node, "say", "set", "ask", "options", "go", "handoff", "return", "rest").Count();
        var say = file.Texts(YamlFile.Child(node, "say"), "a phrase").Select(phrase => Absolute(file, phrase.Text)).ToList();
        var set = file.Entries(YamlFile.Child(node, "set")).ToDictionary(fact => fact.Key.Value!, fact => file.Text(fact.Value, node, "the fact's value"));
        return new DialogState(name, say, set, ReadEnding(file, key, node));
    }

    private static Ending ReadEnding(YamlFile file, YamlScalarNode key, YamlNode node)
    {
        var endings = new List<Ending>();
        if (YamlFile.Child(node, "ask") is { } ask)
            endings.Add(ReadAsk(file, node, ask));
        else if (YamlFile.Child(node, "options") is { } options)
            file.Problem(options, "options without ask: name the question's phrase with ask");
        if (YamlFile.Child(node, "go") is { } go)
            endings.Add(new Ending.Go(Absolute(file, file.Text(go, node, "go"))));
        if (YamlFile.Child(node, "handoff") is { } handoff)
        {
            _ = file.Entries(handoff, "reason", "level").Count();
            endings.Add(new Ending.CallHuman(
                file.Text(YamlFile.Child(handoff, "reason"), handoff, "reason"),
                file.Choice<RiskLevel>(YamlFile.Child(handoff, "level"), handoff, "level")));
        }

        if (file.Flag(YamlFile.Child(node, "return"), absent: false))
            endings.Add(new Ending.GoBack());
        if (file.Flag(YamlFile.Child(node, "rest"), absent: false))
            endings.Add(new Ending.Rest());

        if (endings.Count == 1)
            return endings[0];
        file.Problem(key, endings.Count == 0
            ? $"the state '{key.Value}' is a dead end; end it with {Endings}"
            : $"the state '{key.Value}' has {endings.Count} endings; keep one of {Endings}");
        return new Ending.Rest();
    }

    private static Ending.Ask ReadAsk(YamlFile file, YamlNode node, YamlNode ask)
    {
        var options = file.Entries(YamlFile.Child(node, "options"))
            .Select(option => new Choice(option.Key.Value!, Absolute(file, file.Text(option.Value, node, "the option's target"))))
            .ToList();
        if (options.Count == 0)
            file.Problem(ask, "a question needs options (answer id: state)");
        return new Ending.Ask(Absolute(file, file.Text(ask, node, "ask")), options);
    }

    /// <summary>A name without a dot belongs to the flow it stands in.</summary>
    private static string Absolute(YamlFile file, string name) => name.Contains('.', StringComparison.Ordinal) ? name : $"{file.Name}.{name}";
}
