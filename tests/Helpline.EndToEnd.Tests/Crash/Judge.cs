namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>Compares what children wrote, what the tables say and what the provider saw.</summary>
/// <param name="settledAt">Reminders may come later; what became of them is not known yet.</param>
internal sealed class Judge(
    IReadOnlyList<Child> children, IReadOnlyList<Send> sends, IReadOnlyList<Receipt> receipts, Tables tables, IReadOnlyDictionary<string, DateTimeOffset> killed, IReadOnlyDictionary<string, DateTimeOffset> woken, DateTimeOffset settledAt)
{
    /// <summary>A node that lives on for so long after a send has written down what the provider said.</summary>
    private static readonly TimeSpan LongestRecording = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(100);

    private readonly ILookup<string, Tables.Inbound> _inbox = tables.Inbox.ToLookup(row => row.Sid);
    private readonly ILookup<Guid, Tables.Inbound> _inboundOf = tables.Inbox.Where(row => row.Conversation is not null).ToLookup(row => row.Conversation!.Value);
    private readonly ILookup<Guid, Tables.Outbound> _outboundOf = tables.Outbox.ToLookup(row => row.Conversation);
    private readonly Dictionary<Guid, Tables.Outbound> _outbox = tables.Outbox.ToDictionary(row => row.Id);
    private readonly IReadOnlyList<Tables.Outbound> _replies = [.. tables.Outbox.Where(row => row.CreatedAt <= settledAt.ToUnixTimeMilliseconds())];
    private readonly ILookup<Guid, Send> _taken = sends.Where(send => send.Fault.IsTaken()).ToLookup(send => send.Message);

    public void Decide(Verdict verdict)
    {
        var accepted = children.SelectMany(child => child.Accepted).ToList();
        verdict.Count("messages accepted", accepted.Count);
        verdict.Count("inbox rows", tables.Inbox.Count);
        verdict.Count("accepted into a spool first", tables.Inbox.Count(row => row.WasSpooled));
        verdict.Count("replies written", tables.Outbox.Count);
        verdict.Count("requests to send", sends.Count);
        verdict.Count("taken by the provider", sends.Count(send => send.Fault.IsTaken()));
        verdict.Count("faults shown to the server", sends.Count(send => send.Fault != SendFault.None));
        verdict.Count("sends that a fault made ambiguous", sends.Count(send => send.Fault.MayDouble()));
        verdict.Count("sends that a kill may have made ambiguous", sends.Count(MayBeCutOff));
        verdict.Count("sends that a pause may have made late", sends.Count(MayBeLate));
        verdict.Count("receipts acknowledged", receipts.Count(receipt => receipt.WasAcknowledged));
        verdict.Count("handoffs", tables.Handoffs.Count);

        verdict.Rule("every webhook is accepted in the end", children.Where(child => child.Accepted.Count < child.Plan.Messages.Count)
            .Select(child => $"{child.Plan.Phone}: {child.Accepted.Count} of {child.Plan.Messages.Count}"));
        verdict.Rule("an accepted message has one inbox row and one effect", accepted.Where(sid => _inbox[sid].Count() != 1 || !_inbox[sid].All(row => row is { IsDone: true, Sequence: not null, Conversation: not null }))
            .Select(sid => $"{sid}: {_inbox[sid].Count()} rows {string.Join(", ", _inbox[sid])}"));
        verdict.Rule("a child has one conversation", children.Select(child => (child, Conversations: ConversationsOf(child))).Where(pair => pair.Conversations.Count != 1)
            .Select(pair => $"{pair.child.Plan.Phone}: {pair.Conversations.Count}"));
        verdict.Rule("a conversation's sequence numbers are 1 to n", tables.Conversations.Where(row => !NumbersOf(row).SequenceEqual(Enumerable.Range(1, row.NextSequence - 1)))
            .Select(row => $"{row.Id}: {string.Join(' ', NumbersOf(row))}, next {row.NextSequence}"));
        var overtaken = children.SelectMany(Overtaken).ToList();
        verdict.Count("spooled messages that were overtaken", overtaken.Count(pair => pair.Earlier.WasSpooled));
        verdict.Rule("a child's messages keep their order", overtaken.Where(pair => !pair.Earlier.WasSpooled)
            .Select(pair => $"{pair.Earlier.Sid} ({pair.Earlier.Sequence}) was overtaken by {pair.Later.Sid} ({pair.Later.Sequence})"));
        verdict.Count("turns that failed", tables.Inbox.Sum(row => row.FailedTurns));

        verdict.Rule("every reply reaches the provider", _replies.Where(row => !_taken[row.Id].Any())
            .Select(row => $"{row}, asked {sends.Count(send => send.Message == row.Id)} times"));
        verdict.Rule("no reply is given up or left behind", _replies.Where(row => row.Status is < Tables.Sent or > Tables.Delivered).Select(row => $"{row}, {History(row.Id)}"));
        verdict.Rule("nothing else reaches the provider", sends.Where(send => !_outbox.ContainsKey(send.Message)).Select(send => $"{send.Message} by {send.Life}"));
        verdict.Rule("first arrivals keep the replies' order", children.SelectMany(child => OutOfOrder(child, sends)));
        verdict.Rule("first takings keep the replies' order", children.SelectMany(child => OutOfOrder(child, sends.Where(send => send.Fault.IsTaken()))));
        var doubled = _taken.Where(message => message.Count() > 1).ToList();
        verdict.Count("sent twice", doubled.Count);
        verdict.Rule("one doubling at most for each ambiguous send", doubled.Where(message => message.Count() - 1 > message.SkipLast(1).Count(send => send.Fault.MayDouble() || MayBeCutOff(send) || MayBeLate(send)))
            .Select(message => $"{message.Key}: {History(message.Key)}"));
        verdict.Rule("a provider's id is kept with its own message", _replies.Where(row => row.ProviderId is null || _taken[row.Id].All(send => send.Sms.Sid != row.ProviderId))
            .Select(row => $"{row}, {History(row.Id)}"));
        verdict.Rule("an acknowledged receipt is kept", receipts.Where(receipt => receipt is { WasAcknowledged: true, Status: "delivered" }).Select(receipt => receipt.Message).Distinct()
            .Where(message => _outbox.TryGetValue(message, out var row) && row.Status != Tables.Delivered).Select(message => $"{_outbox[message]}"));

        Rehearse(verdict);
    }

    /// <summary>The child's messages in the order in which they had their turns, played again: the replies and handoffs must be the same.</summary>
    private void Rehearse(Verdict verdict)
    {
        var rehearsal = new Rehearsal();
        var (otherWords, handoffs) = (new List<string>(), new List<string>());
        foreach (var child in children)
        {
            var planned = child.Plan.Messages.ToDictionary(message => message.Sid);
            var rows = ConversationsOf(child).SelectMany(id => _outboundOf[id]).OrderBy(row => row.Sequence).ToList();
            var heard = child.Plan.Messages.SelectMany(message => _inbox[message.Sid]).Where(row => row.Sequence is not null).Select(row => (row.Sequence, Message: (PlannedMessage?)planned[row.Sid]));
            var reminders = rows.Where(row => IsReminder(rehearsal, row)).Select(row => (Sequence: (int?)row.Sequence, Message: (PlannedMessage?)null));
            var (conversation, said) = rehearsal.Of(heard.Concat(reminders).OrderBy(step => step.Sequence).Select(step => step.Message));
            if (!rows.Select(row => row.Sequence).SequenceEqual(said.Select(expected => expected.Sequence)))
                otherWords.Add($"{child.Plan.Phone}: replies numbered {string.Join(' ', rows.Select(row => row.Sequence))} instead of {string.Join(' ', said.Select(expected => expected.Sequence))}");
            else
                otherWords.AddRange(rows.Zip(said).Where(pair => _taken[pair.First.Id].Any(send => send.Sms.Body != pair.Second.Text)).Select(pair => $"{child.Plan.Phone}: reply {pair.First.Sequence} has other words"));

            var open = tables.Handoffs.Count(row => row.IsOpen && ConversationsOf(child).Contains(row.Conversation));
            var expectedOpen = conversation.Handoff is { EndedAt: null } ? 1 : 0;
            if (open != expectedOpen || (child.Plan.IsInDanger && open != 1))
                handoffs.Add($"{child.Plan.Phone}: {open} open instead of {expectedOpen}{(child.Plan.IsInDanger ? " (in danger)" : "")}");
        }

        verdict.Rule("every expected reply is there, in the expected words, and no other", otherWords);
        verdict.Rule("every expected handoff is there, once", handoffs);
    }

    /// <summary>What was sent is known by its words; what is too late to have been sent can only be one.</summary>
    private bool IsReminder(Rehearsal rehearsal, Tables.Outbound row) =>
        row.CreatedAt > settledAt.ToUnixTimeMilliseconds() || sends.FirstOrDefault(send => send.Message == row.Id) is { } send && rehearsal.IsReminder(send.Sms.Body);

    private IReadOnlyList<Guid> ConversationsOf(Child child) =>
        [.. child.Plan.Messages.SelectMany(message => _inbox[message.Sid]).Select(row => row.Conversation).OfType<Guid>().Distinct()];

    private IEnumerable<int> NumbersOf(Tables.Conversation conversation) =>
        _inboundOf[conversation.Id].Select(row => row.Sequence ?? 0).Concat(_outboundOf[conversation.Id].Select(row => row.Sequence)).Order();

    private IEnumerable<(Tables.Inbound Earlier, Tables.Inbound Later)> Overtaken(Child child)
    {
        var rows = child.Accepted.SelectMany(sid => _inbox[sid]).ToList();
        return rows.Zip(rows.Skip(1)).Where(pair => pair.First.Sequence > pair.Second.Sequence);
    }

    private IEnumerable<string> OutOfOrder(Child child, IEnumerable<Send> of)
    {
        var arrivals = of.Where(send => send.Sms.To == child.Plan.Phone && _outbox.ContainsKey(send.Message)).OrderBy(send => send.Number).DistinctBy(send => send.Message).ToList();
        return arrivals.Zip(arrivals.Skip(1))
            .Where(pair => _outbox[pair.First.Message].Sequence > _outbox[pair.Second.Message].Sequence)
            .Select(pair => $"{child.Plan.Phone}: {_outbox[pair.First.Message].Sequence} came before {_outbox[pair.Second.Message].Sequence}; {History(pair.First.Message)} | {History(pair.Second.Message)}");
    }

    private bool MayBeCutOff(Send send) =>
        send.Fault.IsTaken() && killed.TryGetValue(send.Life, out var at) && at - send.Sms.CreatedAt < LongestRecording;

    /// <summary>A node that stood still in the middle of a send makes it when it goes on, when others have thought it dead and asked: no provider can be told to refuse it.</summary>
    private bool MayBeLate(Send send) =>
        send.Fault.IsTaken() && woken.TryGetValue(send.Life, out var at) && send.Sms.CreatedAt - at is var after && after > -Jitter && after < LongestRecording;

    /// <summary>What happened to a message at the provider, in one line.</summary>
    private string History(Guid message) => string.Join(
        ", ",
        sends.Where(send => send.Message == message).Select(send =>
            $"{send.Sms.CreatedAt:HH:mm:ss.fff} #{send.Number} {send.Fault} by {send.Life}{(killed.TryGetValue(send.Life, out var at) ? $" (killed {at:HH:mm:ss.fff})" : "")}"));
}
