using Helpline.Risk;

namespace Helpline.Dialogs.Import;

/// <summary>
/// Makes states of a flow's nodes. A node is a state; where its actions do not fit into one state's order, it is several. A wait has no text of its own in
/// RapidPro, a question has: so a wait becomes the ending of whatever speaks before it, as often as something does.
/// </summary>
internal sealed class FlowConverter
{
    /// <summary>Nodes without a decision that are followed to see whether they lead back to the question.</summary>
    private const int LongestLoop = 20;

    /// <summary>Characters of a state's name, so that something can be put after it.</summary>
    private const int LongestWish = 28;

    private readonly FlowDraft _draft;
    private readonly Dictionary<string, RapidProNode> _nodes;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Question> _questions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RapidProNode>> _before;
    private readonly SplitConverter _splits;

    /// <summary>Waits that something leads to without saying anything first.</summary>
    private readonly Queue<RapidProNode> _bare = [];

    private readonly HashSet<string> _isBare = new(StringComparer.Ordinal);

    private FlowConverter(FlowDraft draft)
    {
        _draft = draft;
        _splits = new SplitConverter(draft, _names, Target);
        _nodes = draft.Source.Nodes.ToDictionary(node => node.Uuid, StringComparer.Ordinal);
        _before = draft.Source.Nodes.Where(node => node.Router is null && node.Next is not null).GroupBy(node => node.Next!).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    /// <summary>Fills the draft with the flow's states, phrases and findings.</summary>
    public static void Convert(FlowDraft draft) => new FlowConverter(draft).Run();

    private void Run()
    {
        var nodes = _draft.Source.Nodes;
        if (nodes.Count == 0)
        {
            _draft.Find("", "flow", ImportOutcome.Check, "the flow has no nodes", "leave it out, or write it");
            _draft.Add(new DialogState(_draft.Full("start"), new Ending.Go(_draft.End())), "");
            return;
        }

        foreach (var (index, node) in nodes.Index())
            _names[node.Uuid] = index == 0 ? _draft.Full("start") : _draft.TakeState(Wish(node) is { Length: > 0 } wish ? wish : "message");
        if (IsBareWait(nodes[0]))
            Target(nodes[0].Uuid);
        foreach (var node in nodes.Where(node => !IsBareWait(node)))
            Convert(node);
        ConvertBare();
        foreach (var node in nodes.Where(node => IsBareWait(node) && !_questions.ContainsKey(node.Uuid)))
            Target(node.Uuid);
        ConvertBare();
        FlowChecks.FindUnreached(_draft, _names);
        FlowChecks.FindUntaken(_draft);
    }

    private void ConvertBare()
    {
        while (_bare.TryDequeue(out var wait))
        {
            var phrase = _draft.TakePhrase($"{DialogState.ShortOf(_names[wait.Uuid])}");
            _draft.Find(wait.Uuid, "wait", ImportOutcome.NotConverted, $"the question '{phrase}' has no text: something leads to this wait without saying anything first", $"write the question as {DialogState.ShortOf(phrase)} in phrases/, in every language");
            _draft.Add(new DialogState(_names[wait.Uuid], QuestionOf(wait).After(phrase)), wait.Uuid);
        }
    }

    /// <summary>The state that a node becomes, by the node's uuid; null: the flow's end.</summary>
    private string Target(string? uuid)
    {
        if (uuid is null)
            return _draft.End();
        if (IsBareWait(_nodes[uuid]) && _isBare.Add(uuid))
            _bare.Enqueue(_nodes[uuid]);
        return _names[uuid];
    }

    private static bool IsBareWait(RapidProNode node) => node.Router?.Wait is not null && node.Actions.All(action => !action.IsMessage && action.Type is not "enter_flow" and not "open_ticket");

    private static string Wish(RapidProNode node) => node.Actions.FirstOrDefault(action => action.IsMessage) is { } message ? SafeNames.OfWords(message.Text)
        : node.Actions.FirstOrDefault(action => action.Type == "enter_flow") is { } call ? SafeNames.Of($"call {call.Name}", LongestWish)
        : node.Actions.Any(action => action.Type == "open_ticket") ? "person"
        : node.Router is { Wait: not null } wait ? SafeNames.Of($"ask {wait.ResultName}", LongestWish)
        : node.Router is { } router ? SafeNames.Of($"if {router.Operand}", LongestWish)
        : node.Actions is [var first, ..] ? SafeNames.Of($"{first.Type} {first.Name}", LongestWish)
        : "go_on";

    private void Find(RapidProNode node, string type, ImportOutcome outcome, string why, string remedy) => _draft.Find(node.Uuid, type, outcome, why, remedy);

    /// <summary>The steps: actions in their order, then what decides where it goes on.</summary>
    private void Convert(RapidProNode node)
    {
        var state = new StateDraft(_names[node.Uuid]);
        foreach (var (index, action) in node.Actions.Index())
        {
            switch (action.Type)
            {
                case "send_msg" or "say_msg":
                    Say(node, ref state, action, isLast: node.Actions.Skip(index + 1).All(later => !later.IsMessage));
                    break;
                case "enter_flow":
                    if (!Enter(node, ref state, action, index))
                        return;
                    break;
                case "open_ticket":
                    HandOff(node, state, action, index);
                    return;
                default:
                    if (Remedies.Of(action.Type) is { Why.Length: > 0 } reason)
                        Find(node, action.Type, ImportOutcome.NotConverted, $"{reason.Why}{Said(action)}", reason.Remedy);
                    else if (Remedies.Of(action.Type) is null)
                        Find(node, action.Type, ImportOutcome.NotConverted, $"'{action.Type}' is not known here{Said(action)}", "see in RapidPro what it does, and write it by hand");
                    else
                        Remember(node, ref state, action);
                    break;
            }
        }

        Close(node, state, Decide(node, state));
    }

    private static string Said(RapidProAction action) => action.Text.Length > 0 ? $": {action.Text}" : "";

    private void Close(RapidProNode node, StateDraft state, Ending ending)
    {
        _draft.Add(state.End(ending), node.Uuid);
    }

    private void Say(RapidProNode node, ref StateDraft state, RapidProAction action, bool isLast)
    {
        foreach (var attachment in action.Attachments.Where(attachment => attachment.Length > 0))
            Find(node, "attachment", ImportOutcome.NotConverted, $"{attachment} is attached; messages are text here", "say in words what it shows, or leave it out");
        if (action.HasTemplate)
            Find(node, "template", ImportOutcome.NotConverted, "it is sent as a template of WhatsApp", "see that the text says the same");
        if (action.Type == "say_msg")
            Find(node, action.Type, ImportOutcome.Check, "it was spoken in a call; it is a message here", "see that it reads well");
        foreach (var reply in action.QuickReplies.Where(reply => !QuickReply.IsPlain(reply)))
            Find(node, "quick_reply", ImportOutcome.NotConverted, $"the quick reply '{reply}' is {(reply.Trim().Length == 0 ? "empty" : "worked out")}", "write an answer for each text that it can be");
        if (!action.IsMessage)
        {
            if (action.Attachments.Count == 0)
                Find(node, action.Type, ImportOutcome.NotConverted, "the message has no text", "leave it out, or write it");
            return;
        }

        if (action.QuickReplies.Count > 0 && !(isLast && (node.Router?.Wait is not null || Waits(node.Next, node))))
            Find(node, "quick_reply", ImportOutcome.NotConverted, $"the quick replies {string.Join(", ", action.QuickReplies)} stand before no question", "ask it as a question with these answers");
        var (key, facts) = _draft.AddText(action, SafeNames.OfWords(action.Text), node.Uuid);
        if (state.Forgets(facts))
            Continue(node, ref state); // a state forgets after it has spoken
        state.Say.Add(key);
        state.Named.UnionWith(facts);
    }

    /// <summary>True if a node without a decision of its own leads straight to a wait.</summary>
    private bool Waits(string? next, RapidProNode node) => node.Router is null && next is not null && IsBareWait(_nodes[next]);

    private void Remember(RapidProNode node, ref StateDraft state, RapidProAction action)
    {
        foreach (var (fact, value) in ActionFacts.Of(_draft, action, node.Uuid))
        {
            if (value is not null && state.Named.Contains(fact))
                Continue(node, ref state); // a state remembers before it speaks; what was said named the old value
            state.Remember(fact, value);
        }
    }

    private void Continue(RapidProNode node, ref StateDraft state)
    {
        var next = _draft.TakeState(DialogState.ShortOf(_names[node.Uuid]));
        Close(node, state, new Ending.Go(next));
        state = new StateDraft(next);
    }

    /// <summary>False if nothing of the node follows.</summary>
    private bool Enter(RapidProNode node, ref StateDraft state, RapidProAction action, int index)
    {
        var known = _draft.Context.FlowNames.TryGetValue(action.Flow, out var flow);
        var target = $"{flow ?? (SafeNames.Of(action.Name) is { Length: > 0 } named ? named : "flow")}.start";
        if (!known)
            Find(node, action.Type, ImportOutcome.NotConverted, $"the flow '{action.Name}' is not in this export; '{target}' stands for it", "export it too, or lead elsewhere");
        var isLast = index == node.Actions.Count - 1 && (node.Router is null || Reference.OfWhole(node.Router.Operand).Kind == ReferenceKind.ChildStatus);
        var next = isLast ? _splits.Completed(node) : null;
        var closes = _draft.Context.Calls.ClosesCircle(_draft.Source.Uuid, action.Flow);
        if (action.IsTerminal || closes || (isLast && next is null && !_draft.Context.Calls.IsCalled(_draft.Source.Uuid)))
        {
            if (closes)
                Find(node, action.Type, ImportOutcome.Check, $"the flow '{action.Name}' leads back to this one; it is entered for good, and does not come back", "see that nothing is needed after it");
            foreach (var later in node.Actions.Skip(index + 1))
                Find(node, later.Type, ImportOutcome.NotConverted, $"nothing comes back from '{action.Name}' to: {later.Text}{later.Name}", "do it before, or in that flow");
            Close(node, state, new Ending.Go(target));
            return false;
        }

        if (isLast)
        {
            Close(node, state, new Ending.SubDialog(target, Target(next)));
            return false;
        }

        var then = _draft.TakeState(DialogState.ShortOf(_names[node.Uuid]));
        Close(node, state, new Ending.SubDialog(target, then));
        state = new StateDraft(then);
        return true;
    }

    /// <summary>From here on a person speaks: what the node still says is said before.</summary>
    private void HandOff(RapidProNode node, StateDraft state, RapidProAction action, int index)
    {
        foreach (var later in node.Actions.Skip(index + 1))
        {
            if (later.IsMessage)
                Say(node, ref state, later, isLast: false);
            else
                Find(node, later.Type, ImportOutcome.NotConverted, $"nothing of a dialog comes after a handoff: {later.Type} {later.Text}{later.Name}", "do it before the handoff");
        }

        var reason = SnakeCase.Parse<Danger>(SafeNames.Of(action.Name)) is { } danger ? SnakeCase.Of(danger) : "asked";
        Find(node, action.Type, ImportOutcome.Check, $"the ticket '{action.Name}' became a handoff with the reason {reason} and the level medium{(action.Text.Length > 0 ? $"; its note was: {action.Text}" : "")}", "choose the reason (a danger, or asked) and the level; a counsellor sees the conversation itself");
        Close(node, state, new Ending.CallHuman(reason, RiskLevel.Medium));
    }

    private Ending Decide(RapidProNode node, StateDraft state)
    {
        if (node.Router is not { } router)
        {
            return Waits(node.Next, node) && state.Say.Count > 0 ? Ask(state, _nodes[node.Next!]) : new Ending.Go(Target(node.Next));
        }

        if (router.Wait is not null)
            return Ask(state, node);
        return _splits.Convert(node, state.Name);
    }

    private Ending.Ask Ask(StateDraft state, RapidProNode wait)
    {
        var question = QuestionOf(wait);
        string phrase;
        if (state.Say is [.., var last])
        {
            phrase = last;
            state.Say.RemoveAt(state.Say.Count - 1);
        }
        else
        {
            phrase = _draft.TakePhrase(DialogState.ShortOf(state.Name));
            Find(wait, "wait", ImportOutcome.NotConverted, $"the question '{phrase}' has no text: nothing is said before it", $"write it as {DialogState.ShortOf(phrase)} in phrases/, in every language");
        }

        _draft.WaitOf[state.Name] = wait.Uuid;
        return question.After(phrase);
    }

    private Question QuestionOf(RapidProNode wait)
    {
        if (_questions.TryGetValue(wait.Uuid, out var known))
            return known;
        foreach (var action in IsBareWait(wait) ? wait.Actions : [])
            Find(wait, action.Type, ImportOutcome.NotConverted, $"it stands with the wait, where a question does nothing: {action.Text}{action.Name}", "do it in the state before");
        var replies = _before.GetValueOrDefault(wait.Uuid, []).Append(wait)
            .Select(node => node.Actions.LastOrDefault(action => action.IsMessage)).OfType<RapidProAction>()
            .SelectMany(message => QuickReply.Of(_draft, message))
            .DistinctBy(reply => reply.Text).ToList();
        return _questions[wait.Uuid] = new QuestionBuilder(_draft, wait, _names[wait.Uuid], replies, Target, to => AsksAgain(wait, to)).Build();
    }

    /// <summary>True if a node leads back to the wait without a decision: it only says that it was not understood, which the engine does by itself.</summary>
    private bool AsksAgain(RapidProNode wait, string? from)
    {
        for (var step = 0; step < LongestLoop && from is not null; step++)
        {
            if (from == wait.Uuid)
                return true;
            if (_nodes[from].Router is not null || _nodes[from].Actions.Any(action => action.Type is "enter_flow" or "open_ticket"))
                return false;
            from = _nodes[from].Next;
        }

        return false;
    }
}
