using System.Collections.Immutable;
using Helpline.Dialogs;
using Helpline.Risk;

namespace Helpline.Conversations;

/// <summary>
/// The dialogs at work: the newest revision, older ones that conversations are still in the middle of, and triage, of which only the newest counts.
/// Thread-safe; whoever reads never waits.
/// </summary>
public sealed class LiveDialogs
{
    private volatile Revisions _revisions;
    private volatile DialogRefusal? _refusal;

    public LiveDialogs(DialogEngine newest, Triage triage) => _revisions = new Revisions(newest, triage, []);

    public DialogEngine Newest => _revisions.Newest;

    public Triage Triage => _revisions.Triage;

    /// <summary>Newer files that cannot be used; null if the newest are at work.</summary>
    public DialogRefusal? Refusal => _refusal;

    /// <summary>The revision that a conversation goes on with: its own while its question is open, else the newest.</summary>
    public DialogEngine Of(Conversation conversation, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        var revisions = _revisions;
        if (!revisions.Older.TryGetValue(conversation.Revision, out var own))
            return revisions.Newest;
        var isOpen = own.OpenQuestion(conversation.Position) is not null && !Turn.IsIdle(conversation, now);
        var isPromised = conversation.FollowUp is { } target && !revisions.Newest.Library.States.ContainsKey(target);
        return isOpen || isPromised ? own : revisions.Newest;
    }

    public bool Has(string revision) => revision.Length == 0 || revision == _revisions.Newest.Library.Revision || _revisions.Older.ContainsKey(revision);

    /// <summary>What a state is about, in words; from the newest revision that has it.</summary>
    public string Title(string state)
    {
        var revisions = _revisions;
        return revisions.Older.Values.Prepend(revisions.Newest).Select(engine => engine.Library).FirstOrDefault(library => library.States.ContainsKey(state))?.Title(state) ?? state;
    }

    /// <summary>Begins to work with newer files; the revision before stays for those who are in the middle of it.</summary>
    public void Renew(DialogEngine newest, Triage triage)
    {
        ArgumentNullException.ThrowIfNull(newest);
        var before = _revisions;
        var older = before.Newest.Library.Revision == newest.Library.Revision ? before.Older : before.Older.SetItem(before.Newest.Library.Revision, before.Newest);
        _revisions = new Revisions(newest, triage, older.Remove(newest.Library.Revision));
        _refusal = null;
    }

    public void Refuse(DialogRefusal refusal) => _refusal = refusal;

    /// <summary>An older revision that a conversation is still in the middle of.</summary>
    public void Add(DialogEngine older)
    {
        ArgumentNullException.ThrowIfNull(older);
        Change(before => older.Library.Revision == before.Newest.Library.Revision ? before : before with { Older = before.Older.SetItem(older.Library.Revision, older) });
    }

    /// <summary>Lets go of older revisions, but for these.</summary>
    public void Keep(IReadOnlySet<string> revisions) =>
        Change(before => before with { Older = before.Older.RemoveRange(before.Older.Keys.Where(revision => !revisions.Contains(revision))) });

    private void Change(Func<Revisions, Revisions> change)
    {
        while (true)
        {
            var before = _revisions;
            if (ReferenceEquals(Interlocked.CompareExchange(ref _revisions, change(before), before), before))
                return;
        }
    }

    private sealed record Revisions(DialogEngine Newest, Triage Triage, ImmutableDictionary<string, DialogEngine> Older);
}

/// <summary>Files that were not taken, and why.</summary>
/// <param name="At">When they were looked at.</param>
/// <param name="Problems">Each with file, line and column.</param>
public sealed record DialogRefusal(DateTimeOffset At, IReadOnlyList<DialogProblem> Problems);
