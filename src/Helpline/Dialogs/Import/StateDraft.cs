namespace Helpline.Dialogs.Import;

/// <summary>A state while a node's actions are put into it.</summary>
internal sealed class StateDraft(string name)
{
    private readonly Dictionary<string, string> _set = new(StringComparer.Ordinal);
    private readonly List<string> _forget = [];

    public string Name { get; } = name;

    public List<string> Say { get; } = [];

    /// <summary>Facts that the messages so far name.</summary>
    public HashSet<string> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>The last word counts.</summary>
    public void Remember(string fact, string? value)
    {
        _set.Remove(fact);
        _forget.Remove(fact);
        if (value is null)
            _forget.Add(fact);
        else
            _set[fact] = value;
    }

    /// <summary>True if any of the facts is forgotten by then.</summary>
    public bool Forgets(IEnumerable<string> facts) => facts.Any(_forget.Contains);

    public DialogState End(Ending ending) => new(Name, ending) { Set = _set, Forget = _forget, Say = Say };
}
