namespace Helpline.Dialogs;

/// <summary>The superstate over all states: where conversations begin, and the words that work everywhere.</summary>
/// <param name="Begin">Where a new contact begins.</param>
/// <param name="Returning">Where a known contact begins again.</param>
/// <param name="Lost">Called when a child has not been understood three times.</param>
/// <param name="Words">Answer id to what it does, for messages that consist of that word alone.</param>
public sealed record RootDialog(string Begin, string Returning, string Lost, IReadOnlyDictionary<string, GlobalWord> Words)
{
    /// <summary>The state that asks for the safe word; it is called before a sensitive flow. Null: no flow is sensitive.</summary>
    public string? SafeWord { get; init; }

    /// <summary>The state that says who answers, and what it costs, to a new contact whose first message is a keyword. Null: nobody says so.</summary>
    public string? Notice { get; init; }
}

/// <summary>A global word's effect. A call remembers the open question, so that <c>return</c> asks it again.</summary>
public sealed record GlobalWord(string Target, bool IsCall);
